/** Collects expected errors, so that all that is wrong is shown at once. */
import { type Diagnostic, SwkError } from './diagnostic.ts'

export class Collector {
  readonly diagnostics: Diagnostic[] = []

  add(...diagnostics: readonly Diagnostic[]): void {
    this.diagnostics.push(...diagnostics)
  }

  /** Runs `work`; an expected error is collected and gives undefined, any other goes on. */
  attempt<T>(work: () => T): T | undefined {
    try {
      return work()
    } catch (error) {
      if (!(error instanceof SwkError)) throw error
      this.add(...error.diagnostics)
      return undefined
    }
  }

  /** The same for work that takes time. */
  async attemptLater<T>(work: Promise<T>): Promise<T | undefined> {
    try {
      return await work
    } catch (error) {
      return this.attempt(() => {
        throw error
      })
    }
  }

  /** Puts what was found in one file into the order of its lines. */
  sort(): this {
    this.diagnostics.sort((a, b) => order(a) - order(b))
    return this
  }

  /** Throws one SwkError with everything that was collected; nothing where nothing was. */
  throwIfAny(): void {
    if (this.diagnostics.length > 0) throw new SwkError(this.diagnostics)
  }
}

const order = ({ place }: Diagnostic): number => (place ? place.line * 1e6 + place.column : 0)
