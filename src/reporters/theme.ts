/** How a reporter for people looks: the same for plain lines and the tree. */
import type { Colour } from './colour.ts'
import { colours } from './colour.ts'
import type { ReporterOptions } from './reporter.ts'
import { type Symbols, symbols } from './status-style.ts'

export type Theme = {
  readonly colour: Colour
  readonly symbols: Symbols
  readonly showDiff: boolean
  /** The run is a check: nothing is changed. Known from `play:start` on. */
  readonly check: boolean
  readonly verify: boolean
}

export function createTheme({ env, terminal, showDiff, verify = false }: ReporterOptions): Theme {
  return { colour: colours(env, terminal), symbols: symbols(env), showDiff, check: false, verify }
}
