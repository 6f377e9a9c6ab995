/** How running hosts differ, below the table: a line for each thing that would change. Pure. */
import { columns } from './columns.ts'
import { type Difference, isSame } from './difference.ts'

export function differenceText(difference: Difference): string {
  const { host, refused, warnings, because } = difference
  const notes = warnings.map(warning => `  warning: ${warning}\n`).join('')
  if (refused !== null) return `\n${host} cannot become this: ${refused}\n${notes}`
  if (isSame(difference)) return `\n${host} is as this says.\n${notes}`
  const reasons = because.map(reason => `  ${reason}\n`).join('')
  return `\n${host} differs; \`swk play --check\` shows it line by line:\n${columns(rowsOf(difference))}${reasons}${notes}`
}

function rowsOf({ missing, surplus, files, units, others }: Difference): readonly (readonly string[])[] {
  return [
    ...missing.map(name => ['  worker', 'missing', name]),
    ...surplus.map(name => ['  worker', 'surplus', name]),
    ...units.map(({ unit, change }) => ['  unit', change, unit]),
    ...files.map(({ path, change }) => ['  file', change, path]),
    ...others.map(path => ['  other', 'changed', path]),
  ]
}
