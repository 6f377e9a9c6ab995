/** Python's itertools, as lists of tuples. Pure. */
import { PythonError } from '../failure.ts'
import { type Rolled, rolled, tuple } from '../values/special.ts'

const LARGEST = 1_000_000

export function product(lists: readonly (readonly unknown[])[], repeat: number): Rolled {
  const all = Array.from({ length: repeat }, () => lists).flat()
  limit(all.reduce((size, list) => size * list.length, 1))
  const rows = all.reduce<unknown[][]>((made, list) => made.flatMap(row => list.map(item => [...row, item])), [[]])
  return rolled('product', rows.map(tuple))
}

export function permutations(items: readonly unknown[], count: number | null): Rolled {
  const size = count ?? items.length
  return rolled('permutations', pick(items, size, (_last, used, i) => !used.includes(i)).map(tuple))
}

export function combinations(items: readonly unknown[], size: number): Rolled {
  return rolled('combinations', pick(items, size, (last, _used, i) => i > last).map(tuple))
}

function pick(
  items: readonly unknown[],
  size: number,
  fits: (last: number, used: readonly number[], i: number) => boolean,
): unknown[][] {
  if (size < 0) throw new PythonError('r must be non-negative')
  let rows: number[][] = [[]]
  for (let step = 0; step < size; step++) {
    rows = rows.flatMap(row => items.flatMap((_, i) => (fits(row.at(-1) ?? -1, row, i) ? [[...row, i]] : [])))
    limit(rows.length)
  }
  return rows.map(row => row.map(i => items[i]))
}

function limit(size: number): void {
  if (size > LARGEST) throw new PythonError('there are too many combinations')
}
