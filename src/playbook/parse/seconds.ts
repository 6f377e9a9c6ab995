/** A time to wait for a confirmation: `60`, `60s`, `2m`. */

/** Undefined where it is none, or less than 5 s: a new connection takes its time. */
export function readSeconds(value: unknown): number | undefined {
  const [, count, unit] = /^(\d{1,5})(s|m)?$/.exec(String(value)) ?? []
  const seconds = Number(count) * (unit === 'm' ? 60 : 1)
  return seconds >= 5 ? seconds : undefined
}
