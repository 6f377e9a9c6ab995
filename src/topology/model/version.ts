/** Versions of Synapse: "1.163.2". */
export type Version = string

/** True when `version` is `least` or later. */
export function isAtLeast(version: Version, least: Version): boolean {
  const [a, b] = [version, least].map(text => text.split('.').map(Number))
  for (const [i, number] of (b ?? []).entries()) {
    const own = a?.[i] ?? 0
    if (own !== number) return own > number
  }
  return true
}
