/** The theme that plain lines and the tree share: colours, symbols, options. */
import type { Colour } from './colour.ts'
import { colours } from './colour.ts'
import type { ReporterOptions } from './reporter.ts'
import { type Symbols, symbols } from './status-style.ts'

export type Theme = {
  readonly colour: Colour
  readonly symbols: Symbols
  readonly showDiff: boolean
  /** The run is a check and changes nothing. Known from `play:start` on. */
  readonly check: boolean
  readonly verify: boolean
}

export function createTheme({ env, terminal, showDiff, verify = false }: ReporterOptions): Theme {
  return { colour: colours(env, terminal), symbols: symbols(env), showDiff, check: false, verify }
}
