/** A mapping whose keys are known. Those that nothing reads are reported, since what they were to say would not happen. */
import { closest, didYouMean } from '../../errors/suggest.ts'
import type { Reader } from '../../yaml/reader.ts'

/** The values by their keys; undefined where it is no mapping. `what` names it for people; `belongs` says where another key has its place. */
export function mapping<Key extends string>(
  reader: Reader,
  what: string,
  keys: readonly Key[],
  belongs: (key: string) => string | undefined = () => undefined,
): Partial<Record<Key, Reader>> | undefined {
  const entries = reader.entries(what)
  for (const [found, value] of entries ?? []) {
    if ((keys as readonly string[]).includes(found)) continue
    const hint = belongs(found) ?? didYouMean(found, keys)
    value.fail({
      at: 'key',
      code: 'unknown-key',
      message: `${what} has no key \`${found}\`.`,
      expected: keys.map(key => `\`${key}\``).join(', '),
      ...(hint ? { hint } : {}),
    })
  }
  return entries && (Object.fromEntries(entries) as Partial<Record<Key, Reader>>)
}

/** Reports that `key` is missing, but for where a misspelt one was reported that was meant for it. */
export function missing(reader: Reader, what: string, key: string, hint?: string): undefined {
  const entries = Object.keys(reader.value as object)
  if (entries.some(found => closest(found, [key]) !== undefined)) return undefined
  const message = `${what} needs \`${key}\`.`
  return reader.fail({ code: 'missing-key', message, expected: `\`${key}\``, ...(hint ? { hint } : {}) })
}
