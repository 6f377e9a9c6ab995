/** "did you mean": the name that a misspelt one most likely stands for. Pure. */

/** A hint for a misspelt name, or undefined where no possible name is close. */
export function didYouMean(found: string, possible: Iterable<string>): string | undefined {
  const name = closest(found, possible)
  return name === undefined ? undefined : `did you mean ${name}?`
}

/** The same as a part of a Diagnostic, to be spread into it: `{ hint }`, or nothing. */
export function hintFor(found: string, possible: Iterable<string>): { hint?: string } {
  const hint = didYouMean(found, possible)
  return hint === undefined ? {} : { hint }
}

/** The possible name nearest to `found`: at most a third of its letters are other ones (and at least one may be). `-` and `_` are the same. */
export function closest(found: string, possible: Iterable<string>): string | undefined {
  const limit = Math.max(1, Math.floor(found.length / 3))
  let best: { readonly name: string; readonly distance: number } | undefined
  for (const name of possible) {
    if (Math.abs(found.length - name.length) > limit) continue
    const distance = editDistance(fold(found), fold(name))
    if (distance <= limit && distance < (best?.distance ?? Number.POSITIVE_INFINITY)) best = { name, distance }
  }
  return best?.name
}

/** The possible name from which `found` differs by one letter: missing, added, another one, or swapped with its neighbour. */
export function slipOf(found: string, possible: readonly string[]): string | undefined {
  return possible.find(name => Math.abs(found.length - name.length) <= 1 && editDistance(fold(found), fold(name)) === 1)
}

const fold = (name: string): string => name.toLowerCase().replaceAll('_', '-')

/** Letters to insert, delete, replace or swap with their neighbour (optimal string alignment). */
function editDistance(a: string, b: string): number {
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, j) => j)]
  const at = (i: number, j: number): number => rows[i]?.[j] ?? 0
  for (let i = 1; i <= a.length; i++) {
    rows[i] = [i]
    for (let j = 1; j <= b.length; j++) {
      const replace = at(i - 1, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1)
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
      const swap = swapped ? at(i - 2, j - 2) + 1 : replace
      ;(rows[i] as number[])[j] = Math.min(at(i - 1, j) + 1, at(i, j - 1) + 1, replace, swap)
    }
  }
  return at(a.length, b.length)
}
