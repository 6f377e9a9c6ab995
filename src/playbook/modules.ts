/** Names of modules as users write them. */

/** `ansible.builtin.apt` and `apt` are the same. */
export function plainModule(name: string): string {
  return name.replace(/^(?:ansible\.(?:builtin|legacy|posix)|community\.(?:general|postgresql|crypto))\./, '')
}

/** What names of modules are compared by: `user_group` and `user-group` are the same. */
export function moduleKey(name: string): string {
  return plainModule(name).replaceAll('_', '-')
}

export function sameModule(a: string, b: string): boolean {
  return moduleKey(a) === moduleKey(b)
}
