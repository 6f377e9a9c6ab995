/** Which location of a server takes a path: as nginx chooses. */
import type { Directive } from './parse.ts'

/** An exact one; else the longest prefix, unless a regular expression fits and the prefix did not forbid to look (`^~`). */
export function locationOf(block: readonly Directive[], path: string): Directive | undefined {
  const all = block.filter(({ name }) => name === 'location').map(asked)
  const exact = all.find(({ how, what }) => how === '=' && what === path)
  if (exact) return exact.directive
  const [prefix] = all
    .filter(({ how, what }) => (how === '' || how === '^~') && path.startsWith(what))
    .toSorted((a, b) => b.what.length - a.what.length)
  const inner = prefix && locationOf(prefix.directive.block ?? [], path)
  if (inner) return inner
  if (prefix?.how === '^~') return prefix.directive
  const fitting = all.find(({ how, what }) => how.startsWith('~') && fits(what, how, path))
  return fitting?.directive ?? prefix?.directive
}

function asked(directive: Directive) {
  const [first = '', second] = directive.args
  return second === undefined ? { directive, how: '', what: first } : { directive, how: first, what: second }
}

/** PCRE's own words that JavaScript does not know: such a location is taken for one that does not fit. */
function fits(pattern: string, how: string, path: string): boolean {
  try {
    return new RegExp(pattern, how === '~*' ? 'i' : '').test(path)
  } catch {
    return false
  }
}
