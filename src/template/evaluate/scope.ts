/** Names that a template sets for itself, block by block. */

export class Scope {
  readonly values = new Map<string, unknown>()
  private readonly parent: Scope | undefined
  constructor(parent?: Scope) {
    this.parent = parent
  }

  /** The value of a name; undefined (of JavaScript) where no block around has set it. */
  get(name: string): unknown {
    const found = this.values.get(name)
    return found !== undefined || this.values.has(name) ? found : this.parent?.get(name)
  }

  set(name: string, value: unknown): void {
    this.values.set(name, value)
  }
}
