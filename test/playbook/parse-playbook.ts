import { SwkError } from '../../src/errors/diagnostic.ts'
import { type ParseOptions, readPlaybook } from '../../src/playbook/parse/index.ts'
import type { Play } from '../../src/playbook/types.ts'
import type { Source } from '../../src/yaml/source.ts'

/** The plays of a playbook. Throws SwkError with every mistake. */
export function parsePlaybook(source: Source, options: ParseOptions = {}): Play[] {
  const { plays, diagnostics } = readPlaybook(source, options)
  if (diagnostics.length > 0) throw new SwkError(diagnostics)
  return plays
}
