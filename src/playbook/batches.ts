/** `serial`: hosts -> batches. Pure. */

/**
 * Cuts hosts into batches. A size is a count or a percentage of all hosts ("30%", at least one host); the last size
 * repeats until no host is left. Without sizes all hosts are one batch.
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
  if (size === undefined) return all
  if (typeof size === 'number') return size
  return Math.max(1, size.endsWith('%') ? Math.floor((all * Number.parseFloat(size)) / 100) : Number(size))
}
