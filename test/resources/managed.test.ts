/** What the things with a program of their own leave unknown in a check. */
import { expect, test } from 'vitest'
import { managed, managedKind } from '../../src/resources/managed/index.ts'

test('the home of an account is unknown only after a change of its home', () => {
  const ref = managed({ program: 'account', title: 'set the password of ann', args: ['ann', '/home/ann'] })
  const obscures = (state: { readonly [field: string]: string }): boolean | undefined =>
    managedKind.obscures?.(
      { want: { ...ref, state }, before: null, after: state },
      { kind: 'path', id: '/home/ann/.ssh/authorized_keys' },
    )
  expect(obscures({ hash: 'x' })).toBe(false)
  expect(obscures({ home: 'yes' })).toBe(true)
})
