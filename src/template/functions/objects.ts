/** Objects with a state, which a template may make: namespace, cycler, joiner. */
import { PythonError } from '../failure.ts'
import { get } from '../values/dict.ts'
import { Callable, Special } from '../values/special.ts'
import { repr } from '../values/text.ts'

/** `{% set ns.x = 1 %}` sets its attributes, also from within a loop. */
export class Namespace extends Special {
  readonly typeName = 'Namespace'
  private readonly values: Map<unknown, unknown>
  constructor(values: Map<unknown, unknown>) {
    super()
    this.values = values
  }
  attribute(name: string): unknown {
    return get(this.values, name)
  }
  set(name: string, value: unknown): void {
    this.values.set(name, value)
  }
  override text(): string {
    return `<Namespace ${repr(this.values)}>`
  }
}

export class Cycler extends Special {
  readonly typeName = 'Cycler'
  private at = 0
  private readonly items: readonly unknown[]
  constructor(items: readonly unknown[]) {
    super()
    if (items.length === 0) throw new PythonError('at least one item has to be provided')
    this.items = items
  }
  attribute(name: string): unknown {
    if (name === 'current') return this.items[this.at]
    if (name === 'next')
      return new Callable('next', () => {
        const item = this.items[this.at]
        this.at = (this.at + 1) % this.items.length
        return item
      })
    if (name !== 'reset') return undefined
    return new Callable('reset', () => {
      this.at = 0
      return null
    })
  }
}

/** Nothing at its first call, its separator afterwards. */
export class Joiner extends Callable {
  constructor(separator: string) {
    let used = false
    super(
      'joiner',
      () => {
        if (used) return separator
        used = true
        return ''
      },
      'Joiner',
    )
  }
}
