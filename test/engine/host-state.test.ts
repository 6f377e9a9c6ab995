/** What is known of a host, what is read again after a change, and how a change looks. */
import type { State } from 'swk'
import { describe, expect, test } from 'vitest'
import { ContentCache } from '../../src/engine/observe/content-cache.ts'
import { mergeRefs } from '../../src/engine/observe/merge-refs.ts'
import { refsAfter } from '../../src/engine/observe/refs.ts'
import { planChange } from '../../src/engine/plan/change.ts'
import { HostState } from '../../src/engine/plan/host-state.ts'
import type { Provides } from '../../src/engine/plan/opaque-changes.ts'
import { NotRead, Unknown } from '../../src/engine/plan/unknown.ts'
import { renderDiffs } from '../../src/engine/report/diffs.ts'
import { groupKind } from '../../src/resources/group.ts'
import type { Ref, Want } from '../../src/resources/kind.ts'
import { command, folder, host, installed, path } from './hand-made.ts'

const file = (text: string): State => ({
  type: 'file',
  mode: '0644',
  owner: 'root',
  group: 'root',
  sha256: text,
  size: text.length,
  text,
})

function predict(world: HostState, want: Want, after: State | null, task: string, provides?: Provides): void {
  world.predict({ want, before: null, after }, task, provides)
}

