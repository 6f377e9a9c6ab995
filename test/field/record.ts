/** docs/field.json: how the last whole round of each situation ended. `npm run docs` makes docs/field.md of it. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

export type Recorded = {
  readonly result: 'works' | 'refused' | 'refused, works after its advice' | 'differs'
  /** Requests that failed while swk was at work, and POSTs that a stopping process dropped. */
  readonly failed: number
  readonly posts: number
}

const file = join(import.meta.dirname, '../../docs/field.json')

export function readRecords(): Readonly<Record<string, Recorded>> {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {}
}

export function recordOutcome(name: string, outcome: Recorded): void {
  const all = Object.entries({ ...readRecords(), [name]: outcome }).toSorted(([a], [b]) => (a < b ? -1 : 1))
  const lines = all.map(([one, value]) => `  ${JSON.stringify(one)}: ${JSON.stringify(value)}`)
  writeFileSync(file, `{\n${lines.join(',\n')}\n}\n`)
}
