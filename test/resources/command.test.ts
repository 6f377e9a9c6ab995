/** What the words of a command say. */
import { expect, test } from 'vitest'
import { stoppedBy } from '../../src/resources/command.ts'
import { kindOf } from '../../src/resources/index.ts'
import type { State } from '../../src/resources/kind.ts'

test.each([
  ['systemctl stop nginx', ['nginx.service']],
  ['/bin/sh -c systemctl --no-block stop a b.socket; true', ['a.service', 'b.socket']],
  ['service redis-server stop', ['redis-server.service']],
  ['systemctl kill wsleep@1.service && echo', ['wsleep@1.service']],
  ['systemctl status nginx', []],
  ['echo stop nginx', []],
  ['service nginx start', []],
])('%s stops units', (text, units) => {
  expect(stoppedBy(text)).toEqual(units)
})

test.each<[string, State, string | undefined]>([
  [
    'does not exist',
    { type: 'link', target: 'gone', resolved: '/srv/gone' },
    'the working directory /srv/l does not exist',
  ],
  ['is not followed', { type: 'link', target: 'd' }, undefined],
  ['is behind a link that is not followed', { type: 'link', target: 'd', via: '/srv/w' }, undefined],
])('a working directory that is a link that %s', (_, state, message) => {
  const want = { kind: 'command', id: JSON.stringify({ argv: ['true'], chdir: '/srv/l' }), state: {} }
  const look = () => state
  expect(kindOf('command').forbid?.({ want, before: null, after: {} }, look)?.message).toBe(message)
})
