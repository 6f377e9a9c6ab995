/** All filters by name: Jinja's own and those of ansible.builtin. */
import type { Plugin } from '../evaluate/context.ts'
import { encodingFilters } from './encodings.ts'
import { higherFilters } from './higher.ts'
import { listFilters } from './lists.ts'
import { mappingFilters } from './mappings.ts'
import { numberFilters } from './numbers.ts'
import { pathFilters } from './paths.ts'
import { regexFilters } from './regex.ts'
import { textFilters } from './text.ts'
import { valueFilters } from './values.ts'

export const filters: ReadonlyMap<string, Plugin> = new Map(
  Object.entries({
    ...valueFilters,
    ...textFilters,
    ...regexFilters,
    ...numberFilters,
    ...listFilters,
    ...mappingFilters,
    ...encodingFilters,
    ...pathFilters,
    ...higherFilters,
  }),
)

/** Filters that Ansible has and swk has not, with what to do instead. */
export const refusedFilters: ReadonlyMap<string, string> = new Map([
  ['password_hash', 'store the hash in a variable'],
  ['vault', 'encrypt the value on the command line'],
  ['unvault', 'encrypted values of variables are decrypted where they are read'],
  ['urlize', 'it makes HTML'],
])
