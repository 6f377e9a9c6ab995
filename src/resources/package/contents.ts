/** What packages that a check would install bring: read from their archives on the host, which stay outside of apt's own directories. */
import { createHash } from 'node:crypto'
import { program } from '../../shell/program.ts'
import { readProgram } from '../../shell/program-file.ts'
import { lines, raw, type Sh, sh } from '../../shell/sh.ts'
import { canonical } from '../canonical.ts'
import { type Kind, type Ref, type ResourceChange, refKey, type State } from '../kind.ts'
import { newUnit } from '../unit/new.ts'
import { askedAs, withVersion } from './effects.ts'
import { installOptions } from './options.ts'

type Name = { readonly kind: string; readonly id: string }
type Question = {
  readonly option: string
  readonly specs: readonly string[]
  readonly limit: number
  readonly of: Name
}

/** Where other resources show that packages bring one: the program of nginx. */
const proxies: Readonly<Record<string, Name>> = { nginx: { kind: 'path', id: '/usr/sbin/nginx' } }
const asked = ['path', 'unit', 'user', 'group', 'statoverride']

/** The question of what `other`, which is absent, is once packages are installed. Undefined: archives do not tell. */
export function contentsOf(
  changes: readonly ResourceChange[],
  other: Name,
  limit: number,
  earlier: readonly ResourceChange[],
): Ref | undefined {
  const of = proxies[other.kind] ?? other
  if (!asked.includes(of.kind) || changes.length === 0) return undefined
  const specs = [...chosenBefore(changes, earlier), ...changes.map(({ want }) => withVersion(want))]
  const option = [...new Set(changes.flatMap(({ want }) => installOptions(want)))].join(' ')
  return { kind: 'package-contents', id: canonical({ option, specs, limit, of: { kind: of.kind, id: of.id } }) }
}

/** Versions that earlier tasks pin: they satisfy dependencies, so apt installs no other version. */
function chosenBefore(changes: readonly ResourceChange[], earlier: readonly ResourceChange[]): readonly string[] {
  const own = new Set(changes.map(({ want }) => want.id))
  const chosen = earlier.filter(
    ({ want, after }) => after !== null && /=(?!@)/.test(askedAs(want)) && !own.has(want.id),
  )
  return [...new Map(chosen.map(({ want }) => [want.id, withVersion(want)])).values()]
}

/** id: canonical JSON of {@link Question}. null: stays absent. `isUnknown`: archives do not tell. `unsure`: fields that scripts may change. */
export const packageContentsKind: Kind = {
  name: 'package-contents',
  traits: ['early'],
  readTimeout: 420,
  probe: refs => lines(...['look', 'contents'].map(load), ...bySet(refs).map(ask)),
  read(output, refs) {
    const text = output.toString('latin1')
    const sets = bySet(refs)
    const found = new Map<string, State | null>()
    let at = 0
    const field = (): string => {
      const end = text.indexOf('\0', at)
      const value = end === -1 ? '' : text.slice(at, end)
      at = end === -1 ? text.length : end + 1
      return Buffer.from(value, 'latin1').toString('utf8')
    }
    for (const set of sets) {
      const isRead = field() === 'read'
      for (const { ref } of set) found.set(refKey(ref), isRead ? readAnswer(field, bytes) : { isUnknown: true })
    }
    return found

    function bytes(length: number): Buffer {
      at += length
      return output.subarray(at - length, at)
    }
  },
}

const load = (name: string): Sh => sh`eval ${raw(program(readProgram(`resources/package/${name}.sh`)))}`

type Asked = { readonly ref: Ref; readonly question: Question }

/** The questions about each set of packages, whose archives are read once. */
function bySet(refs: readonly Ref[]): readonly (readonly Asked[])[] {
  const all = refs.map(ref => ({ ref, question: JSON.parse(ref.id) as Question }))
  return [...Map.groupBy(all, ({ question: { of: _, ...set } }) => canonical(set)).values()]
}

function ask(set: readonly Asked[]): Sh {
  const [first] = set
  if (first === undefined) return sh`:`
  const { option, specs, limit } = first.question
  const questions = set.flatMap(({ question: { of } }) => [of.kind, of.id])
  const perl = raw(program(readProgram('resources/package/contents.pl')))
  return sh`swk_contents ${limit} ${option} ${specs.join(' ')} ${perl} ${questions}`
}

type Fields = () => string

function readAnswer(field: Fields, bytes: (length: number) => Buffer): State | null {
  const sort = field()
  const state = readers[sort]?.(field) ?? { isUnknown: true }
  const content = bytes(Number(field()))
  if (sort === 'none') return null
  return sort === 'file' ? { ...state, ...contentOf(content) } : state
}

const readers: Readonly<Record<string, (field: Fields) => State>> = {
  none: () => ({}),
  unknown: () => ({ isUnknown: true }),
  directory: field => ({ type: 'directory', ...readMeta(field) }),
  file: field => ({ type: 'file', ...readMeta(field) }),
  override: field => ({ owner: field(), group: field(), mode: field() }),
  group: () => ({ members: [], unsure: ['gid'] }),
  user(field) {
    const [group, comment, home, shell] = [field(), field(), field(), field()]
    return { group, comment, home, shell, groups: [], unsure: ['uid'] }
  },
  unit(field) {
    const [active, sub, enabled, fragment] = [field(), field(), field(), field()]
    return { ...newUnit, active, sub, enabled, fragment }
  },
}

function readMeta(field: Fields): State {
  const [mode, owner, group, unsure] = [field(), field(), field(), field()]
  return { mode, owner, group, ...(unsure === '' ? {} : { unsure: ['mode', 'owner', 'group'] }) }
}

function contentOf(content: Buffer): State {
  const text = content.toString('utf8')
  const isText = content.length <= 1_048_576 && Buffer.from(text).equals(content) && !text.includes('\0')
  const sha256 = createHash('sha256').update(content).digest('hex')
  return { size: content.length, sha256, text: isText ? text : null }
}
