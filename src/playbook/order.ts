/** `order` of a play: in which order its hosts go into batches. */
import { createHash, randomBytes } from 'node:crypto'

export const orders = ['inventory', 'reverse_inventory', 'sorted', 'reverse_sorted', 'shuffle'] as const

export type Order = (typeof orders)[number]

export function isOrder(value: unknown): value is Order {
  return (orders as readonly unknown[]).includes(value)
}

/** Another seed in each run; within one a shuffled play has the same order wherever it is needed. */
const seed = randomBytes(16)

/** `hosts`: in the order of the inventory, where an order that is no `Order` leaves them. Names are compared by code point, as in Python. */
export function orderHosts(hosts: readonly string[], order: string | undefined): readonly string[] {
  switch (order) {
    case 'reverse_inventory':
      return hosts.toReversed()
    case 'sorted':
      return hosts.toSorted(compare)
    case 'reverse_sorted':
      return hosts.toSorted(compare).reverse()
    case 'shuffle': {
      const keys = new Map(hosts.map(host => [host, createHash('sha256').update(seed).update(host).digest('hex')]))
      return hosts.toSorted((a, b) => compare(keys.get(a) ?? '', keys.get(b) ?? ''))
    }
    default:
      return hosts
  }
}

const compare = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b))
