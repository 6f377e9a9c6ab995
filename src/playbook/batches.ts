/** `serial`: hosts -> batches. Pure. */
import { orderHosts } from './order.ts'
import type { Play } from './types.ts'

/** A batch size as it is written: a whole count as a number, a percentage as text ("50%"). */
export function toBatchSize(written: unknown): number | string | undefined {
  const text = String(written).trim()
  if (/^-?\d+$/.test(text)) return Number(text)
  return /^-?\d+(?:\.\d+)?%$/.test(text) ? text : undefined
}

export const batchSizes = 'a count of hosts, a percentage ("50%"), or a list of them'

/** The batches of a play, of its hosts in the order of the inventory. */
export function batchesOf({ serial = [], order }: Partial<Play>, hosts: readonly string[]): string[][] {
  return batches(orderHosts(hosts, order), serial)
}

/**
 * Cuts hosts into batches. A size is a count or a percentage of all hosts ("30%", at least one host); the last size
 * repeats until no host is left. A size below 1, or none, takes all hosts that are left.
 */
export function batches(hosts: readonly string[], serial: readonly (number | string)[]): string[][] {
  const found: string[][] = []
  for (let at = 0, i = 0; at < hosts.length; i++) {
    const size = count(serial[Math.min(i, serial.length - 1)], hosts.length)
    found.push(hosts.slice(at, at + size))
    at += size
  }
  return found
}

function count(size: number | string | undefined, all: number): number {
  const hosts = typeof size === 'string' ? share(size, all) : (size ?? all)
  return hosts > 0 ? hosts : all
}

function share(percentage: string, all: number): number {
  return Math.trunc((all * Number.parseFloat(percentage)) / 100) || 1
}
