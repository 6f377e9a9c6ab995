import { expect, test } from 'vitest'
import { readRouter } from '../../../src/topology/show/nginx.ts'
import { readRequestLine, variablesOf } from '../../../src/topology/show/request-line.ts'

const text = `
upstream one { least_conn; server unix:/run/a.sock max_fails=0; server unix:/run/a.sock max_fails=0; }
upstream two { server unix:/run/b.sock; server unix:/run/c.sock; }
map $arg_since $kind { default first; "~." later; }
map $uri $room { default ""; "~^/rooms/(?<id>[^/]+)" $id; }
map "$request_method $uri?$kind$room" $matrix_upstream {
    default main;
    "~^GET /sync\\?later$" two;
    "~^GET /sync" one;
    "~*^get /CASE" one;
    "GET /exact?first" two;
    "~^GET /exact" one;
    "~^GET /rooms/(?<which>[^/?]+)" pinned_$which;
}
`
const router = readRouter([text])
const ask = (request: string) => router.route(variablesOf(readRequestLine(request)))

test.each([
  ['GET /sync', 'one', 9],
  ['GET /sync?since=1', 'two', 8],
  ['GET /case', 'one', 10],
  ['GET /exact', 'two', 11],
  ['GET /exact?since=1', 'one', 12],
  ['GET /rooms/x', 'pinned_x', 13],
])('%s goes to %s by line %i', (request, upstream, line) => {
  expect(ask(request)).toMatchObject({ upstream, line: { line } })
})

test('what no line fits goes to the default', () => {
  expect(ask('POST /sync')).toEqual({ upstream: 'main' })
})

test('the sockets of an upstream are told once each', () => {
  expect(router.servers('one')).toEqual(['/run/a.sock'])
  expect(router.servers('two')).toEqual(['/run/b.sock', '/run/c.sock'])
  expect(router.servers('three')).toEqual([])
})

test('a pattern means what it does for PCRE: the end is also before a last line feed, which is no dot', () => {
  const { route } = readRouter([
    'map $uri $matrix_upstream { default main; "~^/end$" end; "~^/a.b$" dot; "~^/[$.]$" class; }',
  ])
  const to = (path: string) => route(variablesOf(readRequestLine(`GET ${path}`))).upstream
  expect(['/end%0a', '/end%0a%0a', '/a%0ab', '/a%0db', '/$', '/.x'].map(to)).toEqual([
    'end',
    'main',
    'main',
    'dot',
    'class',
    'main',
  ])
})
