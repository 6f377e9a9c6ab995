/** `service` takes what means something to other init systems only. */
import { expect, test } from 'vitest'
import service from '../../modules/service.ts'

test('what systemd has no use for is accepted', () => {
  expect(
    service.args.parse({ name: 'postgresql', state: 'restarted', sleep: 5, use: 'service', pattern: 'x' }),
  ).toEqual(service.args.parse({ name: 'postgresql', state: 'restarted' }))
  expect(() => service.args.parse({ name: 'postgresql', slep: 5 })).toThrow(/slep/)
})
