/**
 * Things that have a program of their own which reads and writes them: a checkout, a mount, a role of PostgreSQL. Each is one
 * shell program next to this file that is called as `read ARGUMENTS` or `write ARGUMENTS`. Read, it prints lines of a field, a tab
 * and a value; nothing where the thing does not exist. Written, it makes the thing as the arguments say.
 */
import { createHash } from 'node:crypto'
import { program } from '../../shell/program.ts'
import { readProgram } from '../../shell/program-file.ts'
import { raw, type Sh, sh } from '../../shell/sh.ts'
import { canonical } from '../canonical.ts'
import { probeEach, readEach } from '../each.ts'
import {
  affectsAnything,
  type Kind,
  type Look,
  type RefTo,
  type ResourceChange,
  type Scalar,
  type State,
  type Undo,
  type Want,
} from '../kind.ts'
import { changedPath } from '../path/script.ts'

export type ManagedProgram =
  | 'account'
  | 'apt'
  | 'archive'
  | 'checkout'
  | 'copy'
  | 'debconf'
  | 'hardlink'
  | 'locale'
  | 'mount'
  | 'openssl'
  | 'pip'
  | 'postgresql'
  | 'recurse'
  | 'selection'
  | 'ssh-key'
  | 'times'
  | 'ufw'

export type ManagedSpec = {
  readonly program: ManagedProgram
  /** For people: `role synapse`. */
  readonly title: string
  readonly args: readonly string[]
  /** Seconds; default ten minutes. */
  readonly timeout?: number
  /** For the program's own use in `write`, never compared. */
  readonly options?: readonly string[]
}

/** What its program reads. */
export type ManagedState = { readonly [field: string]: string | undefined }

/** What has a program of its own: a checkout of git, a mount, a role of PostgreSQL. */
export const managed = (spec: ManagedSpec): RefTo<ManagedState> => ({ kind: 'managed', id: canonical(spec) })

/** id: canonical JSON of {@link ManagedSpec}. Secrets travel as the want's `secret`, on standard input. */
export const managedKind: Kind = {
  name: 'managed',
  // A hash of a password is nobody's to see.
  hidden: ['password', 'hash', 'under', 'above', 'open'],
  affects: affectsAnything,
  providedByPackages: true,
  obscures: ({ want }, { kind, id }) =>
    ['path', 'inode', 'glob'].includes(kind) &&
    touchesFiles(want) &&
    specOf(want.id).args.some(one => liesIn(id.replace(/^\w+ /, ''), one)),
  obscuresOnlyNamed: true,
  follows,
  dependsOn(change, id, placeOf) {
    const written = writtenPaths(change)
    const looked = specOf(id).args.filter(one => one.startsWith('/'))
    return looked
      .flatMap(one => [one, placeOf({ kind: 'path', id: one })])
      .some(one => written.some(other => liesIn(one, other) || liesIn(other, one)))
  },
  probe: probeEach(id => call('read', specOf(id))),
  read: readEach(({ stdout }) => stateOf(stdout)),
  write(_before, after, { id, secret }) {
    const spec = specOf(id)
    const payload = secret === undefined ? {} : { payload: Buffer.from(secret) }
    const script = call(after === null ? 'remove' : 'write', spec)
    return [{ name: spec.title, script, timeout: spec.timeout ?? 600, long: true, ...payload }]
  },
  describe: ({ want }) => specOf(want.id).title,
  undo,
}

/** Programs whose one option is the value that their one field takes. */
const settings: ReadonlySet<ManagedProgram> = new Set(['locale', 'selection'])

function undo({ want, before }: ResourceChange): Undo {
  const spec = specOf(want.id)
  if (spec.program === 'openssl' && before === null)
    return { wants: [{ kind: 'path', id: spec.args[1] ?? '', state: null }] }
  const [[field, value] = [''], ...others] = Object.entries(want.state ?? {})
  const was = before?.[field]
  const isSetting = settings.has(spec.program) && others.length === 0 && spec.options?.[0] === value
  if (!isSetting || typeof was !== 'string') return { cannot: `what ${spec.title} was before is not kept` }
  const title = `set ${spec.args[0]} to ${was}`
  return { wants: [{ kind: want.kind, id: canonical({ ...spec, title, options: [was] }), state: { [field]: was } }] }
}

