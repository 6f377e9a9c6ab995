/** What a symbolic mode makes of the mode that a path has. Pure. */

/**
 * The four octal digits that a mode means for a path. `current` is its mode now, null for a new one, which would be made with
 * 0644 (a folder: 0755), the umask of root being 022. `X` is x for folders, and for files that anybody may already execute.
 */
export function modeOf(wanted: string, current: string | null, directory = false): string {
  if (/^[0-7]{4}$/.test(wanted)) return wanted
  const before = Number.parseInt(current ?? (directory ? '0755' : '0644'), 8)
  const after = wanted.split(',').reduce((bits, part) => applyClause(bits, part, before, directory), before)
  return after.toString(8).padStart(4, '0')
}

const umask = 0o022
const shifts = { u: 6, g: 3, o: 0 }
const specials = { u: 0o4000, g: 0o2000, o: 0o1000 }
type Who = keyof typeof shifts

function applyClause(bits: number, part: string, before: number, directory: boolean): number {
  const [who = ''] = /^[ugoa]*/.exec(part) ?? []
  const everyone = who === '' || who.includes('a')
  const whose = (everyone ? ['u', 'g', 'o'] : [...who]) as Who[]
  const operations = [...part.slice(who.length).matchAll(/([-+=])([ugorwxXst]*)/g)]
  let result = bits
  for (const one of whose) {
    for (const [, operator, perms = ''] of operations) {
      const wanted = bitsOf(perms, one, before, directory) & (who === '' ? ~umask : ~0)
      if (operator === '+') result |= wanted
      else if (operator === '-') result &= ~wanted
      else result = (result & ~((7 << shifts[one]) | specials[one])) | wanted
    }
  }
  return result
}

function bitsOf(perms: string, who: Who, before: number, directory: boolean): number {
  const anyX = directory || (before & 0o111) !== 0
  let bits = 0
  for (const perm of perms) {
    if (perm === 'r') bits |= 4 << shifts[who]
    else if (perm === 'w') bits |= 2 << shifts[who]
    else if (perm === 'x' || (perm === 'X' && anyX)) bits |= 1 << shifts[who]
    else if (perm === 's' && who !== 'o') bits |= specials[who]
    else if (perm === 't' && who === 'o') bits |= specials.o
    else if (perm in shifts) bits |= ((before >> shifts[perm as Who]) & 7) << shifts[who]
  }
  return bits
}
