/** `loop` within a for block. */
import { PythonError } from '../failure.ts'
import { equals } from '../values/compare.ts'
import { Callable } from '../values/special.ts'
import { Undefined } from '../values/undefined.ts'

export class Loop extends Callable {
  /** The item that the loop is at. */
  at = -1
  private last: readonly unknown[] | undefined
  private readonly items: readonly unknown[]
  private readonly depth: number

  /** `recurse`: what `loop(items)` gives within a recursive loop. */
  constructor(
    items: readonly unknown[],
    depth: number,
    recurse: ((items: unknown, depth: number) => unknown) | undefined,
  ) {
    super(
      'loop',
      args => {
        if (!recurse) throw new PythonError("The loop must have the 'recursive' marker to be called recursively.")
        return recurse(args[0], depth + 1)
      },
      'LoopContext',
    )
    this.items = items
    this.depth = depth
  }

  override attribute(name: string): unknown {
    const { at, items } = this
    const numbers: Readonly<Record<string, number | boolean>> = {
      index: at + 1,
      index0: at,
      revindex: items.length - at,
      revindex0: items.length - at - 1,
      first: at === 0,
      last: at === items.length - 1,
      length: items.length,
      depth: this.depth + 1,
      depth0: this.depth,
    }
    if (Object.hasOwn(numbers, name)) return numbers[name]
    if (name === 'previtem') return at > 0 ? items[at - 1] : new Undefined('there is no previous item')
    if (name === 'nextitem') return at < items.length - 1 ? items[at + 1] : new Undefined('there is no next item')
    if (name === 'cycle') return new Callable('cycle', args => this.cycle(args))
    if (name === 'changed') return new Callable('changed', args => this.changed(args))
    return undefined
  }

  override text(): string {
    return `<LoopContext ${this.at + 1}/${this.items.length}>`
  }

  private cycle(args: readonly unknown[]): unknown {
    if (args.length === 0) throw new PythonError('no items for cycling given')
    return args[this.at % args.length]
  }

  private changed(args: readonly unknown[]): boolean {
    const same = this.last !== undefined && equals([...this.last], [...args])
    this.last = args
    return !same
  }
}
