/** docs/bad-topologies.yaml: what cannot work, row by row; and the page that shows what swk says to each. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ErrorCode } from '../src/errors/codes.ts'
import { codes } from '../src/errors/codes.ts'
import { type Diagnostic, SwkError } from '../src/errors/diagnostic.ts'
import { renderDiagnostics } from '../src/errors/frame.ts'
import { parseTopology } from '../src/topology/parse/index.ts'
import { parseSource } from '../src/yaml/source.ts'

export type Row = {
  readonly code: ErrorCode
  /** In a few words. */
  readonly mistake: string
  /** `topology:` of a play, as text. */
  readonly topology: string
  /** line:column in that text. */
  readonly at: string
  readonly hint: string
}

export function rows(): readonly Row[] {
  const file = join(import.meta.dirname, '../docs/bad-topologies.yaml')
  return parseSource(file, readFileSync(file, 'utf8')).data as readonly Row[]
}

/** The diagnostics of a row's text, from the loader of plays. */
export function faultsOf({ topology }: Pick<Row, 'topology'>): readonly Diagnostic[] {
  const source = parseSource('site.yaml', topology)
  try {
    parseTopology((source.data as { topology: unknown }).topology, { source, path: ['topology'] })
    return []
  } catch (error) {
    if (error instanceof SwkError) return error.diagnostics
    throw error
  }
}

export function badTopologies(): string {
  const all = rows()
  const contents = all.map(({ code, mistake }) => `| [${code}](#${code}) | ${mistake} |`).join('\n')
  return `# Topologies that cannot work

Each is refused before any host is contacted, at its location in the playbook; \`swk explain CODE\` prints more. A playbook with
several mistakes shows them all. The rows stand in [bad-topologies.yaml](bad-topologies.yaml), and a test loads each of them.

| code | mistake |
|---|---|
${contents}

${all.map(section).join('\n')}`
}

function section(row: Row): string {
  return `## ${row.code}

${row.mistake}. ${codes[row.code]}

\`\`\`yaml
${row.topology.trimEnd()}
\`\`\`

\`\`\`text
${renderDiagnostics(faultsOf(row))}
\`\`\`
`
}
