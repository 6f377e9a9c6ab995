/**
 * The patterns of routes, read alike by JavaScript, nginx, HAProxy (both PCRE) and Caddy (RE2): `$` is the very end, and `.` any character
 * but a line feed. Without this they differ where a path holds a line end (`%0a`).
 */

/** As JavaScript reads it. The patterns of the routes are few, and each is asked for with every request. */
export function regExpOf(pattern: string): RegExp {
  const known = regExps.get(pattern) ?? new RegExp(retold(pattern, { '.': '[^\\n]' }))
  regExps.set(pattern, known)
  return known
}

const regExps = new Map<string, RegExp>()

/** As PCRE and RE2 read it: there `$` would also fit before a line feed that is last. */
export const pcreOf = (pattern: string): string => retold(pattern, { $: '\\z' })

/** Fits nothing but this text, in all of them; it may stand in quotes. */
export const literal = (text: string): string =>
  text
    .replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')
    .replace(/[\s"'`]/g, char => `\\x${char.charCodeAt(0).toString(16).padStart(2, '0')}`)

/** What stands escaped or in brackets is not touched. */
function retold(pattern: string, meant: Readonly<Record<string, string>>): string {
  return pattern.replace(/\\.|\[\^?(?:\\.|[^\]\\])*\]|[$.]/g, part => meant[part] ?? part)
}
