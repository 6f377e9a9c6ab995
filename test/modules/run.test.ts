import { expect, it, test } from 'vitest'
import assert from '../../modules/assert.ts'
import command from '../../modules/command.ts'
import debug from '../../modules/debug.ts'
import shell from '../../modules/shell.ts'
import uri from '../../modules/uri.ts'
import waitFor from '../../modules/wait-for.ts'
import { changes, faults, observe, parsed, plan } from './support.ts'

const ran = (module: typeof command, args: object, world = {}) =>
  plan(module, args, world).map(want => [JSON.parse(want.id), want.secret])

test.each([
  [{ cmd: `echo 'a b' $HOME -x ü` }, { argv: ['echo', 'a b', '$HOME', '-x', 'ü'], expand: true }],
  [{ argv: ['echo', `'"$\`\\;\n`, 5] }, { argv: ['echo', `'"$\`\\;\n`, '5'] }],
  [
    { cmd: 'ls', chdir: '/srv/' },
    { argv: ['ls'], chdir: '/srv' },
  ],
])('command %j runs as %j', (args, spec) => expect(ran(command, args)).toEqual([[spec, undefined]]))

it('command is not run where its work is done', () => {
  const there = { 'path:/f': { type: 'file' } }
  expect(ran(command, { cmd: 'x', creates: '/f' }, there)).toEqual([])
  expect(ran(command, { cmd: 'x', creates: '/f' })).toHaveLength(1)
  expect(ran(command, { cmd: 'x', removes: '/f' }, there)).toHaveLength(1)
  expect(ran(command, { cmd: 'x', removes: '/f' })).toEqual([])
})

it('standard input is a secret, and not part of the name', () => {
  expect(ran(command, { cmd: 'x', stdin: 'pw' })).toEqual([[{ argv: ['x'] }, 'pw\n']])
  expect(ran(shell, { cmd: 'x | y', stdin: 'pw', stdin_add_newline: false })).toEqual([
    [{ argv: ['/bin/sh', '-c', 'x | y'] }, 'pw'],
  ])
})

test.each([
  [{}, ': `command` needs either `cmd` or `argv`.'],
  [{ cmd: "a 'b" }, "cmd: This cannot be split into words: no closing '."],
  [{ cmd: ' ' }, 'cmd: The command is empty.'],
  [{ cmd: 'a', creates: 'x' }, 'creates: A relative path needs `chdir`.'],
])('command refuses %j', (args, fault) => expect(faults(command, args)[0]).toContain(fault))

it('assert tells which condition does not hold', () => {
  const sources = { truthy: (expression: string) => expression === 'yes' }
  expect(plan(assert, { that: 'yes' }, {}, sources)).toEqual([])
  expect(() => plan(assert, { that: ['yes', 'no', 'never'] }, {}, sources)).toThrow('does not hold: no; never')
  expect(() => plan(assert, { that: 'no', fail_msg: 'Sorry.' }, {}, sources)).toThrow('Sorry.')
})

it('debug shows a text or a value', () => {
  const notes = (args: object, sources = {}) => {
    return debug.notes?.(parsed(debug, args, sources), observe(debug, args, {}))
  }
  expect(notes({ msg: 'a' })).toEqual(['a'])
  expect(notes({ var: 'x' }, { value: () => [1] })).toEqual(['x: [\n  1\n]'])
})

it('wait_for is content with what is met', () => {
  const id = { host: '127.0.0.1', port: 6379, state: 'stopped', timeout: 10, delay: 0, sleep: 1 }
  const [want] = plan(waitFor, { port: 6379, state: 'stopped', timeout: '10' })
  expect(JSON.parse(want?.id ?? '')).toEqual(id)
  expect(
    changes(waitFor, { port: 6379, state: 'stopped', timeout: 10 }, { [`condition:${want?.id}`]: { met: true } }),
  ).toEqual([])
  expect(plan(waitFor, { timeout: 3 })).toEqual([{ kind: 'pause', id: '3', state: { done: true } }])
  expect(faults(waitFor, { port: 1, search_regex: 'x' })[0]).toContain('only supported with `path`')
})

it('uri judges the answer of a request that reads', () => {
  const args = { url: 'http://localhost/health', unix_socket: '/run/s', return_content: true }
  const spec = {
    follow: 'safe',
    headers: {},
    method: 'GET',
    socket: '/run/s',
    timeout: 30,
    url: 'http://localhost/health',
  }
  const answer = {
    status: 200,
    body: '{"a":1}',
    headers: 'Server: x\r\nContent-Type: application/json',
    server: 'x',
    error: null,
  }
  const world = { [`http:${JSON.stringify(spec)}`]: answer }
  expect(plan(uri, args, world)).toEqual([])
  const given = parsed(uri, args)
  expect(uri.result?.(given, observe(uri, given, world), [])).toMatchObject({
    status: 200,
    content: '{"a":1}',
    json: { a: 1 },
  })
  expect(() => plan(uri, { ...args, status_code: [204, 404] }, world)).toThrow(
    'GET http://localhost/health: status 200',
  )
  const refused = { [`http:${JSON.stringify(spec)}`]: { ...answer, status: 0, error: 'connection refused' } }
  expect(() => plan(uri, args, refused)).toThrow('connection refused')
})

it('uri sends a body where it is not seen', () => {
  const [want] = plan(uri, {
    url: 'http://h/x',
    method: 'post',
    body: { a: 'ü' },
    body_format: 'json',
    status_code: 201,
  })
  expect(want).toMatchObject({ kind: 'http-request', secret: '{"a":"ü"}' })
  expect(JSON.parse(want?.id ?? '')).toMatchObject({
    method: 'POST',
    status: [201],
    headers: { 'Content-Type': 'application/json' },
  })
})
