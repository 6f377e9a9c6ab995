/** Patterns of hosts: names, groups, globs, `a:b`, `!c`, `&d`, `group[0]`, `~regex`. As Ansible reads them. */
import { isIPv6 } from 'node:net'
import { Collector } from '../errors/collect.ts'
import { type Place, SwkError } from '../errors/diagnostic.ts'
import { matchTerm } from './term.ts'
import type { Inventory } from './types.ts'

/**
 * The hosts that a pattern names, in the order of the inventory. A group without hosts gives none.
 * Throws SwkError: `unknown-host` for a name that is not there (also after `!`), `bad-pattern`.
 */
export function matchHosts(inventory: Inventory, pattern: string, place?: Place): string[] {
  const problems = new Collector()
  const terms = splitPattern(pattern, place)
  const of = (sign: '' | '&' | '!') =>
    terms
      .filter(term => (/^[&!]/.test(term) ? term[0] : '') === sign)
      .map(
        term => new Set(problems.attempt(() => matchTerm(inventory, sign === '' ? term : term.slice(1).trim(), place))),
      )
  const [plain, both, not] = [of(''), of('&'), of('!')]
  problems.throwIfAny()
  return [...inventory.hosts.keys()].filter(
    host =>
      (plain.length === 0 || plain.some(set => set.has(host))) &&
      both.every(set => set.has(host)) &&
      !not.some(set => set.has(host)),
  )
}

/** The hosts of `--limit`. Throws SwkError also where it leaves none. */
export function matchLimit(inventory: Inventory, limit: string): ReadonlySet<string> {
  const hosts = matchHosts(inventory, limit)
  if (hosts.length === 0) throw new SwkError({ code: 'bad-pattern', message: `--limit ${limit} matches no host.` })
  return new Set(hosts)
}

/** `a:b`, `a,b`: terms with their sign. A colon within [] or an IPv6 address is none that separates. */
function splitPattern(pattern: string, place: Place | undefined): string[] {
  const terms = pattern.split(',').flatMap(part => {
    const text = part.trim()
    if (isIPv6(text.replace(/^[&!]/, ''))) return [text]
    return text.match(/(?:[^\s:[\]]|\[[^\]]*\])+/g) ?? []
  })
  const whole = terms.join('').replace(/[\s:,]/g, '')
  const hint = 'Terms are separated by `:` or `,`; `!` excludes, `&` intersects.'
  const full = terms.length > 0 && terms.every(term => /[^&!]/.test(term))
  if (full && whole === pattern.replace(/[\s:,]/g, '')) return terms
  throw new SwkError({
    code: 'bad-pattern',
    message: `\`${pattern}\` is not a valid host pattern.`,
    ...(place && { place }),
    hint,
  })
}