/** What a change of a file writes, by its names. */
function writtenPaths(change: ResourceChange): readonly string[] {
  const { kind, id } = change.want
  if (kind === 'path') return [...new Set([id, changedPath(change)])]
  return kind === 'emptied' ? [id] : kind === 'download' ? [JSON.parse(id).dest as string] : []
}

/** What is read from a path that an earlier task writes is not known before. */
function follows(
  change: ResourceChange,
  id: string,
  state: State | null,
  look: Look,
): State | null | 'unknown' | undefined {
  const { want, before, after } = change
  const { program, args } = specOf(id)
  if (program === 'recurse' && state !== null) {
    const [directory = ''] = args
    const top = [directory, String(look(directory, 'path')?.resolved ?? directory)]
    const isInside = writtenPaths(change).some(path => top.some(one => path !== one && liesIn(path, one)))
    if (isInside) return followInside(change, args, state)
  }
  if (want.kind === 'user')
    return program === 'account' && args[0] === want.id ? followUser(change, args, state) : undefined
  if (want.kind === 'managed') {
    if (!isSameThing(want.id, id)) return followAccount(want, id, state) ?? followKey(change, id, state)
    return state === null ? undefined : { ...state, ...want.state }
  }
  if (want.kind === 'package' && program === 'selection' && args[0] === want.id) return 'unknown'
  // An archive that its own task brings: what was read stays true until it is written.
  if (program === 'archive' && args[0]?.startsWith('/var/cache/swk/')) return undefined
  // Nothing is in a new directory.
  if (program === 'openssl' && before === null && after?.type === 'directory') return undefined
  const differs = before?.sha256 !== after?.sha256 || (before === null) !== (after === null)
  const written =
    want.kind === 'path' && differs ? want.id : want.kind === 'download' ? (JSON.parse(want.id).dest as string) : ''
  if (program === 'times')
    return written === '' || !liesIn(args[0] ?? '', written) ? undefined : after === null ? null : { right: 'no' }
  if (program === 'mount' && written !== '' && written !== args[0] && liesIn(written, args[0] ?? ''))
    return state?.mounted === 'yes' ? undefined : after === null ? 'unknown' : { ...state, under: 'yes' }
  return written !== '' && args.some(one => liesIn(one, written)) ? 'unknown' : undefined
}

/** What a key signs is another one once the key, or what it signs, is made anew. */
function followKey({ want, before }: ResourceChange, id: string, state: State | null) {
  const [one, other] = [specOf(want.id), specOf(id)]
  const isMade = one.program === 'openssl' && want.state !== null && before?.right !== 'yes'
  if (!isMade || other.program !== 'openssl' || !other.args.slice(2).includes(one.args[1] ?? '')) return undefined
  return other.args[0] === 'pipe' ? 'unknown' : (state ?? undefined) && { ...state, right: 'no' }
}

/** The password and the dates of an account leave its home alone. */
const touchesFiles = ({ id, state }: Want): boolean => specOf(id).program !== 'account' || state?.home !== undefined

/** Of a user that was there without its home. */
export function userWhoseHomeIsMade({ want, before }: ResourceChange): string | undefined {
  const { program, args } = specOf(want.id)
  return program === 'account' && want.state?.home === 'yes' && before?.home !== 'yes' ? args[0] : undefined
}

/** What one task writes of an account is so for another that names another home. */
function followAccount(want: Want, id: string, state: State | null): State | undefined {
  const [changed, read] = [specOf(want.id), specOf(id)]
  const isSameUser = changed.program === 'account' && read.program === 'account' && changed.args[0] === read.args[0]
  const { home: _, ...fields } = want.state ?? {}
  return isSameUser && state !== null ? { ...state, ...fields } : undefined
}

