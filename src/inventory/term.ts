/** One term of a pattern: a name, a glob, a regular expression, with or without an index. */
import type { Place } from '../errors/diagnostic.ts'
import { SwkError } from '../errors/diagnostic.ts'
import { hintFor } from '../errors/suggest.ts'
import { pythonRegex } from '../python/regex.ts'
import { globToRegExp } from '../shell/glob.ts'
import type { Inventory } from './types.ts'

/** The hosts of a term, in the order of the inventory. Throws SwkError. */
export function matchTerm(inventory: Inventory, term: string, place: Place | undefined): readonly string[] {
  if (term.startsWith('~')) return named(inventory, toRegExp(term, place), term, place)
  const index = /^(.+)\[(?:(-?[0-9]+)|([0-9]*)[:-]([0-9]*))\]$/.exec(term)
  if (index !== null) {
    const hosts = matchTerm(inventory, index[1] as string, place)
    const picked =
      index[2] !== undefined
        ? hosts.slice(at(index[2], hosts), at(index[2], hosts) + 1)
        : hosts.slice(Number(index[3] || 0), index[4] ? Number(index[4]) + 1 : undefined)
    if (picked.length > 0 || hosts.length === 0) return picked
    throw refuse('bad-pattern', `\`${index[1]}\` has ${hosts.length} hosts; none at \`${term}\`.`, place)
  }
  if (/[*?[]/.test(term)) return named(inventory, globToRegExp(term), term, place)
  const hosts = inventory.groups.get(term) ?? (inventory.hosts.has(term) ? [term] : undefined)
  if (hosts !== undefined) return hosts
  if (inventory.isOpen) return []
  const names = [...inventory.groups.keys(), ...inventory.hosts.keys()]
  throw refuse('unknown-host', `No host or group is named \`${term}\`.`, place, hintFor(term, names))
}

const at = (index: string, hosts: readonly string[]): number => {
  const value = Number(index)
  return value < 0 ? Math.max(0, hosts.length + value) + (hosts.length + value < 0 ? hosts.length : 0) : value
}

/** The hosts whose names match, and those of the groups whose names match. */
function named(inventory: Inventory, test: RegExp, term: string, place: Place | undefined): string[] {
  const groups = [...inventory.groups].filter(([name]) => test.test(name))
  const members = new Set(groups.flatMap(([, hosts]) => hosts))
  const found = [...inventory.hosts.values()]
    .filter(({ name, implicit }) => !implicit && (members.has(name) || test.test(name)))
    .map(({ name }) => name)
  if (found.length > 0 || groups.length > 0 || inventory.isOpen) return found
  throw refuse('bad-pattern', `\`${term}\` matches no host and no group.`, place)
}

/** As Python's re.match: from the beginning, not to the end. */
function toRegExp(term: string, place: Place | undefined): RegExp {
  try {
    const { source, flags } = pythonRegex(term.slice(1))
    return new RegExp(`^(?:${source})`, flags)
  } catch (error) {
    throw refuse('bad-pattern', `\`${term}\` is not a valid regular expression.`, place, {
      found: (error as Error).message,
    })
  }
}

function refuse(
  code: 'bad-pattern' | 'unknown-host',
  message: string,
  place: Place | undefined,
  more: { hint?: string; found?: string } = {},
): SwkError {
  return new SwkError({ code, message, ...(place && { place }), ...more })
}
