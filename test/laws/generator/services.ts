/** Units with their files: what is started, enabled and masked, with files that appear and disappear. */
import fc from 'fast-check'
import { type Action, contradictory, lenient, q, type Topic } from './topic.ts'

const install = '[Install]\nWantedBy=multi-user.target\n'
const unitFiles = {
  sleeps: `[Service]\nExecStart=/bin/sleep infinity\n${install}`,
  slept: `[Service]\nExecStart=/bin/sleep 100000\n${install}`,
  static: '[Service]\nExecStart=/bin/sleep infinity\n',
  ends: `[Service]\nType=oneshot\nRemainAfterExit=yes\nExecStart=/bin/true\n${install}`,
} as const
const texts = Object.values(unitFiles)
const unit = fc.constantFrom('toy1', 'toy2')
const path = (name: string): string => `/etc/systemd/system/${name}.service`
const flag = fc.boolean()

const state = fc
  .array(
    fc.record({
      text: fc.option(fc.constantFrom(...texts), { freq: 4 }),
      runs: flag,
      enabled: flag,
      masked: fc.constantFrom(false, false, true),
    }),
    {
      minLength: 2,
      maxLength: 2,
    },
  )
  .map(all => {
    const old = `systemctl stop toy1 toy2; systemctl unmask toy1 toy2; systemctl disable toy1 toy2; rm -rf /etc/systemd/system/toy* /etc/systemd/system/*/toy*`
    const fresh = all.map(({ text, runs, enabled, masked }, i) => {
      const name = `toy${i + 1}`
      if (text === null) return ''
      // A mask takes the place of a file in /etc, so that the file of a masked unit lies in /usr.
      const file = masked ? `/usr/lib/systemd/system/${name}.service` : path(name)
      const verbs = [runs ? 'start' : '', enabled ? 'enable' : '', masked ? 'mask' : ''].filter(Boolean)
      return [`printf %s ${q(text)} >${file}`, ...verbs.map(verb => `${verb}s="$${verb}s ${name}"`)].join('\n')
    })
    const bring = ['start', 'enable', 'mask'].map(verb => `[ -z "$${verb}s" ] || systemctl ${verb} $${verb}s`)
    const script = [
      old,
      'rm -f /usr/lib/systemd/system/toy*',
      'starts= enables= masks=',
      ...fresh,
      'systemctl daemon-reload',
      ...bring,
      'systemctl reset-failed; :',
    ]
    return { script: lenient(...script) }
  })

const act = (module: string, name: string, args: object): Action => ({
  task: { [module]: args },
  about: [`unit ${name}`],
})

export const services: Topic = {
  name: 'services',
  state,
  look: `systemctl show toy1 toy2 -p Id,LoadState,ActiveState,UnitFileState,MainPID; cat /etc/systemd/system/toy*.service 2>/dev/null; ls /etc/systemd/system/*/ | grep toy`,
  actions: [
    fc
      .tuple(
        unit,
        fc.record(
          { state: fc.constantFrom('started', 'stopped'), enabled: flag, masked: fc.constant(false) },
          { requiredKeys: [] },
        ),
        flag,
      )
      .map(([name, more, reload]) => act('systemd', name, { name, ...more, ...(reload && { daemon_reload: true }) })),
    unit.map(name => act('systemd', name, { name, state: 'stopped', masked: true })),
    fc.tuple(unit, fc.constantFrom('started', 'stopped')).map(([name, state]) => act('service', name, { name, state })),
    fc.tuple(unit, flag).map(([name, enabled]) => act('systemd_service', name, { name, enabled })),
    fc.tuple(unit, fc.constantFrom('restarted', 'reloaded')).map(([name, state]) => ({
      task: { systemd: { name, state } },
      about: contradictory,
    })),
    fc
      .tuple(unit, fc.constantFrom(...texts))
      .map(([name, content]) => act('copy', name, { dest: path(name), content })),
    unit.map(name => act('file', name, { path: path(name), state: 'absent' })),
    unit.map(name => act('copy', name, { dest: `${path(name)}.d/more.conf`, content: '[Service]\nNice=3\n' })),
    unit.map(name => act('file', name, { path: `${path(name)}.d`, state: 'directory' })),
  ],
  opaque: ['systemd', 'service', 'systemd_service', 'systemd-service'],
}
