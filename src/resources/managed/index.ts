/**
 * Things that have a program of their own which reads and writes them: a checkout, a mount, a role of PostgreSQL. Each is one
 * shell program next to this file that is called as `read ARGUMENTS` or `write ARGUMENTS`. Read, it prints lines of a field, a tab
 * and a value; nothing where the thing does not exist. Written, it makes the thing as the arguments say.
 */
import { posix } from 'node:path'
import { canonical } from '../canonical.ts'
import { probeEach, readEach } from '../each.ts'
import {
  affectsAnything,
  type Forbidden,
  type Kind,
  type Look,
  type ResourceChange,
  type Scalar,
  type State,
  type Undo,
  type Want,
} from '../kind.ts'
import { describeHeld, describeInside, describeMissing } from '../path/forbid.ts'
import { afterModes, isObscuredByRecursion } from './follow-recursion.ts'
import { followManaged } from './follows.ts'
import { call } from './programs.ts'
import { type ManagedProgram, specOf } from './spec.ts'
import { countsOf } from './tree-modes.ts'
import { filledPath, liesIn, writtenPaths } from './written.ts'

/** id: canonical JSON of {@link ManagedSpec}. Secrets travel as the want's `secret`, on standard input. */
export const managedKind: Kind = {
  name: 'managed',
  // A hash of a password is nobody's to see.
  hidden: ['password', 'hash', 'under', 'above', 'open', 'held', 'counts'],
  affects: affectsAnything,
  providedByPackages: true,
  obscures(change, ref, look) {
    const { want } = change
    const { kind, id } = ref
    if (specOf(want.id).program === 'recurse' && ['path', 'managed'].includes(kind))
      return isObscuredByRecursion(change, ref, look)
    const isOpen = kind === 'path' ? !isOfAccount(want) : ['inode', 'glob'].includes(kind) && touchesFiles(want)
    return isOpen && touchedBy(want).some(one => liesIn(id.replace(/^\w+ /, ''), one))
  },
  obscuresOnlyNamed: true,
  makes(want) {
    const id = want.state === null ? '' : filledPath(want)
    return id === '' ? undefined : { kind: 'path', id }
  },
  follows: followManaged,
  forbid,
  dependsOn(change, id, placeOf) {
    const places = (path: string): readonly string[] => [path, placeOf({ kind: 'path', id: path })]
    if (change.want.kind === 'user') return isAbout(change.want.id, id)
    const written = writtenPaths(change).flatMap(places)
    const looked = specOf(id).args.filter(one => one.startsWith('/'))
    return looked.flatMap(places).some(one => written.some(other => liesIn(one, other) || liesIn(other, one)))
  },
  merge(before, wanted, id, { owner, group = owner } = { owner: 'root' }) {
    const { program, args } = specOf(id)
    const isNewFile = program === 'openssl' && before === null
    const made = { right: 'yes', owner, group, mode: args[0] === 'key' ? '0600' : '0644' }
    const counts = program === 'recurse' ? countsOf(before) : undefined
    return { ...(isNewFile ? made : before), ...wanted, ...(counts && afterModes(counts, args[3])) }
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

/** What it makes or fills is made of the others, which stay as they are; a file of several names is held by them. */
function touchedBy(want: Want): readonly string[] {
  const { program, args } = specOf(want.id)
  const filled = filledPath(want)
  return filled === '' || program === 'hardlink' ? args : [filled]
}

/** The one file that it touches is a home which was not there: see the paths' `follows`. */
const isOfAccount = ({ id }: Want): boolean => specOf(id).program === 'account'
/** What is kept of an account beside its entry, and in its home. */
const isAbout = (user: string, id: string): boolean => {
  const { program, args } = specOf(id)
  return (program === 'account' || program === 'ssh-key') && args[0] === user
}
/** The password and the dates of an account leave its home alone. */
const touchesFiles = (want: Want): boolean => !isOfAccount(want) || want.state?.home !== undefined

/** Programs that fill a directory, which flags of it or of its file system may bar. */
const filling: ReadonlySet<ManagedProgram> = new Set(['archive', 'checkout', 'copy'])

function forbid({ want, before }: ResourceChange, look: Look): Forbidden | undefined {
  const { program, args } = specOf(want.id)
  // Something in the directory.
  if (typeof before?.held === 'string') return describeInside(before.held)
  if (program === 'hardlink') return forbidLink(args, look)
  if (program === 'recurse' || program === 'times') return forbidFlags(args.slice(0, 1), look)
  if (!filling.has(program)) return undefined
  const filled = filledPath(want)
  const place = look(filled, 'path') ? filled : posix.dirname(filled)
  const held = look(place, 'path')?.held
  return held === 'immutable' || held === 'read-only' ? describeHeld(place, held) : undefined
}

function forbidLink([file = '', name = '']: readonly string[], look: Look): Forbidden | undefined {
  const directory = posix.dirname(name)
  return look(directory, 'path') === null ? describeMissing(directory) : forbidFlags([file, directory], look)
}

/** Paths of which none may have a flag that bars new names, owners and times. */
function forbidFlags(paths: readonly string[], look: Look): Forbidden | undefined {
  const found = paths.map(path => ({ path, held: String(look(path, 'path')?.held) }))
  const barred = found.find(({ held }) => ['immutable', 'append-only', 'read-only'].includes(held))
  return barred && describeHeld(barred.path, barred.held)
}

/** Programs whose one option is the value that their one field takes. */
const settings: ReadonlySet<ManagedProgram> = new Set(['apt-key', 'locale', 'selection'])

function undo({ want, before }: ResourceChange): Undo {
  const spec = specOf(want.id)
  if (spec.program === 'openssl' && before === null)
    return { wants: [{ kind: 'path', id: spec.args[1] ?? '', state: null }] }
  const [[field, value] = [''], ...others] = Object.entries(want.state ?? {})
  const was = before?.[field]
  const isSetting = settings.has(spec.program) && others.length === 0 && spec.options?.[0] === value
  if (!isSetting || typeof was !== 'string') return { cannot: `what ${spec.title} was before is not kept` }
  if (spec.program === 'apt-key' && was === 'present') return { cannot: `${spec.title} is not kept` }
  const title = `set ${spec.args[0] || spec.title} to ${was}`
  return { wants: [{ kind: want.kind, id: canonical({ ...spec, title, options: [was] }), state: { [field]: was } }] }
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
