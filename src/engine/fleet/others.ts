/** What a host of a play sees of the others, and what they get from it. */
import type { OtherHosts } from '../task.ts'
import type { Batch } from './batch.ts'
import { additionsOf, type Roll, resultsOf } from './roll.ts'

/** What a host sees of the others: those of its batch as they run, the rest as earlier plays have left them. */
export function othersOf({ batch, results }: Roll & { readonly batch: Batch }): OtherHosts {
  return {
    registered: host => (batch.results(host) ?? results.get(host))?.registered,
    isEarlier: (host, name) => batch.earlier.get(host)?.has(name) ?? results.get(host)?.registered.has(name) ?? false,
    isGiven: () => false,
    additions: self => additionsOf(results, batch, self),
    isPending: (host, name) => results.get(host)?.pending.has(name) ?? false,
    isBehind: (host, order) => batch.isBehind(host, order),
  }
}

/** Another host sees the variables from now on. */
export function keepFor(
  host: string,
  values: ReadonlyMap<string, unknown>,
  roll: Roll & { readonly batch: Batch },
): void {
  const own = resultsOf(host, roll)
  for (const [name, value] of values) {
    own.registered.set(name, value)
    roll.batch.results(host)?.registered.set(name, value)
  }
}
