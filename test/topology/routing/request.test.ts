import { expect, test } from 'vitest'
import { argument, positionOf, readRequest, roomOf } from '../../../src/topology/routing/request.ts'

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
  expect(readRequest(text)).toEqual({ request: text.trim(), method, path, query })
})

test.each([
  ['', 'a request is METHOD URL, as GET /_matrix/client/versions'],
  ['GET', 'a request is METHOD URL, as GET /_matrix/client/versions'],
  ['GET /a /b', 'a request is METHOD URL, as GET /_matrix/client/versions'],
  ['get /a', '`get` is not a method; expected capitals, for example GET'],
  ['/a GET', '`/a` is not a method; expected capitals, for example GET'],
  ['GET a', '`a` is neither a path that starts with / nor an http URL'],
  ['GET ?a', '`?a` is neither a path that starts with / nor an http URL'],
  ['GET mxc://example.org/a', '`mxc://example.org/a` is neither a path that starts with / nor an http URL'],
  ['GET /%zz', '`%zz` is not a character of a URL'],
  ['GET /%', '`%` is not a character of a URL'],
  ['GET /a%00', '`%00` is not a character of a URL'],
  ['GET /../a', 'the path leads out of the root'],
])('%j is no request', (text, message) => {
  expect(() => readRequest(text)).toThrow(new Error(message))
})

test.each([
  ['', 'none'],
  ['since=1', 'given'],
  ['timeout=0&SINCE=1', 'given'],
  ['from=1', 'given'],
  ['since=', 'none'],
  ['since&since=1', 'given'],
  ['xsince=1&since_=2', 'none'],
  ['since=1&full_state=true', 'none'],
  ['since=1&full_state=false', 'given'],
])('the position of ?%s is %s', (query, position) => {
  expect(positionOf({ query })).toBe(position)
})

test.each([
  ['a=1&b=2', 'b', '2'],
  ['B=x=y', 'b', 'x=y'],
  ['b&b=2', 'b', '2'],
  ['ab=2', 'b', ''],
  ['b=%20', 'b', '%20'],
])('of ?%s, %s is "%s", as for nginx', (query, name, value) => {
  expect(argument(query, name)).toBe(value)
})

test.each([
  ['/_matrix/client/v3/rooms/!a:b.c/send/m/!x', '!a:b.c'],
  ['/_matrix/client/v3/join/!a', '!a'],
  ['/_matrix/federation/v2/send_join/!a:b.c/$e', '!a:b.c'],
  ['/_matrix/client/v3/join/#a:b.c', undefined],
])('the room of %s is %s', (path, room) => {
  expect(roomOf({ path })).toBe(room)
})
