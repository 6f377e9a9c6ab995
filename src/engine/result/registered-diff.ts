/** The `diff` that a module registers: without secrets, and only where the task shows what it changes. */
import { MASK, redactData, redactDiff } from '../../secret/index.ts'
import type { Task } from '../task.ts'

type Found = Readonly<Record<string, unknown>>

/** What a module registers, as the task may show it. What was there before may be a secret that nothing knows. */
export function withShownDiff({ noLog, hidesDiff }: Pick<Task, 'noLog' | 'hidesDiff'>, result: Found): Found {
  if (!('diff' in result)) return result
  const { diff, ...rest } = result
  if (noLog || hidesDiff) return rest
  return { ...rest, diff: Array.isArray(diff) ? diff.map(masked) : masked(diff) }
}

function masked(diff: unknown): unknown {
  const { before, after } = diff as { readonly before?: unknown; readonly after?: unknown }
  const isSide = (side: unknown): boolean => side === undefined || typeof side === 'string'
  if (!isSide(before) || !isSide(after)) return redactData(diff)
  const sides = { before: textOf(before), after: textOf(after) }
  const shown = redactDiff(sides)
  const hides = shown.before !== sides.before || shown.after !== sides.after
  return redactData(hides ? { ...(diff as object), before: shown.before ?? MASK, after: shown.after ?? MASK } : diff)
}

const textOf = (side: unknown): string | null => (typeof side === 'string' ? side : null)

/** What is reported of a result: its diff is reported by itself. */
export function withoutDiff(result: Found): Found {
  const { diff: _, ...rest } = result
  if (!Array.isArray(rest.results)) return rest
  return { ...rest, results: rest.results.map(one => (isResult(one) ? withoutDiff(one) : one)) }
}

const isResult = (one: unknown): one is Found => typeof one === 'object' && one !== null && !Array.isArray(one)
