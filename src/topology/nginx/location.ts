/** Which location of a server takes a path: as nginx chooses. */
import type { Directive } from './parse.ts'

/** An exact one; else the longest prefix, unless a regular expression fits and the prefix did not forbid to look (`^~`). */
export function locationOf(block: readonly Directive[], path: string): Directive | undefined {
  const all = block.filter(({ name }) => name === 'location').map(directive => ({ directive, ...asked(directive) }))
  const fitting = all.filter(({ directive }) => accepts(directive, path))
  const exact = fitting.find(({ how }) => how === '=')
  if (exact) return exact.directive
  const [prefix] = fitting
    .filter(({ how }) => how === '' || how === '^~')
    .toSorted((a, b) => b.what.length - a.what.length)
  const inner = prefix && locationOf(prefix.directive.block ?? [], path)
  if (inner) return inner
  if (prefix?.how === '^~') return prefix.directive
  return fitting.find(({ how }) => how.startsWith('~'))?.directive ?? prefix?.directive
}

/** Whether the path fits a location of its own: a prefix, `= path`, `^~ prefix`, `~ expression`, `~* expression`. */
export function accepts(location: Directive, path: string): boolean {
  const { how, what } = asked(location)
  if (how === '=') return path === what
  return how.startsWith('~') ? fits(what, how, path) : path.startsWith(what)
}

function asked({ args: [first = '', second] }: Directive): { readonly how: string; readonly what: string } {
  return second === undefined ? { how: '', what: first } : { how: first, what: second }
}

/** PCRE's own words that JavaScript does not know: such a location is taken for one that does not fit. */
function fits(pattern: string, how: string, path: string): boolean {
  try {
    return new RegExp(pattern, how === '~*' ? 'i' : '').test(path)
  } catch {
    return false
  }
}