describe('a world', () => {
  test('tells apart what is, what is absent, and what was not read', () => {
    const world = host({ 'path:/a': folder }, 'path:/b')
    expect(world.state(path('/a'))).toBe(folder)
    expect(world.state(path('/b'))).toBeNull()
    expect(() => world.state(path('/c'))).toThrow(NotRead)
  })

  test('has nothing in a directory that is absent, and has not read what is in one that is there', () => {
    const world = host({ 'path:/var/lib/b': folder }, 'path:/var/lib/a')
    expect(world.has(path('/var/lib/a/b/c'))).toBe(true)
    expect(world.state(path('/var/lib/a/b/c'))).toBe(null)
    expect(world.has(path('/var/lib/ab'))).toBe(false)
    expect(() => world.state(path('/var/lib/b/c'))).toThrow(NotRead)
    world.record(new Map([['path:/var/lib/a', folder]]))
    expect(() => world.state(path('/var/lib/a/b/c'))).toThrow(NotRead)
  })

  test('is what was foreseen until that is read again', () => {
    const world = host({}, 'path:/a')
    predict(world, { ...path('/a'), state: folder }, folder, 'task')
    expect(world.state(path('/a'))).toBe(folder)
    expect(world.fork().state(path('/a'))).toBeNull()
    expect(world.copy().state(path('/a'))).toBe(folder)
    world.record(new Map([['path:/a', null]]))
    expect(world.state(path('/a'))).toBeNull()
  })

  test('has no directory any more that goes when it is empty', () => {
    const world = host({ 'path:/a': folder })
    predict(world, { kind: 'emptied', id: '/a', state: { gone: true } }, { gone: true }, 'one')
    expect(world.state(path('/a'))).toBeNull()
  })

  test('shows membership on both sides', () => {
    const user = { kind: 'user', id: 'u' }
    const group = { kind: 'group', id: 'g' }
    const world = host({ 'user:u': { uid: 1, groups: [] }, 'group:g': { gid: 1, members: [] } })
    predict(world, { ...group, state: { members: ['u'] } }, { gid: 1, members: ['u'] }, 'task')
    expect(world.state(user)).toEqual({ uid: 1, groups: ['g'] })
    predict(world, { ...user, state: null }, null, 'task')
    expect(world.state(group)).toEqual({ gid: 1, members: [] })
  })

  test('knows whose primary group a group is, which keeps it from being removed', () => {
    const [user, group] = [
      { kind: 'user', id: 'u' },
      { kind: 'group', id: 'u' },
    ]
    const world = host({}, 'user:u', 'group:u')
    predict(world, { ...user, state: {} }, { group: 'u', groups: [] }, 'create')
    const before = world.state(group)
    const removal = { want: { ...group, state: null }, before, after: null }
    expect(groupKind.forbid?.(removal, () => undefined)?.message).toBe(
      'u is the primary group of u; it cannot be removed',
    )
    const forced = { ...removal, want: { ...removal.want, how: { force: true } } }
    expect(groupKind.forbid?.(forced, () => undefined)).toBeUndefined()
    world.predict({ want: { ...user, state: null }, before: world.state(user), after: null }, 'remove')
    expect(world.state(group)).toBeNull()
  })

  test('a copy goes its own way', () => {
    const world = host({}, 'path:/a')
    const copy = world.copy()
    predict(copy, { ...path('/a'), state: folder }, folder, 'task')
    copy.markUnknown(path('/b'), 'task')
    expect(world.state(path('/a'))).toBeNull()
    expect(() => world.state(path('/b'))).toThrow(NotRead)
  })

  test('forgets an open port with the first change', () => {
    const port = { kind: 'port', id: '80' }
    const world = new HostState(new Map([['port:80', { addresses: ['::'], clients: 0 }]]))
    expect(world.state(port)).not.toBeNull()
    predict(world, command('x'), { ran: true }, 'the command')
    expect(() => world.state(port)).toThrow(new Unknown(port, 'the command'))
    world.forgetTransient()
    expect(() => world.fork().state(port)).toThrow(NotRead)
  })

  test('knows nothing of what is absent behind a package that may bring it', () => {
    const world = host({ 'path:/a': folder }, 'path:/b', 'package:q')
    predict(world, installed('p'), { installed: true }, 'install', ({ kind }) => kind === 'path')
    expect(world.state(path('/a'))).toBe(folder)
    expect(world.state({ kind: 'package', id: 'q' })).toBeNull()
    expect(() => world.state(path('/b'))).toThrow(Unknown)
    expect(world.mayExist(path('/b'))).toBe(true)
    expect(world.mayExist(path('/a'))).toBe(false)
  })

  test('tells what is surely made from what may be there', () => {
    const world = host({}, 'path:/a', 'path:/b', 'path:/b/x')
    for (const id of ['/a', '/b', '/b/x']) world.markUnknown(path(id), 'download')
    for (const id of ['/a', '/b/x']) world.markMade(path(id))
    expect([world.isMade(path('/a')), world.isMade(path('/b'))]).toEqual([true, false])
    expect(world.copy().isMade(path('/a'))).toBe(true)
    world.markUnknown(path('/a'), 'a command')
    expect(world.isMade(path('/a'))).toBe(false)
    predict(world, { ...path('/b'), state: null }, null, 'remove')
    expect(world.isMade(path('/b/x'))).toBe(false)
  })

  test('keeps tasks of one name apart in what they may bring', () => {
    const world = host({}, 'path:/a', 'path:/b')
    predict(world, installed('p'), { installed: true }, 'apt', ({ id }) => id === '/a')
    predict(world, installed('q'), { installed: true }, 'apt', ({ id }) => id === '/b')
    expect(world.mayExist(path('/a'))).toBe(true)
    expect(world.mayExist(path('/b'))).toBe(true)
  })

  test('has no text of what is no file, is binary, or was not sent', () => {
    const world = host(
      { 'path:/d': folder, 'path:/x': { ...file('x'), text: null }, 'path:/m': { type: 'file' } },
      'path:/no',
    )
    expect(world.text('/no')).toBeNull()
    expect(() => world.text('/d')).toThrow('/d is not a file but a directory')
    expect(() => world.text('/x')).toThrow('binary')
    expect(() => world.text('/m')).toThrow(NotRead)
  })
})

