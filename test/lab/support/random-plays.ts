/** Random small plays in one folder, and random states of that folder, for the laws of the engine. */
import fc from 'fast-check'
import type { Trial } from '../../laws/trial.ts'

const names = ['a', 'b', 'd', 'd/x', 'd/e'] as const
const owners = ['root', 'daemon'] as const
const modes = ['0644', '0600', '0755', '2770'] as const
const words = ['one', 'two', 'a=1', 'it\'s "quoted" $HOME `x` \\', 'ünïcode'] as const
/** Accounts of the test; whether they exist is a part of the host's state. */
const accounts = ['toya', 'toyb'] as const

const text = fc.array(fc.constantFrom(...words), { maxLength: 3 }).map(lines => lines.map(line => `${line}\n`).join(''))
/** `l` is another name of a directory, where it is one. */
const at = fc.constantFrom(...names, 'l', 'l/x', 'l/e').map(name => `{{ folder }}/${name}`)

type Entry = { readonly what: 'file' | 'folder' | 'link' | 'none'; readonly text: string; readonly mode: string }
type HostState = {
  readonly entries: readonly Entry[]
  readonly users: readonly boolean[]
  readonly groups: readonly boolean[]
  readonly running: boolean
  readonly enabled: boolean
  readonly override: boolean
  /** What the link `l` points to. */
  readonly alias: 'none' | 'd' | '/srv/elsewhere'
}

const hostState: fc.Arbitrary<HostState> = fc.record({
  entries: fc.array(
    fc.record({
      what: fc.constantFrom('file', 'folder', 'link', 'none', 'none'),
      text,
      mode: fc.constantFrom(...modes),
    }),
    { minLength: names.length, maxLength: names.length },
  ),
  users: fc.tuple(fc.boolean(), fc.boolean()),
  groups: fc.tuple(fc.boolean(), fc.boolean()),
  running: fc.boolean(),
  enabled: fc.boolean(),
  override: fc.boolean(),
  alias: fc.constantFrom('none', 'd', 'd', '/srv/elsewhere'),
})

/** A unit that runs, and does nothing else. */
const toyUnit = `mkdir -p /srv/p /srv/elsewhere
printf '[Service]\\nExecStart=/bin/sleep infinity\\n[Install]\\nWantedBy=multi-user.target\\n' >/etc/systemd/system/toy.service
systemctl daemon-reload`