/** A new user has no password; how long one lasts is for login.defs to say. */
function followUser({ want, before, after }: ResourceChange, [, home]: readonly string[], state: State | null) {
  if (before !== null || after === null) return undefined
  const creates = want.how?.createHome === true && (!home || home === after.home)
  return {
    ...{ ...state, ...(creates ? { home: 'yes' } : {}), locked: 'yes', hash: emptyHash, inactive: '', expires: '' },
    ...{ min: '0', max: '99999', warn: '7', unsure: ['min', 'max', 'warn'] },
  }
}

const emptyHash = createHash('sha256').digest('hex')

/** A new file or directory in a tree of which owners and modes are read. */
function followInside({ before, after }: ResourceChange, args: readonly string[], state: State): State | 'unknown' {
  if (before !== null || after === null) return 'unknown'
  const [, owner, group] = args
  const isRight = (!owner || after.owner === owner) && (!group || after.group === group)
  const mode = `${after.type === 'directory' ? 'd' : 'f'}${String(after.mode).replace(/^0+/, '')}`
  const modes = String(state.modes ?? '').split(' ')
  const all = after.type === 'link' ? modes : [...modes, mode]
  const found = [...new Set(all.filter(Boolean))].sort().map(one => `${one} `)
  return {
    ...state,
    ...(isRight ? {} : { right: 'no' }),
    ...(state.modes === undefined ? {} : { modes: found.join('') }),
  }
}

/** Options say how it is written, not what is read. */
function isSameThing(one: string, other: string): boolean {
  const [a, b] = [specOf(one), specOf(other)]
  return a.program === b.program && canonical(a.args) === canonical(b.args)
}

const liesIn = (path: string, other: string): boolean =>
  other.startsWith('/') && (path === other || path.startsWith(`${other.replace(/\/$/, '')}/`))

const specOf = (id: string): ManagedSpec => JSON.parse(id) as ManagedSpec

function call(mode: 'read' | 'write' | 'remove', spec: ManagedSpec): Sh {
  const text = texts.get(spec.program) ?? textOf(spec.program)
  texts.set(spec.program, text)
  const rest = [...spec.args, ...(mode === 'read' ? [] : (spec.options ?? []))]
  return sh`sh -c ${raw(program(text))} ${spec.program} ${mode} ${rest}`
}

const texts = new Map<ManagedProgram, string>()

/** Programs in Perl that a shell program runs, each in a variable (`swk_lay_tree`) after what it needs. */
const enter = ['path/real.pl', 'managed/enter.pl']
const layTree = { swk_lay_tree: [...enter, 'managed/lay-tree.pl'] }
const ownTree = { swk_own_tree: [...enter, 'managed/own-tree.pl'] }
const isClosed = { swk_is_closed: ['path/real.pl', 'managed/is-closed.pl'] }
const helpers: { readonly [name in ManagedProgram]?: Readonly<Record<string, readonly string[]>> } = {
  archive: layTree,
  checkout: { ...isClosed, swk_find_real: ['path/real.pl', 'path/find-real.pl'] },
  copy: { ...layTree, ...ownTree },
  hardlink: { swk_hard_link: [...enter, 'managed/hard-link.pl'] },
  mount: isClosed,
  openssl: isClosed,
  recurse: ownTree,
  times: { swk_set_time: [...enter, 'managed/set-time.pl'] },
}

function textOf(name: ManagedProgram): string {
  const perl = Object.entries(helpers[name] ?? {}).map(
    ([variable, files]) => sh`${raw(variable as Sh)}=${files.map(file => readProgram(`resources/${file}`)).join('')}`,
  )
  const shell = name === 'apt' ? [readProgram('resources/package/look.sh')] : []
  return [...perl, ...shell, 'set -eu', readProgram(`resources/managed/${name}.sh`)].join('\n')
}

function stateOf(output: string): State | null {
  const fields = output
    .split('\n')
    .filter(line => line.includes('\t'))
    .map((line): [string, Scalar] => {
      const at = line.indexOf('\t')
      return [line.slice(0, at), line.slice(at + 1)]
    })
  return fields.length === 0 ? null : Object.fromEntries(fields)
}
