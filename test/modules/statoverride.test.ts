import { expect, it, test } from 'vitest'
import statoverride from '../../modules/statoverride.ts'
import { sha256 } from '../../src/index.ts'
import { changes, faults, plan } from './support.ts'

const accounts = { 'user:synapse': { uid: 1 }, 'group:club': { gid: 2, members: [] } }
const tmpfiles = { 'path:/etc/tmpfiles.d': { type: 'directory', mode: '0755', owner: 'root', group: 'root' } }
const owned = { owner: 'synapse', group: 'club', mode: '2770' }
const conf = '/etc/tmpfiles.d/swk-run-matrix--synapse.conf'
const text = '# swk-run-matrix--synapse.conf: written by swk.\nd /run/matrix-synapse 2770 synapse club -\n'

it('on tmpfs a directory is made now, registered, and made again at boot', () => {
  const args = { path: '/var/run/matrix-synapse/', ...owned }
  const wants = changes(statoverride, args, { ...accounts, ...tmpfiles })
  expect(wants).toMatchObject([
    { kind: 'path', id: '/run/matrix-synapse', state: { type: 'directory', ...owned } },
    { kind: 'statoverride', id: '/run/matrix-synapse', state: owned },
    { kind: 'path', id: conf, content: text, state: { owner: 'root', mode: '0644' } },
  ])
  const there = {
    'path:/run/matrix-synapse': { type: 'directory', ...owned },
    'statoverride:/run/matrix-synapse': owned,
    [`path:${conf}`]: { type: 'file', owner: 'root', group: 'root', mode: '0644', sha256: sha256(text) },
  }
  expect(changes(statoverride, args, { ...accounts, ...tmpfiles, ...there })).toEqual([])
  expect(changes(statoverride, { path: '/run/matrix-synapse', state: 'absent' }, there)).toMatchObject([
    { kind: 'statoverride', state: null },
    { id: conf, state: null },
  ])
})

it('an entry of the operator that would win at boot is outrun, or refused', () => {
  const args = { path: '/run/matrix-synapse', ...owned }
  const boot = (...entries: string[]) => ({ ...accounts, ...tmpfiles, 'tmpfiles:/run/matrix-synapse': { entries } })
  const early = '/etc/tmpfiles.d/00-swk-run-matrix--synapse.conf'
  const ids = (...entries: string[]) => changes(statoverride, args, boot(...entries)).map(({ id }) => id)
  expect(ids('/etc/tmpfiles.d/matrix.conf:1 d 0755 synapse synapse')).toContain(early)
  expect(ids('/etc/tmpfiles.d/matrix.conf:1 d 2770 synapse club')).toContain(conf)
  expect(ids('/etc/tmpfiles.d/zz.conf:1 d 0755 synapse synapse')).toContain(conf)
  expect(ids(`${conf}:2 d 2770 synapse club`)).toContain(conf)
  const old = { [`path:${conf}`]: { type: 'file', text } }
  expect(changes(statoverride, args, { ...boot('/etc/tmpfiles.d/matrix.conf:1 d 0755 - -'), ...old })).toContainEqual(
    expect.objectContaining({ id: conf, state: null }),
  )
  expect(() => ids('/usr/lib/tmpfiles.d/00-a.conf:3 d 0755 - -')).toThrow(
    '00-a.conf:3 gives /run/matrix-synapse another',
  )
  expect(() => ids('/etc/tmpfiles.d/zz.conf:1 z 0700 - -')).toThrow('zz.conf:1 gives')
})

it('elsewhere a path is registered, and right now where it exists', () => {
  const args = { path: '/usr/bin/x', ...owned, mode: '0750' }
  const file = { type: 'file', mode: '0755', owner: 'root', group: 'root' }
  expect(changes(statoverride, args, accounts).map(want => want.kind)).toEqual(['statoverride'])
  expect(changes(statoverride, args, { ...accounts, 'path:/usr/bin/x': file }).map(want => want.kind)).toEqual([
    'path',
    'statoverride',
  ])
})

test.each([
  ['/run/a-b/c', 'run-a--b-c'],
  ['/run/a/b-c', 'run-a-b--c'],
  ["/run/ü '", 'run-_fc__20__27_'],
])('%s has an entry of its own', (path, name) => {
  const wants = plan(statoverride, { path, ...owned }, { ...accounts, ...tmpfiles })
  expect(wants.at(-1)?.id).toBe(`/etc/tmpfiles.d/swk-${name}.conf`)
})

it('quotes for tmpfiles.d', () => {
  const wants = plan(statoverride, { path: '/run/a "b\\c\n%t', ...owned }, { ...accounts, ...tmpfiles })
  expect(String(wants.at(-1)?.content).split('\n').slice(1).join('\n')).toBe(
    'd "/run/a \\"b\\\\c\\n%%t" 2770 synapse club -\n',
  )
})

it('refuses what cannot be', () => {
  const file = { type: 'file', mode: '0755', owner: 'root', group: 'root' }
  expect(() => plan(statoverride, { path: '/run/x', ...owned }, { ...accounts, 'path:/run/x': file })).toThrow(
    'not a directory but a file',
  )
  expect(() => plan(statoverride, { path: '/usr/x', ...owned }, {})).toThrow('the user synapse does not exist')
  expect(faults(statoverride, { path: '/run/x', owner: 'a', group: 'b' })).toEqual([
    ': `mode` is missing. [missing-key]',
  ])
  expect(faults(statoverride, { path: '/run/x', ...owned, mode: 'g+w' })).toEqual([
    'mode: Here the mode must be octal. [bad-mode]',
  ])
})
