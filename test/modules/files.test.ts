import { expect, it, test } from 'vitest'
import copy from '../../modules/copy.ts'
import file from '../../modules/file.ts'
import template from '../../modules/template.ts'
import { sha256 } from '../../src/index.ts'
import { changes, faults, observe, plan } from './support.ts'

const folder = { type: 'directory', mode: '0755', owner: 'root', group: 'root' }
const regular = (text: string) => ({
  type: 'file',
  mode: '0644',
  owner: 'root',
  group: 'root',
  sha256: sha256(text),
  text,
})
const hostile = `'"$\`\\;\n-x ü\u{1F600} $(id)`

test.each(['a\n', hostile, ''])('copy writes %j, and has nothing to do where it is', content => {
  const args = { content, dest: '/etc/f', mode: '0640' }
  const [want] = changes(copy, args, { 'path:/etc': folder })
  expect(want).toEqual({
    kind: 'path',
    id: '/etc/f',
    content,
    state: { type: 'file', sha256: sha256(content), mode: '0640' },
  })
  expect(changes(copy, args, { 'path:/etc': folder, 'path:/etc/f': { ...regular(content), mode: '0640' } })).toEqual([])
})

it('copy writes bytes of the project into a directory by their name', () => {
  const bytes = Buffer.from([0, 255, 10])
  const sources = { file: () => bytes }
  const [into] = changes(copy, { src: 'some/logo.png', dest: '/srv/' }, { 'path:/srv': folder }, sources)
  expect(into).toMatchObject({ id: '/srv/logo.png', content: bytes })
  const [found] = changes(
    copy,
    { src: 'some/logo.png', dest: '/srv' },
    { 'path:/srv': folder, 'path:/': folder },
    sources,
  )
  expect(found).toMatchObject({ id: '/srv/logo.png' })
})

it('copy leaves an existing file alone with force: no', () => {
  const args = { content: 'new', dest: '/etc/f', force: false }
  expect(changes(copy, args, { 'path:/etc': folder, 'path:/etc/f': regular('old') })).toEqual([])
  expect(changes(copy, args, { 'path:/etc': folder })).toHaveLength(1)
})

it('copy refuses what would fail on the host', () => {
  const args = { content: 'x', dest: '/etc/f' }
  expect(() => plan(copy, args)).toThrow('the directory /etc does not exist')
  expect(() => plan(copy, args, { 'path:/etc': folder, 'path:/etc/f': folder })).toThrow('/etc/f is a directory')
  expect(() => plan(copy, { ...args, owner: 'nobody1' }, { 'path:/etc': folder })).toThrow(
    'the user nobody1 does not exist',
  )
})

it('copy hands validate over as words', () => {
  const [want] = changes(copy, { content: 'x', dest: '/etc/f', validate: "visudo -c -f '%s'" }, { 'path:/etc': folder })
  expect(want?.validate).toEqual(['visudo', '-c', '-f', '%s'])
  expect(faults(copy, { content: 'x', dest: '/f', validate: 'visudo' })[0]).toContain('must contain %s')
})

test.each([
  [{ dest: '/f' }, ': `copy` needs either `src` or `content`.'],
  [{ src: 'a', content: 'b', dest: '/f' }, ': `copy` needs either `src` or `content`.'],
  [{ content: 'b', dest: 'f' }, 'dest: The path must be absolute.'],
  [{ content: 'b', dest: '/a/../f' }, 'dest: The path must not contain'],
  [{ content: 'b', dest: '/f', mode: 660 }, 'mode: This is not a file mode. [bad-mode]'],
  [{ src: 'a', dest: '/f', remote_src: true }, 'src: With `remote_src` the path must be absolute. [bad-value]'],
])('copy refuses %j', (args, fault) => expect(faults(copy, args)[0]).toContain(fault))

it('template writes what is rendered', () => {
  const sources = { render: (name: string) => `rendered ${name}` }
  const [want] = changes(template, { src: 'sub/x.conf.j2', dest: '/etc/' }, { 'path:/etc': folder }, sources)
  expect(want).toMatchObject({ id: '/etc/x.conf.j2', content: 'rendered sub/x.conf.j2' })
  const world = { 'path:/etc': folder, 'path:/etc/x.conf.j2': regular('rendered sub/x.conf.j2') }
  expect(changes(template, { src: 'sub/x.conf.j2', dest: '/etc/' }, world, sources)).toEqual([])
})

