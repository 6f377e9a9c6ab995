import { expect, test } from 'vitest'
import type { Diff } from '../../src/engine/events.ts'
import { differing } from '../../src/engine/plan/change.ts'
import { diffLines } from '../../src/reporters/diff.ts'
import { kindOf } from '../../src/resources/index.ts'
import type { State } from '../../src/resources/kind.ts'

const inWords = (kind: string, id: string, before: State | null, state: State | null) =>
  kindOf(kind).describe?.({
    want: { kind, id, state },
    before,
    after: state && { ...before, ...state },
    fields: before === null || state === null ? [] : differing(state, before),
  })

const lines = (diff: Partial<Diff>): string[] =>
  diffLines({ path: '/etc/a', before: '', after: '', truncated: false, ...diff }, (_, text) => text)

test('changed content is a unified diff', () => {
  expect(lines({ before: 'a\nb\nc\n', after: 'a\nB\nc\n' })).toEqual([
    '--- /etc/a',
    '+++ /etc/a',
    '@@ -1,3 +1,3 @@',
    ' a',
    '-b',
    '+B',
    ' c',
  ])
})

test('a new file comes from /dev/null, with its owner and mode', () => {
  const fields = [
    { name: 'type', before: '-', after: 'file' },
    { name: 'mode', before: '-', after: '0640' },
  ]
  expect(lines({ before: null, after: 'a\n', fields })).toEqual([
    '--- /dev/null',
    '+++ /etc/a',
    'new file, mode 0640',
    '@@ -0,0 +1 @@',
    '+a',
  ])
})

test('a removed file goes to /dev/null', () => {
  expect(lines({ before: 'a\n', after: null })).toEqual(['--- /etc/a', '+++ /dev/null', '@@ -1 +0,0 @@', '-a'])
})

test('a changed mode alone is a line', () => {
  const fields = [{ name: 'mode', before: '0644', after: '0660' }]
  expect(lines({ fields })).toEqual(['/etc/a: mode 0644 -> 0660'])
  const owner = { name: 'owner', before: 'root', after: 'ana' }
  expect(lines({ fields: [owner, ...fields], before: 'a\n', after: 'b\n' })).toContain(
    'owner root -> ana, mode 0644 -> 0660',
  )
})

test('a path without content to show is one line', () => {
  const fields = [
    { name: 'type', before: '-', after: 'directory' },
    { name: 'mode', before: '-', after: '0750' },
  ]
  expect(lines({ before: null, fields })).toEqual(['create directory /etc/a, mode 0750'])
  expect(lines({ after: null })).toEqual(['remove /etc/a'])
})

test('a missing last line end is told', () => {
  expect(lines({ before: 'a\n', after: 'a' })).toContain('\\ No newline at end of file')
  expect(lines({ before: null, after: 'a' })).toContain('\\ No newline at end of file')
})

test('what a terminal would obey is shown, not obeyed', () => {
  const shown = lines({ before: 'a\r\n', after: '\x1b]0;owned\x07\u202e\n' })
  expect(shown).toContain('-a\\r')
  expect(shown).toContain('+\\x1b]0;owned\\x07\\u202e')
})

test('what is no file shows its fields without line numbers', () => {
  const state = { path: 'user ana', before: 'shell: /bin/sh\nhome: /x\n', after: 'shell: /bin/bash\nhome: /x\n' }
  expect(lines(state)).toEqual(['user ana', '-shell: /bin/sh', '+shell: /bin/bash'])
})

test('what is made is said to be new, what goes to be removed', () => {
  expect(lines({ path: 'group ops', before: null, after: '' })).toEqual(['group ops (new)'])
  expect(lines({ path: 'group ops', before: 'gid: 7\n', after: null })).toEqual(['group ops (removed)', '-gid: 7'])
})

test('an action is shown by its title', () => {
  const run = 'command {"argv":["sh","-c","echo \\"a b\\""],"chdir":"/srv"}'
  const title = `run sh -c 'echo "a b"', in /srv`
  expect(inWords('command', run.slice('command '.length), null, { ran: true })).toBe(title)
  expect(lines({ path: run, before: null, after: 'ran: true\n', title })).toEqual([title])
  expect(inWords('unit-job', 'restarted nginx.service', null, { done: true })).toBe('nginx.service: restart')
})

