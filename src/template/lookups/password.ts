/** `password`: a random password, kept in a file of the controller. */
import { randomInt } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { words } from '../../shell/words.ts'
import { PythonError } from '../failure.ts'
import { seededRandom } from '../filters/mersenne.ts'
import { str } from '../values/text.ts'

const lower = 'abcdefghijklmnopqrstuvwxyz'
const sets: Readonly<Record<string, string>> = {
  ascii_lowercase: lower,
  ascii_uppercase: lower.toUpperCase(),
  ascii_letters: lower + lower.toUpperCase(),
  digits: '0123456789',
  hexdigits: '0123456789abcdefABCDEF',
  octdigits: '01234567',
  punctuation: '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~',
}

export const onlyPlain = (): PythonError =>
  new PythonError('the lookup password makes plain passwords only', { hint: 'leave out encrypt and ident' })

type Options = { readonly length: number; readonly chars: unknown; readonly seed: unknown }

/** The password in the file that a term names (`path length=15 chars=digits`); a new one is written where there is none. */
export function password(term: string, { length, chars, seed }: Options, locate: (path: string) => string): string {
  const [path = '', ...pairs] = words(term)
  const options = new Map(pairs.map(pair => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]))
  const unknown = [...options.keys()].find(name => !['length', 'chars', 'seed', 'encrypt', 'ident'].includes(name))
  if (unknown !== undefined) throw new PythonError(`Unrecognized parameter(s) given to password lookup: ${unknown}`)
  if (options.has('encrypt')) throw onlyPlain()
  const below = seededBelow(options.get('seed') ?? seed)
  const size = Number(options.get('length') ?? length)
  if (!(size > 0)) throw new PythonError(`the length of a password cannot be ${size}`)
  const letters = characters(
    options.get('chars')?.split(',') ??
      (Array.isArray(chars) ? chars.map(str) : chars === null ? undefined : str(chars).split(',')),
  )
  if (path === '/dev/null') return random(size, letters, below)
  const file = locate(path)
  try {
    return readFileSync(file, 'utf8').replace(/\n$/, '').split(' salt=')[0] as string
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT')
      throw new PythonError(`the password file ${file} cannot be read: ${(error as Error).message}`)
  }
  const made = random(size, letters, below)
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  writeFileSync(file, `${made}\n`, { mode: 0o600 })
  return made
}

function characters(names: readonly string[] = ['ascii_letters', 'digits', '.', ',', ':', '-', '_']): string {
  return (
    names
      .map(name => sets[name] ?? name)
      .join('')
      .replace(/["']/g, '') || ','
  )
}

type Below = (count: number) => number

/** With a seed the same password each time, which is Ansible's. */
const seededBelow = (seed: unknown): Below => (seed === null ? (count: number) => randomInt(count) : seededRandom(seed))

function random(size: number, letters: string, below: Below): string {
  return Array.from({ length: size }, () => letters[below(letters.length)]).join('')
}