describe('refs', () => {
  test('of one resource become one: content wins, a hint holds where all agree', () => {
    const content = { ...path('/a'), need: 'content' } as const
    const hinted = { ...content, hint: 'h' }
    expect(mergeRefs([path('/a'), content, path('/a')])).toEqual([content])
    expect(mergeRefs([hinted, path('/a')])).toEqual([hinted])
    expect(mergeRefs([hinted, hinted])).toEqual([hinted])
    expect(mergeRefs([hinted, content])).toEqual([content])
    expect(mergeRefs([hinted, { ...content, hint: 'other' }])).toEqual([content])
  })

  const known: readonly Ref[] = [
    path('/a'),
    { kind: 'user', id: 'u' },
    { kind: 'unit', id: 'x.service' },
    { kind: 'port', id: '1' },
  ]
  const readAfter = (want: Want): readonly string[] => {
    const change = planChange(want, null)
    return refsAfter(change ? [change] : [], known, { state: () => null, place: ref => ref.id }).map(
      ({ kind, id }) => `${kind}:${id}`,
    )
  }
  test('to read again after a change are those that it may have touched', () => {
    expect(readAfter({ ...path('/b'), state: folder })).toEqual(['path:/b'])
    expect(readAfter({ ...path('/a'), state: folder })).toEqual(['path:/a'])
    expect(readAfter({ ...path('/etc/systemd/system/x.service'), state: folder }).slice(1)).toEqual(['unit:x.service'])
    expect(readAfter({ kind: 'group', id: 'g', state: { gid: 1 } })).toEqual(['group:g', 'user:u'])
    expect(readAfter(command('x')).slice(1)).toEqual(['path:/a', 'user:u', 'unit:x.service'])
  })
})

describe('a change', () => {
  const want = (state: State | null, content?: string): Want => ({
    ...path('/a'),
    state,
    ...(content !== undefined && { content }),
  })

  test('is none where what is wanted is so, whatever else there is', () => {
    expect(planChange(want({ mode: '0755' }), folder)).toBeNull()
    expect(planChange(want(null), null)).toBeNull()
    expect(planChange(want({ mode: '0700' }), folder)).toMatchObject({
      fields: ['mode'],
      after: { mode: '0700', owner: 'root' },
    })
  })

  test('of a command there always is', () => {
    expect(planChange(command('x'), null)).not.toBeNull()
  })

  const shown = (...args: Parameters<typeof planChange>) => renderDiffs([planChange(...args) ?? expect.unreachable()])

  test('of content is shown as text, before and after', () => {
    const wanted = want({ type: 'file', sha256: 'new' }, 'new\n')
    expect(shown(wanted, file('old\n'))).toEqual([
      { path: '/a', before: 'old\n', after: 'new\n', truncated: false, fields: [] },
    ])
    expect(shown(wanted, null)).toMatchObject([{ before: null, after: 'new\n' }])
  })

  test('of owner or mode alone shows no content', () => {
    expect(shown(want({ mode: '0600' }), file('x'))).toEqual([
      {
        path: '/a',
        before: '',
        after: '',
        truncated: false,
        fields: [{ name: 'mode', before: '0644', after: '0600' }],
      },
    ])
  })

  test('of something large is cut, and says so', () => {
    const text = 'x'.repeat(70_000)
    const [diff] = shown(want({ type: 'file', sha256: 'new' }, text), null)
    expect(diff).toMatchObject({ truncated: true })
    expect(diff?.after).toHaveLength(65_536)
  })

  test('of binary content says how large it is', () => {
    const binary = { ...want({ type: 'file', sha256: 'new' }), content: Buffer.from([0, 1, 2]) }
    expect(shown(binary, null)).toMatchObject([{ after: '(not shown: binary or large, 3 bytes)\n' }])
  })

  test('of another resource is shown field by field', () => {
    const user = { kind: 'user', id: 'u', state: { shell: '/bin/sh' } }
    expect(shown(user, { uid: 1, shell: '/bin/false' })).toMatchObject([
      { path: 'user u', before: 'shell: /bin/false\n', after: 'shell: /bin/sh\n' },
    ])
  })
})

test('a text that was seen once is not asked for again', () => {
  const texts = new ContentCache()
  const ref: Ref = { ...path('/a'), need: 'content' }
  expect(texts.hinted(ref, file('x'))).toBe(ref)
  texts.complete(file('x'))
  expect(texts.hinted(ref, file('x'))).toEqual({ ...ref, hint: 'x' })
  const { text: _, ...silent } = file('x')
  expect(texts.complete(silent)).toMatchObject({ text: 'x' })
})
