/** `package` is `apt` by another name: what is wrong with a name is reported as there. */
import { expect, test } from 'vitest'
import apt from '../../modules/apt.ts'
import packageModule from '../../modules/package.ts'
import { changes, faults, type World } from './support.ts'

test('a wrong name is refused', () => {
  expect(faults(packageModule, { name: 'Not a package' }).join('\n')).toContain('is not a package')
})

test('packages are installed and removed as by apt', () => {
  for (const state of ['present', 'absent'] as const) {
    const args = { name: ['htop', 'tmux'], state }
    const world: World = state === 'absent' ? { 'package:htop': { installed: true, version: '1' } } : {}
    expect(changes(packageModule, args, world)).toEqual(changes(apt, args, world))
  }
})
