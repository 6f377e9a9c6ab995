/** Two states -> steps, by table: the exact words that a host gets. */
import { expect, test } from 'vitest'
import { kindOf, renderTransaction } from '../../src/resources/index.ts'
import type { State, Want } from '../../src/resources/kind.ts'
import { functions } from '../../src/resources/path/functions.ts'

type Case = [
  name: string,
  kind: string,
  id: string,
  before: State | null,
  wanted: State | null,
  more: Partial<Want>,
  expected: string,
]

const file = { type: 'file', owner: 'root', group: 'adm', mode: '0640', sha256: 'A', size: 1 }

test.each<Case>([
  [
    'a new user',
    'user',
    'syn',
    null,
    { group: 'nogroup', groups: ['a', 'b'] },
    { how: { system: true, createHome: false } },
    `useradd '--system' '--no-create-home' '--gid=nogroup' '--groups' 'a,b' -- 'syn'`,
  ],
  [
    'one group more, one less',
    'user',
    'syn',
    { groups: ['a', 'b'] },
    { groups: ['b', 'c'] },
    {},
    `gpasswd --add 'syn' 'c' >&2\ngpasswd --delete 'syn' 'a' >&2`,
  ],
  [
    'a comment that begins with -',
    'user',
    'syn',
    { comment: '', groups: [] },
    { comment: '-x' },
    {},
    `usermod '--comment=-x' -- 'syn'`,
  ],
  [
    'a user is removed with the home',
    'user',
    'syn',
    { groups: [] },
    null,
    { how: { removeHome: true } },
    `userdel '--remove' -- 'syn'`,
  ],
  [
    'a new group with a member',
    'group',
    'club',
    null,
    { gid: 9, members: ['a'] },
    { how: { system: true } },
    `groupadd '--system' '--gid=9' -- 'club'\ngpasswd --add 'a' 'club' >&2`,
  ],
  [
    'a group keeps its gid',
    'group',
    'club',
    { gid: 9, members: [] },
    { gid: 9, members: ['a'] },
    {},
    `gpasswd --add 'a' 'club' >&2`,
  ],
  [
    'only the owner',
    'path',
    '/srv/x y',
    file,
    { owner: 'bob' },
    {},
    `swk_meta '/srv' 'x y' 'bob' '' '0640' 'root adm 0640'`,
  ],
  [
    'what is behind a link',
    'path',
    '/a/l',
    { ...file, target: 'f', resolved: '/b/f' },
    { mode: '0600' },
    {},
    `swk_meta '/b' 'f' '' '' '0600' 'root adm 0640'`,
  ],
  [
    'a link is removed, not what is behind',
    'path',
    '/a/l',
    { ...file, type: 'directory', target: 'f', resolved: '/b/f' },
    null,
    {},
    `swk_rm '/a' 'l'`,
  ],
  ['a directory is removed', 'path', '/a/d/', { ...file, type: 'directory' }, null, {}, `swk_rm_r '/a' 'd'`],
  [
    'a new directory',
    'path',
    "/a/it's",
    null,
    { type: 'directory', owner: 'bob' },
    {},
    `swk_directory '/a' 'it'\\''s' 'bob:root' '0755'`,
  ],
  [
    'a command',
    'command',
    '{"argv":["echo","$x"],"chdir":"/srv"}',
    null,
    { ran: true },
    {},
    `export LC_ALL=C.UTF-8\ncd -P -- '/srv'\nexec 'echo' '$x'`,
  ],
])('%s', (_name, kind, id, before, wanted, more, expected) => {
  const { write, merge } = kindOf(kind)
  const after = wanted && (merge ? merge(before, wanted, id) : { ...before, ...wanted })
  const [step] = write?.(before, after, { kind, id, state: wanted, ...more }) ?? []
  const script = step?.script
    .replace(functions, '')
    .replace(/^\s*\( /, '')
    .replace(/\n\)$/, '')
  expect(script).toBe(expected)
})

test.each<[string, State | null, State | null, Partial<Want>, RegExp]>([
  ['the root directory', { ...file, type: 'directory' }, null, { id: '/' }, /root directory/],
  [
    'a file over a directory',
    { ...file, type: 'directory' },
    { type: 'file', sha256: 'B' },
    { content: 'x' },
    /is a directory/,
  ],
  ['a directory over a file', file, { type: 'directory' }, {}, /does not become/],
  ['a file without content', null, { type: 'file' }, {}, /without its content/],
  [
    'through a link that is not followed',
    { ...file, type: 'link', via: '/home/bob/l' },
    { mode: '0600' },
    {},
    /\/home\/bob\/l is a link/,
  ],
  ['what cannot be read', { ...file, type: 'unreadable' }, { mode: '0600' }, {}, /cannot be read/],
])('a path refuses: %s', (_name, before, state, more, message) => {
  const { merge, write } = kindOf('path')
  const after = state && (merge?.(before, state, '/srv/x') ?? null)
  expect(() => write?.(before, after, { kind: 'path', id: '/srv/x', state, ...more })).toThrow(message)
})

test('packages of one task are one run of apt, by the way they are installed', () => {
  const change = (id: string, state: State | null, how?: Want['how']) => ({
    before: null,
    after: state,
    want: { kind: 'package', id, state, ...(how ? { how } : {}) },
  })
  const names = kindOf('package')
    .writeMany?.([
      change('a', { installed: true }),
      change('b', { installed: true, version: '1:2~3' }),
      change('c', { installed: true }, { recommends: false }),
    ])
    ?.map(step => step.name)
  expect(names).toEqual(['apt-get install a b=1:2~3', 'apt-get install c'])
})

test('a set of files refuses one that its check would not see', () => {
  const together = { name: 'nginx', overlay: ['/etc/nginx'], check: [['nginx', '-t']] }
  const want = { kind: 'path', id: '/etc/nginx2/x', state: { type: 'file', sha256: 'B' }, content: 'x', together }
  const after = { ...file, sha256: 'B' }
  expect(() => renderTransaction([{ want, before: null, after }])).toThrow('in none of the directories')
  const step = renderTransaction([{ want: { ...want, id: '/etc/nginx/x' }, before: null, after }])
  expect(step.script).not.toContain('sha256')
  expect(step.payload?.toString()).toMatch(/nginx' '-t'[\s\S]*x$/)
})
