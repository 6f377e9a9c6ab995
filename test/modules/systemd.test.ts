import { expect, it, test } from 'vitest'
import systemd from '../../modules/systemd.ts'
import { sha256 } from '../../src/index.ts'
import { changes, faults, plan } from './support.ts'

const unit = {
  load: 'loaded',
  active: 'active',
  sub: 'running',
  enabled: 'enabled',
  fragment: '/lib/systemd/system/x.service',
  dropIns: [],
  needReload: false,
  mainPid: 7,
  restarts: 0,
  config: null,
  gids: [1, 2],
}
const world = (more: object = {}) => ({ 'unit:x.service': { ...unit, ...more } })

test.each([
  ['runs and is enabled', { state: 'started', enabled: true }, {}, []],
  ['is started', { state: 'started' }, { active: 'failed' }, [{ state: { active: 'active' } }]],
  ['is stopped', { state: 'stopped', enabled: false }, {}, [{ state: { active: 'inactive', enabled: 'disabled' } }]],
  ['failed is as good as stopped', { state: 'stopped' }, { active: 'failed' }, []],
  ['is restarted each time', { state: 'restarted' }, {}, [{ kind: 'unit-job', id: 'restarted x.service' }]],
  ['is reloaded each time', { state: 'reloaded' }, {}, [{ kind: 'unit-job', id: 'reloaded x.service' }]],
  [
    'that ends by itself is started each time',
    { state: 'started' },
    { active: 'inactive', ends: true },
    [{ kind: 'unit-job', id: 'started x.service' }],
  ],
  ['is enabled for good', { enabled: true }, { enabled: 'enabled-runtime' }, [{ state: { enabled: 'enabled' } }]],
  ['cannot be enabled, and need not', { enabled: true }, { enabled: 'static' }, []],
  ['is masked', { masked: true, state: 'stopped' }, {}, [{ state: { load: 'masked', active: 'inactive' } }]],
  ['is masked already', { masked: true }, { load: 'masked', enabled: 'masked', active: 'inactive' }, []],
  ['is unmasked', { masked: false }, { load: 'masked', enabled: 'masked' }, [{ state: { load: 'loaded' } }]],
  [
    'that its mask hides is static',
    { masked: false, enabled: false },
    { load: 'masked', enabled: 'masked', behindMask: 'static' },
    [{ state: { load: 'loaded', needReload: false } }],
  ],
  ['is read again by systemd', { enabled: true }, { needReload: true }, [{ state: { needReload: false } }]],
])('a unit %s', (_, args, more, expected) =>
  expect(changes(systemd, { name: 'x', ...args }, world(more))).toMatchObject(expected),
)

it('refuses a unit that there is not, or that is masked', () => {
  expect(() => plan(systemd, { name: 'y', state: 'started' })).toThrow('systemd has no unit `y.service`')
  expect(() => plan(systemd, { name: 'x', state: 'started' }, world({ load: 'masked' }))).toThrow('x.service is masked')
  expect(faults(systemd, { name: 'w@', state: 'started' })[0]).toContain('A template cannot run')
  expect(faults(systemd, { name: 'a b' })[0]).toContain('Must be the name of a unit')
})

const conf = { 'path:/etc/c': { type: 'file', mode: '0644', owner: 'root', group: 'root', sha256: 'abc' } }
const folder = {
  'path:/etc/systemd/system/x.service.d': { type: 'directory', mode: '0755', owner: 'root', group: 'root' },
}
const note = 'abc /etc/c\n'
const dropIn = `# Written by swk: records at each start which configuration the process started with.
[Service]
ExecStartPre=+/bin/sh -c 'mkdir -p /run/swk/started && { echo "# started with"; sha256sum -- "$$@" 2>/dev/null || :; } >"/run/swk/started/%n"' sh "/etc/c"
`
const written = {
  'path:/etc/systemd/system/x.service.d/zz-swk-restarts-on.conf': {
    type: 'file',
    mode: '0644',
    owner: 'root',
    group: 'root',
    sha256: sha256(dropIn),
  },
}

it('a process that began with something else is restarted', () => {
  const args = { name: 'x', state: 'started', restarts_on: ['/etc/c'] }
  expect(changes(systemd, args, { ...world(), ...conf })).toMatchObject([
    { kind: 'path', id: '/etc/systemd/system/x.service.d' },
    { kind: 'path', content: dropIn },
    { kind: 'unit', state: { config: note, needReload: false } },
  ])
  expect(changes(systemd, args, { ...world({ config: note }), ...conf, ...folder, ...written })).toEqual([])
  expect(changes(systemd, args, { ...world({ config: 'old' }), ...conf, ...folder, ...written })).toMatchObject([
    { kind: 'unit', state: { config: note } },
  ])
})

it('the drop-in of an earlier version goes, one of the operator stays', () => {
  const args = { name: 'x', state: 'started', restarts_on: ['/etc/c'] }
  const stale = '/etc/systemd/system/x.service.d/50-swk-restarts-on.conf'
  const there = (text: string) => ({
    ...world({ config: note }),
    ...conf,
    ...folder,
    ...written,
    [`path:${stale}`]: { type: 'file', text },
  })
  expect(changes(systemd, args, there(dropIn))).toMatchObject([{ kind: 'path', id: stale, state: null }])
  expect(changes(systemd, args, there('[Service]\nNice=5\n'))).toEqual([])
})

it('a process that does not run has begun with nothing', () => {
  const args = { name: 'x', enabled: true, restarts_on: ['/etc/c'] }
  const stopped = world({ active: 'inactive', mainPid: 0 })
  expect(changes(systemd, args, { ...stopped, ...conf, ...folder, ...written })).toEqual([])
})

it('a process that lacks a group is restarted', () => {
  const args = { name: 'x', state: 'started', runs_with_groups: ['club'] }
  expect(changes(systemd, args, { ...world(), 'group:club': { gid: 2, members: [] } })).toEqual([])
  expect(changes(systemd, args, { ...world(), 'group:club': { gid: 3, members: [] } })).toMatchObject([
    { kind: 'unit-job', id: 'restarted x.service' },
  ])
  const starts = changes(systemd, args, {
    ...world({ active: 'inactive', mainPid: 0 }),
    'group:club': { gid: 3, members: [] },
  })
  expect(starts.map(want => want.kind)).toEqual(['unit'])
})
