/** All tests by name: Jinja's own and those of ansible.builtin. */
import type { Plugin } from '../evaluate/context.ts'
import { fileTests } from './files.ts'
import { resultTests } from './results.ts'
import { textTests } from './text.ts'
import { valueTests } from './values.ts'

export const tests: ReadonlyMap<string, Plugin> = new Map(
  Object.entries({ ...valueTests, ...textTests, ...resultTests, ...fileTests }),
)
