/** Two states -> the way back, by table. */
import { expect, test } from 'vitest'
import { kindOf, kinds } from '../../src/resources/index.ts'
import type { State, Undo, Want } from '../../src/resources/kind.ts'

const undo = (kind: string, id: string, before: State | null, wanted: State | null, more: Partial<Want> = {}): Undo => {
  const { merge, undo } = kindOf(kind)
  const after = wanted === null ? null : merge ? merge(before, wanted, id) : { ...before, ...wanted }
  return undo?.({ before, after, want: { kind, id, state: wanted, ...more } }, 'run.1') ?? { cannot: 'no answer' }
}

test('every kind that writes says how it is taken back, or why not', () => {
  const silent = [...kinds.values()].filter(kind => kind.write && !kind.undo).map(({ name }) => name)
  expect(silent).toEqual([])
})

const file = { type: 'file', owner: 'root', group: 'adm', mode: '0640', sha256: 'A', size: 1 }

test('a replaced file is kept by its hash, and put back with its owner and mode', () => {
  const found = undo('path', '/etc/a', file, { type: 'file', sha256: 'B' }, { content: 'b' })
  expect(found).toEqual({
    wants: [
      {
        kind: 'path',
        id: '/etc/a',
        state: { type: 'file', owner: 'root', group: 'adm', mode: '0640', sha256: 'A' },
        kept: 'A',
      },
    ],
    keep: [{ path: '/etc/a', name: 'A' }],
  })
})

test('a file too large to be hashed cannot be taken back', () => {
  const { sha256: _, ...large } = { ...file, size: 99_000_000 }
  const found = undo('path', '/srv/a', large, { type: 'file', sha256: 'B' }, { content: 'b' })
  expect(found).toEqual({ cannot: 'its 99000000 bytes are too many to be kept' })
})

test('what was created is removed; a directory only when it is empty', () => {
  expect(undo('path', '/srv/a', null, { type: 'file', sha256: 'B' }, { content: 'b' })).toEqual({
    wants: [{ kind: 'path', id: '/srv/a', state: null }],
  })
  expect(undo('path', '/srv/d', null, { type: 'directory' })).toEqual({
    wants: [{ kind: 'path', id: '/srv/d', state: null, how: { onlyEmpty: true } }],
  })
})

test('a removed tree is kept as a whole', () => {
  const found = undo('path', '/srv/d', { type: 'directory', owner: 'root', group: 'root', mode: '0755' }, null)
  expect(found).toMatchObject({ keep: [{ path: '/srv/d', name: expect.stringMatching(/^run\.1\./) }] })
})

test('a link that replaces a file goes before the file comes back', () => {
  const found = undo('path', '/etc/a', file, { target: '/etc/b' })
  expect(found).toMatchObject({ wants: [{ state: null }, { kept: 'A' }] })
})

test('a unit file is followed by a reload', () => {
  const found = undo('path', '/etc/systemd/system/a.service', null, { type: 'file', sha256: 'B' }, { content: 'b' })
  expect(found).toMatchObject({ wants: [{ state: null, how: { reload: true } }] })
})

const unit = { load: 'loaded', active: 'active', enabled: 'disabled', config: 'old' }

test('a unit that was started stops first; one that was restarted restarts last', () => {
  expect(undo('unit', 'a.service', { ...unit, active: 'inactive' }, { active: 'active', enabled: 'enabled' })).toEqual({
    unguarded: true,
    first: [{ kind: 'unit', id: 'a.service', state: { active: 'inactive', enabled: 'disabled' } }],
  })
  expect(undo('unit', 'a.service', unit, { active: 'active', config: 'new' })).toMatchObject({
    last: [{ kind: 'unit-job', id: 'restarted a.service' }],
  })
})

test('a masked unit that ran is started before it is masked again', () => {
  const was = { ...unit, load: 'masked', enabled: 'masked' }
  expect(undo('unit', 'a.service', was, { active: 'inactive', load: 'loaded' })).toMatchObject({
    last: [{ state: { active: 'active' } }, { state: { load: 'masked' } }],
  })
})

test('a restart is repeated; one that started the unit is followed by a stop', () => {
  expect(undo('unit-job', 'restarted a.service', null, { done: true })).toMatchObject({
    last: [{ id: 'restarted a.service' }],
  })
  expect(undo('unit-job', 'restarted a.service', null, { done: true }, { how: { starts: true } })).toMatchObject({
    first: [{ kind: 'unit', id: 'a.service', state: { active: 'inactive' } }],
  })
})

test('a command with `creates` removes that; any other cannot be taken back', () => {
  const id = JSON.stringify({ argv: ['touch', '/srv/a'] })
  expect(undo('command', id, null, { ran: true }, { how: { creates: '/srv/a' } })).toMatchObject({
    wants: [{ kind: 'path', id: '/srv/a', state: null }],
  })
  expect(undo('command', id, null, { ran: true })).toHaveProperty('cannot')
})

test('an upgrade is taken back only while an archive has the version', () => {
  const before = { installed: true, version: '1', candidate: '2', latest: false, archived: false }
  expect(undo('package', 'a', before, { installed: true, version: '2' })).toHaveProperty('cannot')
  expect(undo('package', 'a', { ...before, archived: true }, { installed: true, version: '2' })).toMatchObject({
    wants: [{ state: { version: '1' }, how: { since: 'run.1' } }],
  })
})

test('a time zone that no link has named is taken back by the removal of the link', () => {
  expect(undo('system-setting', 'timezone', null, { value: 'UTC' })).toMatchObject({
    wants: [{ kind: 'path', id: '/etc/localtime', state: null }],
  })
  expect(undo('system-setting', 'timezone', { value: '/etc/localtime' }, { value: 'UTC' })).toHaveProperty('cannot')
})

test('what dpkg shall do with a package is set back', () => {
  const spec = (option: string) =>
    JSON.stringify({ program: 'selection', title: 'set a', args: ['a'], options: [option] })
  const found = undo('managed', spec('hold'), { selection: 'install' }, { selection: 'hold' })
  expect(found).toMatchObject({ wants: [{ state: { selection: 'install' } }] })
  const [want] = 'cannot' in found ? [] : (found.wants ?? [])
  expect(JSON.parse(want?.id ?? '')).toMatchObject({ program: 'selection', args: ['a'], options: ['install'] })
  expect(undo('managed', spec('hold'), null, { selection: 'hold' })).toHaveProperty('cannot')
})

test('users and groups get their fields back', () => {
  expect(undo('group', 'club', { gid: 5, members: ['a'] }, { members: ['a', 'b'] })).toEqual({
    wants: [{ kind: 'group', id: 'club', state: { members: ['a'] } }],
  })
  expect(undo('user', 'syn', null, { groups: ['a'] })).toMatchObject({ wants: [{ state: null }] })
  // Whose the home is meanwhile is not the user's to say.
  const was = { uid: 5, group: 'syn', gid: 5, comment: '', home: '/srv/syn', homeUid: 5, shell: '/bin/sh', groups: [] }
  const { wants: [again] = [] } = undo('user', 'syn', was, null) as { wants: Want[] }
  expect(again?.state).toEqual({ uid: 5, comment: '', home: '/srv/syn', shell: '/bin/sh', groups: [] })
})