test('files without anything in common are shown whole', () => {
  const side = (word: string) => Array.from({ length: 2000 }, (_, i) => `${word}${i}\n`).join('')
  expect(lines({ before: side('a'), after: side('b') })).toHaveLength(4003)
})

test('too much to show is said so, with its size', () => {
  const side = (word: string) => Array.from({ length: 5000 }, (_, i) => `${word}${i}\n`).join('')
  expect(lines({ before: side('a'), after: side('b') }).at(-1)).toMatch(/^differs, 28890 bytes/)
})

test('content that was cut shows no lines as removed that only were cut off', () => {
  const many = Array.from({ length: 100 }, (_, i) => `line ${i}\n`).join('')
  const shown = lines({ before: `x\n${many}lin`, after: `y\n${many.slice(0, -4)}`, truncated: true })
  expect(shown.filter(line => /^[-+][^-+]/.test(line))).toEqual(['-x', '+y'])
  expect(shown.at(-1)).toBe('longer than the part that is shown')
})

test('a unit is described with the verbs of systemctl', () => {
  const config = (hash: string, file = '/etc/redis/redis.conf') => `${hash.repeat(64)} ${file}\n`
  const of = (before: State | null, state: State) => inWords('unit', 'redis-server.service', before, state)
  const stopped = { active: 'inactive', enabled: 'disabled', load: 'loaded', config: null, gids: [], replaced: [] }
  const running = { ...stopped, active: 'active', enabled: 'enabled', config: config('a') }
  const wanted = { active: 'active', enabled: 'enabled', config: config('b') }
  expect(of(stopped, wanted)).toBe('redis-server.service: enable, start')
  expect(of(null, wanted)).toBe('redis-server.service: enable, start')
  expect(of(running, wanted)).toBe('redis-server.service: restart (configuration changed: /etc/redis/redis.conf)')
  expect(of({ ...running, config: null }, wanted)).toMatch(
    /restart \(no record of the configuration it started with\)$/,
  )
  expect(of({ ...running, gids: [1] }, { active: 'active', gids: [1, 2] })).toMatch(/restart \(its groups changed\)$/)
  expect(of({ ...running, replaced: ['/usr/lib/libssl.so.3'] }, { replaced: [] })).toMatch(
    /restart \(libraries upgraded: \/usr\/lib\/libssl.so.3\)$/,
  )
  expect(of(running, { active: 'inactive', enabled: 'disabled' })).toBe('redis-server.service: disable, stop')
  expect(of(running, { load: 'masked' })).toBe('redis-server.service: mask')
})

test('accounts, packages and dpkg entries are described as commands', () => {
  expect(inWords('group', 'ops', null, { gid: 7, members: ['ana', 'bob'] })).toBe(
    'create the group ops, gid 7, members ana, bob',
  )
  expect(inWords('group', 'ops', { members: ['ana'] }, { members: ['bob'] })).toBe('group ops: add bob, remove ana')
  expect(inWords('user', 'ana', { shell: '/bin/sh' }, { shell: '/bin/bash' })).toBe(
    'user ana: shell /bin/sh -> /bin/bash',
  )
  expect(inWords('user', 'ana', { shell: '/bin/sh' }, null)).toBe('remove the user ana')
  expect(inWords('package', 'nginx', null, { installed: true })).toBe('install nginx')
  expect(inWords('package', 'nginx', { version: '1' }, { version: '2' })).toBe('replace nginx 1 with 2')
  expect(inWords('statoverride', '/run/x', null, { owner: 'a', group: 'b', mode: '2770' })).toBe(
    'register the statoverride of /run/x, owner a, group b, mode 2770',
  )
  expect(inWords('system-setting', 'timezone', { value: 'UTC' }, { value: 'Europe/Rome' })).toBe(
    'timezone: UTC -> Europe/Rome',
  )
})
