import { expect, it } from 'vitest'
import apt from '../../modules/apt.ts'
import packages from '../../modules/package.ts'

it('a name that is none is a fault at its place, as that of apt', () => {
  const faults = (module: typeof apt) =>
    module.args.safeParse({ name: ['htop', '{{ later }}'] }).error?.issues.map(({ path, message }) => [path, message])
  expect(faults(packages)).toEqual(faults(apt))
  expect(faults(packages)).toEqual([[['name', 1], '`{{ later }}` is not a package, nor package=version.']])
})
