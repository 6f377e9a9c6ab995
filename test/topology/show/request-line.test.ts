import { expect, test } from 'vitest'
import { readRequestLine, variablesOf } from '../../../src/topology/show/request-line.ts'

test.each([
  ['GET /a', 'GET', '/a', ''],
  ['  POST   /a?b=c&d=e#f  ', 'POST', '/a', 'b=c&d=e'],
  ['GET https://example.org:8448/_matrix/x?y', 'GET', '/_matrix/x', 'y'],
  ['GET https://example.org', 'GET', '/', ''],
  ['GET https://example.org?a=/b', 'GET', '/', 'a=/b'],
  ['GET /a HTTP/1.1', 'GET', '/a', ''],
  ['GET //_matrix///client/./v3/x/../sync', 'GET', '/_matrix/client/v3/sync', ''],
  ['GET /a/', 'GET', '/a/', ''],
  ['GET /a/..', 'GET', '/', ''],
  ['GET /', 'GET', '/', ''],
  ['PUT /rooms/%21a%3ab.c/%E2%82%AC?x=%21', 'PUT', '/rooms/!a:b.c/€', 'x=%21'],
  ['GET /join/%23alias:b.c', 'GET', '/join/#alias:b.c', ''],
  ['GET /a%2Fb/%2e%2e/c', 'GET', '/a/c', ''],
])('%j is what nginx sees of it', (text, method, path, query) => {
  expect(readRequestLine(text)).toEqual({ request: text.trim(), method, path, query })
})

test.each([
  ['', 'a request is METHOD URL, as GET /_matrix/client/versions'],
  ['GET', 'a request is METHOD URL, as GET /_matrix/client/versions'],
  ['GET /a /b', 'a request is METHOD URL, as GET /_matrix/client/versions'],
  ['get /a', '`get` is no method; methods are in capitals, as GET'],
  ['/a GET', '`/a` is no method; methods are in capitals, as GET'],
  ['GET a', '`a` is neither a path that begins with / nor an http URL'],
  ['GET ?a', '`?a` is neither a path that begins with / nor an http URL'],
  ['GET mxc://example.org/a', '`mxc://example.org/a` is neither a path that begins with / nor an http URL'],
  ['GET /%zz', '`%zz` is no character of a URL'],
  ['GET /%', '`%` is no character of a URL'],
  ['GET /a%00', '`%00` is no character of a URL'],
  ['GET /../a', 'the path leads out of the root'],
])('%j is no request', (text, message) => {
  expect(() => readRequestLine(text)).toThrow(new Error(message))
})

test("nginx's variables are those of the request; a header is not there", () => {
  const variable = variablesOf(readRequestLine('GET /a?since=1&access_token=x=y'))
  const names = ['request_method', 'uri', 'args', 'is_args', 'request_uri', 'arg_since', 'arg_access_token', 'arg_no']
  expect(names.map(variable)).toEqual([
    'GET',
    '/a',
    'since=1&access_token=x=y',
    '?',
    '/a?since=1&access_token=x=y',
    '1',
    'x=y',
    '',
  ])
  expect(variable('http_authorization')).toBe('')
})