it('a directory comes with those above it', () => {
  const args = { path: '/srv/a/b', state: 'directory', mode: '2770' }
  const wants = changes(file, args, { 'path:/srv': folder })
  expect(wants).toEqual([
    { kind: 'path', id: '/srv/a', state: { type: 'directory', mode: '2770' } },
    { kind: 'path', id: '/srv/a/b', state: { type: 'directory', mode: '2770' } },
  ])
  const there = { 'path:/srv': folder, 'path:/srv/a': folder, 'path:/srv/a/b': { ...folder, mode: '2770' } }
  expect(changes(file, args, there)).toEqual([])
})

it('what is there keeps what is not named', () => {
  const world = { 'path:/f': regular('x'), 'user:ann': { uid: 1 } }
  expect(changes(file, { path: '/f', owner: 'ann' }, world)).toEqual([
    { kind: 'path', id: '/f', state: { owner: 'ann' } },
  ])
  expect(changes(file, { path: '/f', mode: 'g+r' }, world)).toEqual([])
  expect(() => plan(file, { path: '/g' }, world)).toThrow('/g does not exist')
})

it('a link takes the place of another link, and of a file only with force', () => {
  const args = { src: '../a/target', dest: '/b/link', state: 'link' }
  const target = { 'path:/a/target': regular('x'), 'path:/b': folder }
  const [want] = changes(file, args, target)
  expect(want).toEqual({ kind: 'path', id: '/b/link', state: { target: '../a/target' } })
  const link = { type: 'link', mode: '0777', owner: 'root', group: 'root', target: '../a/target' }
  expect(changes(file, args, { ...target, 'path:/b/link': link })).toEqual([])
  expect(changes(file, args, { ...target, 'path:/b/link': { ...link, target: '/old' } })).toHaveLength(1)
  expect(() => plan(file, args, { ...target, 'path:/b/link': regular('x') })).toThrow('exists and is not a link')
  expect(changes(file, { ...args, force: true }, { ...target, 'path:/b/link': regular('x') })).toHaveLength(1)
  expect(() => plan(file, args, { 'path:/b': folder })).toThrow('the target /a/target of the link does not exist')
})

it('touch makes an empty file once', () => {
  const args = { path: '/srv/f', state: 'touch', access_time: 'preserve', modification_time: 'preserve' }
  expect(changes(file, args, { 'path:/srv': folder })).toMatchObject([{ id: '/srv/f', content: '' }])
  expect(changes(file, args, { 'path:/srv': folder, 'path:/srv/f': regular('x') })).toEqual([])
  const now = { path: '/srv/f', state: 'touch' }
  expect(changes(file, now, { 'path:/srv': folder })).toMatchObject([{ id: '/srv/f', content: '' }])
  expect(changes(file, now, { 'path:/srv/f': regular('x') })).toMatchObject([{ kind: 'touch' }])
  expect(faults(file, { ...now, modification_time: 'noon' })[0]).toContain('not a time of the format')
})

it('absent removes, and is content with nothing', () => {
  expect(changes(file, { path: '/f', state: 'absent' }, { 'path:/f': regular('x') })).toEqual([
    { kind: 'path', id: '/f', state: null },
  ])
  expect(changes(file, { path: '/f', state: 'absent' })).toEqual([])
  expect(faults(file, { path: '//', state: 'absent' })[0]).toContain('cannot be removed')
})

it('file registers the numbers of the owner and the group that were read', () => {
  const given = file.args.parse({ path: '/f' })
  const resultOf = (state: object) =>
    file.result?.(given, observe(file, given, { 'path:/f': { ...regular('x'), ...state } }), [])
  expect(resultOf({ owner: 'admin', uidOf: 'admin:1000' })).toMatchObject({ owner: 'admin', uid: 1000, gid: 0 })
  expect(resultOf({ owner: '1234' })).toMatchObject({ uid: 1234 })
  // The task before it has given it to another user, whose number only the host knows.
  expect(resultOf({ owner: 'other', uidOf: 'admin:1000' })).not.toHaveProperty('uid')
})
