/** Modules over things that a program of their own reads and writes. */

import { type Module, type managed, refKey } from 'swk'
import { expect, test } from 'vitest'
import { allModules, changes, faults, plan, type World } from './support.ts'

const modules = new Map((await allModules()).map(module => [module.name, module]))
const named = (name: string): Module => modules.get(name) as Module
/** The state of the one managed thing that the arguments read. */
const with1 = (name: string, args: object, state: World[string]): World => {
  const module = named(name)
  const ref = module.reads(module.args.parse(args)).find(one => one.kind === 'managed')
  return { [refKey(ref as ReturnType<typeof managed>)]: state }
}
const wanted = (name: string, args: object, state: World[string], more: World = {}) =>
  changes(named(name), args, { ...with1(name, args, state), ...more }).map(want => want.state)

const copy = { repo: '/r', dest: '/d', version: 'v1' }

test.each<[string, World[string], object[]]>([
  ['there is none', { git: 'present', remote: 'abc' }, [{ at: 'abc', url: '/r' }]],
  [
    'it is at another commit',
    { git: 'present', remote: 'abc', before: 'x', at: 'x', url: '/r' },
    [{ at: 'abc', url: '/r' }],
  ],
  ['it is right', { git: 'present', remote: 'abc', before: 'abc', at: 'abc', url: '/r', modified: 'no' }, []],
])('git: %s', (_, state, expected) => {
  expect(wanted('git', copy, state)).toEqual(expected)
})

test('git refuses what it cannot reach, and local changes', () => {
  expect(() => wanted('git', copy, null)).toThrow('git is not installed')
  expect(() => wanted('git', copy, { git: 'present', remote: '' })).toThrow('/r has no v1, or cannot be reached')
  const dirty = { git: 'present', remote: 'a', before: 'a', at: 'a', url: '/r', modified: 'yes' }
  expect(() => wanted('git', copy, dirty)).toThrow('Local modifications exist')
  expect(wanted('git', { ...copy, force: true }, dirty)).toEqual([{ at: 'a', url: '/r', modified: 'no' }])
  expect(wanted('git', { ...copy, update: false }, dirty)).toEqual([])
})

const fstab = (text: string): World => ({
  'path:/etc/fstab': { type: 'file', owner: 'root', group: 'root', mode: '0644', text },
  'path:/etc': { type: 'directory' },
})
const mount = { path: '/m', src: '/dev/x', fstype: 'ext4', state: 'present' }

test.each<[string, string, string | undefined]>([
  ['an empty file', '', '/dev/x /m ext4 defaults 0 0\n'],
  ['no newline at the end', '# a', '# a\n/dev/x /m ext4 defaults 0 0\n'],
  ['another device', '/dev/y /m ext4 defaults\n# b\n', '/dev/x /m ext4 defaults 0 0\n# b\n'],
  ['twice', '/dev/x /m ext4 defaults 0 0\n/dev/z /m xfs\n', '/dev/x /m ext4 defaults 0 0\n'],
  ['as it is', '/dev/x  /m  ext4 defaults 0 0\n', undefined],
])('mount: fstab with %s', (_, before, after) => {
  const world = { ...with1('mount', mount, { mounted: 'no' }), ...fstab(before) }
  expect(changes(named('mount'), mount, world).map(want => String(want.content))).toEqual(
    after === undefined ? [] : [after],
  )
})

test('debconf sends the answer on standard input, and compares its hash', () => {
  const args = { name: 'p', question: 'p/q', vtype: 'password', value: 'secret' }
  const [change] = changes(named('debconf'), args, with1('debconf', args, { debconf: 'present' }))
  expect(change?.secret).toBe('secret')
  expect(JSON.stringify([change?.id, change?.state])).not.toContain('secret')
  expect(faults(named('debconf'), { name: 'p', question: 'p/q' })).toEqual([expect.stringContaining('missing-key')])
})

test('unarchive refuses an owner that does not exist', () => {
  const world = { 'path:/b': { type: 'directory', mode: '0755', owner: 'root', group: 'root' } }
  const archive = { src: '/a.tar', dest: '/b', remote_src: true, owner: 'ann' }
  expect(() => plan(named('unarchive'), archive, world)).toThrow('the user ann does not exist')
})