/** A script that brings a new folder, the accounts and the unit into this state. */
function arrange(state: HostState, folder: string): string {
  const words = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`
  const paths = state.entries.flatMap(({ what, text, mode }, i) => {
    const path = `${folder}/${names[i]}`
    // What lies in `d` is there only where `d` is a folder.
    const make = {
      file: `printf %s ${words(text)} >${path} && chmod ${mode} ${path}`,
      folder: `mkdir ${path} && chmod ${mode} ${path}`,
      link: `ln -s /srv/elsewhere ${path}`,
      none: ':',
    }[what]
    return [`[ ! -d $(dirname ${path}) ] || [ -L $(dirname ${path}) ] || { ${make}; }`]
  })
  const users = accounts.flatMap((name, i) => [
    `userdel ${name} 2>/dev/null; groupdel ${name} 2>/dev/null; groupdel ${name}s 2>/dev/null`,
    state.groups[i] ? `groupadd ${name}s` : ':',
    state.users[i] ? `useradd -M -N -g nogroup ${name}` : ':',
  ])
  return `mkdir -p ${folder}; chown root:root /srv/elsewhere; chmod 0755 /srv/elsewhere
${[...users, ...paths].join('\n')}
${state.alias === 'none' ? ':' : `ln -s ${state.alias} ${folder}/l`}
rm -rf /srv/elsewhere/*
systemctl ${state.running ? 'start' : 'stop'} toy
systemctl ${state.enabled ? 'enable' : 'disable'} toy 2>/dev/null
${state.override ? `dpkg-statoverride --add root daemon 0750 ${folder}/d` : ':'} 2>/dev/null
rm -rf /var/lib/swk/notified; true`
}

/** A script that prints all that the random plays may touch. */
function stateOf(folder: string): string {
  return `find ${folder} /srv/elsewhere -printf '%p %y %m %u:%g %l\\n' | sort; find ${folder} -type f | sort | xargs -r sha256sum
getent passwd ${accounts.join(' ')}; getent group ${accounts.map(name => `${name}s`).join(' ')}
systemctl show toy -p ActiveState,UnitFileState,MainPID; dpkg-statoverride --list | sort; cat /var/lib/swk/notified/* 2>/dev/null; true`
}

const owner = fc.constantFrom(...owners, ...accounts)
const group = fc.constantFrom('root', 'daemon', ...accounts.map(name => `${name}s`))
const meta = fc.record({ owner, group, mode: fc.constantFrom(...modes) }, { requiredKeys: [] })
const account = fc.constantFrom(...accounts)
const accountGroup = account.map(name => `${name}s`)

const modules = fc.oneof(
  fc.record({ path: at, state: fc.constantFrom('directory', 'absent', 'touch-not') }).chain(({ path, state }) =>
    meta.map(more => ({
      file:
        state === 'touch-not'
          ? { path, mode: '0640' }
          : state === 'absent'
            ? { path, state }
            : { path, state, ...more },
    })),
  ),
  fc.tuple(at, text, meta).map(([dest, content, more]) => ({ copy: { dest, content, ...more } })),
  fc
    .tuple(at, fc.constantFrom(...words), fc.boolean())
    .map(([path, line, create]) => ({ lineinfile: { path, line, create } })),
  fc
    .tuple(at, fc.constantFrom(...words))
    .map(([path, line]) => ({ lineinfile: { path, regexp: '^(o|a)', line, create: true } })),
  fc.tuple(at, text, fc.boolean()).map(([path, block, create]) => ({ blockinfile: { path, block, create } })),
  fc
    .tuple(at, fc.constantFrom('d', 'a', 'd/x', '/srv/elsewhere', 'nowhere'))
    .map(([path, src]) => ({ file: { path, src, state: 'link', force: true } })),
  fc
    .tuple(at, fc.constantFrom('one', 'a=\\d', '^$'), fc.constantFrom('two', ''))
    .map(([path, regexp, replace]) => ({ replace: { path, regexp, replace } })),
  fc.tuple(at, text).map(([dest, content]) => ({ copy: { dest, content, force: false } })),
  at.map(path => ({ stat: { path } })),
  fc.tuple(account, fc.constantFrom('present', 'absent')).map(([name, state]) => ({
    user: state === 'absent' ? { name, state } : { name, create_home: false, group: 'nogroup', shell: '/bin/sh' },
  })),
  fc.tuple(accountGroup, fc.constantFrom('present', 'absent')).map(([name, state]) => ({ group: { name, state } })),
  fc.tuple(accountGroup, fc.subarray([...accounts])).map(([name, members]) => ({ 'user-group': { name, members } })),
  fc.tuple(group, fc.constantFrom('0750', '2770')).map(([group, mode]) => ({
    statoverride: { path: '{{ folder }}/d', owner: 'root', group, mode },
  })),
  // Only commands that succeed: how one fails cannot be foreseen.
  fc
    .constantFrom('{{ folder }}/a', '{{ folder }}/b')
    .map(creates => ({ command: { argv: ['touch', creates], creates } })),
  at.map(removes => ({ command: { argv: ['rm', '-rf', removes], removes } })),
  fc
    .record({ state: fc.constantFrom('started', 'stopped'), enabled: fc.boolean() }, { requiredKeys: [] })
    .map(more => ({ systemd: { name: 'toy', ...more } })),
  fc
    .array(fc.constantFrom(...words), { minLength: 1, maxLength: 3 })
    .chain(loop => at.map(path => ({ lineinfile: { path, line: '{{ item }}', create: true }, loop }))),
)

/** Conditions on what an earlier task registered; of the first task there is nothing yet. */
const condition = fc.constantFrom('is changed', 'is not changed', 'is failed')
const keywords = fc.record(
  {
    notify: fc.constant('told'),
    changed_when: fc.constantFrom(false, true),
    check_mode: fc.constant(true),
    condition,
  },
  { requiredKeys: [] },
)

const anyTask = fc.tuple(modules, fc.option(keywords, { freq: 2 }), fc.integer({ max: 5, min: 0 }))

/** Half of them are consistent. Most go on behind a refusal, so that one does not hide what would come behind it. */
const randomTasks: fc.Arbitrary<readonly object[]> = fc
  .tuple(fc.array(anyTask, { minLength: 3, maxLength: 7 }), fc.boolean())
  .map(([list, consistent]) => {
    const all = list.map(([module, more, number]) => ({ ignore_errors: number > 0, ...module, ...more }))
    const kept: object[] = []
    for (const task of all) if (!consistent || isConsistent([...kept, task])) kept.push(task)
    return kept.map((task, i) => {
      const { condition, ...rest } = task as RandomTask
      const when = condition === undefined || i === 0 ? {} : { when: `r${i - 1} ${condition}` }
      return { name: `task ${i}`, ...rest, ...when, register: `r${i}` }
    })
  })

type RandomTask = Readonly<Record<string, unknown>>

/** Whether no two tasks are about the same thing, and none says that it changes what it does not. */
function isConsistent(tasks: readonly object[], state?: HostState): boolean {
  const subjects = tasks.flatMap(task => subjectsOf(task as RandomTask, state))
  if (tasks.some(task => 'changed_when' in task || 'check_mode' in task)) return false
  return new Set(subjects).size === subjects.length
}

/** Things in the directory `d` are about `d`, as is its other name `l`; groups are about their members. */
function subjectsOf(task: RandomTask, state?: HostState): readonly string[] {
  const said = JSON.stringify(
    Object.entries(task).filter(([key]) => !['name', 'register', 'when', 'loop', 'condition'].includes(key)),
  )
  const named = [...said.matchAll(/{{ folder }}\/(\w)/g)].map(([, name = '']) => name)
  const linked = [...said.matchAll(/"src":"(\w|\/srv)/g)].map(([, name = '']) => name)
  const paths = [...named, ...linked].map(name => `path ${behind(name, state)}`)
  const people = /"(?:user|group|user-group|owner)"|toy[ab]/.test(said) ? ['accounts'] : []
  return [...new Set([...paths, ...people, ...('systemd' in task ? ['toy'] : [])])]
}

function behind(name: string, state: HostState | undefined): string {
  if (name === '/srv') return 'elsewhere'
  const isLink = state?.entries[(names as readonly string[]).indexOf(name)]?.what === 'link'
  if (isLink) return 'elsewhere'
  if (name !== 'l') return name
  return state?.alias === '/srv/elsewhere' ? 'elsewhere' : behind('d', state)
}

function playOf(tasks: readonly object[], folder: string): object {
  const handlers = [{ name: 'told', copy: { dest: '{{ folder }}/told', content: 'told\n' } }]
  return { name: 'random', hosts: 'all', become: true, vars: { folder }, tasks, handlers }
}

export const smallTrial: fc.Arbitrary<Trial> = fc.tuple(hostState, randomTasks).map(([state, tasks]) => ({
  user: 'root',
  isConsistent: isConsistent(tasks, state),
  arrange: folder => `${toyUnit}\n${arrange(state, folder)}`,
  look: stateOf,
  play: folder => playOf(tasks, folder),
}))
