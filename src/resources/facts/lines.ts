/** What the programs of facts print: lines of a key, a tab and a value. */

export type Facts = Readonly<Record<string, unknown>>

export const linesOf = (text: string): readonly string[] => text.split('\n').filter(line => line !== '')

/** The values by key; of a key that is there twice, all in order. */
export function valuesOf(text: string): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>()
  for (const line of linesOf(text)) {
    const at = line.indexOf('\t')
    const key = line.slice(0, at)
    found.set(key, [...(found.get(key) ?? []), line.slice(at + 1)])
  }
  return found
}

/** One value of each key. */
export function firstOf(text: string): (key: string) => string {
  const values = valuesOf(text)
  return key => values.get(key)?.[0] ?? ''
}
