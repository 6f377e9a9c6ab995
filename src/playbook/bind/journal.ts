/** How long hosts keep what was changed: variables of the host. */
import { SwkError } from '../../errors/diagnostic.ts'
import { find, renderData, type Vars } from '../../template/index.ts'

/** Undefined where no variable says so. Throws SwkError where a variable is not a whole number. */
export function journalLimits(vars: Vars): { readonly days: number; readonly megabytes: number } | undefined {
  const days = wholeNumber('swk_journal_days', vars)
  const megabytes = wholeNumber('swk_journal_megabytes', vars)
  if (days === undefined && megabytes === undefined) return undefined
  return { days: days ?? 30, megabytes: megabytes ?? 256 }
}

/** The value of a variable. Throws SwkError where it is not a whole number. */
export function wholeNumber(name: string, vars: Vars): number | undefined {
  const layer = find(name, vars)
  if (layer === undefined) return undefined
  const value = layer.data ? layer.values[name] : renderData(layer.values[name], vars)
  if (/^\d{1,6}$/.test(String(value))) return Number(value)
  throw new SwkError({ code: 'bad-value', message: `\`${name}\` is not a whole number.`, found: String(value) })
}
