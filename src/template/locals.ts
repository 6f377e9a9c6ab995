/** Names that a template defines for itself: targets of for and set, parameters of macros. Block by block. */

export class Locals {
  private readonly scopes: { readonly block: string; readonly names: Set<string> }[] = [{ block: '', names: new Set() }]

  has(name: string): boolean {
    return special.has(name) || this.scopes.some(scope => scope.names.has(name))
  }

  add(...names: readonly string[]): void {
    for (const name of names) this.scopes.at(-1)?.names.add(name)
  }

  open(block: string, names: readonly string[] = []): void {
    this.scopes.push({ block, names: new Set(names) })
  }

  /** Ends the innermost block of that kind. */
  close(block: string): void {
    const index = this.scopes.findLastIndex(scope => scope.block === block)
    if (index > 0) this.scopes.length = index
  }
}

/** Names that Jinja itself gives. */
const special = new Set(['loop', 'self', 'super', 'caller', 'varargs', 'kwargs'])
