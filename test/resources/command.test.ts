/** What the words of a command say. */
import { expect, test } from 'vitest'
import { stoppedBy } from '../../src/resources/command.ts'

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
