/** What the things with a program of their own leave unknown in a check. */
import { expect, test } from 'vitest'
import { managedKind } from '../../src/resources/managed/index.ts'
import { managed } from '../../src/resources/managed/spec.ts'

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

test('what is written with other options is the same thing', () => {
  const mount = (how: string) => managed({ program: 'mount', title: how, args: ['/m'], options: [how] })
  const change = { want: { ...mount('unmounted'), state: { mounted: 'no' } }, before: null, after: null }
  const follow = (id: string) => managedKind.follows?.(change, id, { mounted: 'yes' }, () => null)
  expect(follow(mount('mounted').id)).toEqual({ mounted: 'no' })
  expect(follow(managed({ program: 'mount', title: '', args: ['/n'] }).id)).toBeUndefined()
})
