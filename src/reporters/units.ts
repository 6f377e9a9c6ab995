/** Quantities for people. Pure. */

/** 950 ms, 4.2 s, 3 min 05 s. */
export function duration(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`
  const seconds = ms / 1000
  if (seconds < 59.95) return `${seconds.toFixed(1)} s`
  const whole = Math.round(seconds)
  return `${Math.floor(whole / 60)} min ${String(whole % 60).padStart(2, '0')} s`
}

/** 512 B, 3.1 kB, 2.0 MB: thousands, as networks count. */
export function bytes(count: number): string {
  if (count < 1000) return `${count} B`
  const [unit, size] = count < 999_950 ? ['kB', 1e3] : count < 999_950_000 ? ['MB', 1e6] : ['GB', 1e9]
  return `${(count / Number(size)).toFixed(1)} ${unit}`
}

/** 1 host, 2 hosts. */
export function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`
}
