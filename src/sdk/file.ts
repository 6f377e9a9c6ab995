/** What the modules that write files share: owner, group, mode and validate, and the want of a file. */
import { createHash } from 'node:crypto'
import { z } from 'zod'
import { type HostView, Refusal } from '../engine/module.ts'
import type { Forbidden, Ref, Want } from '../resources/kind.ts'
import { describeBarred, describeHeld } from '../resources/path/forbid.ts'
import type { PathState } from '../resources/path/state.ts'
import { words } from '../shell/words.ts'
import { text } from './args.ts'
import { sha256 } from './content.ts'
import { editFailure } from './edit-failure.ts'
import { mode, modeOf } from './mode.ts'
import { directoryOf } from './paths.ts'
import { group, path, type RefTo, see, user, want } from './refs.ts'

const name = text.refine(given => given !== '', 'A name cannot be empty.')

/** Arguments of every module that owns a path. */
export const ownership = {
  owner: name
    .optional()
    .describe("Name or number of the user who owns it. Without it the owner stays; a new one is root's."),
  group: name.optional().describe('Name or number of the group that owns it.'),
  mode: mode.optional().describe('"0644", 0644, 0o644, or symbolic: u=rw,g=r,o=. A new file without it gets 0644.'),
}

export type Ownership = {
  readonly owner?: string | undefined
  readonly group?: string | undefined
  readonly mode?: string | undefined
}

/** Ansible's `validate`: a command with `%s` for the staged file. */
export const validate = z
  .string()
  .superRefine((text, context) => {
    const wrong = whyNoCommand(text)
    if (wrong) editFailure(context, { message: wrong, expected: 'a command such as visudo -cf %s' })
  })
  .transform(text => [...words(text)])
  .describe(
    'A command that must accept the new file before it replaces the old one; %s is its path. Run without a shell.',
  )

function whyNoCommand(text: string): string | undefined {
  if (!text.includes('%s')) return '`validate` must contain %s, the path of the new file.'
  try {
    words(text)
    return undefined
  } catch (error) {
    return `\`validate\` cannot be split into words: ${(error as Error).message}.`
  }
}

/** The user and group that a path shall belong to: they must be there before. */
export function ownerRefs({ owner, group: groupName }: Ownership): readonly Ref[] {
  return [
    ...(owner && owner !== 'root' ? [user(owner)] : []),
    ...(groupName && groupName !== 'root' ? [group(groupName)] : []),
  ]
}

/** Owner, group and mode as a path's state has them. Throws Refusal where the host has no such user or group. */
export function ownedState(
  args: Ownership,
  observed: HostView,
  before: PathState | null,
  directory = false,
): Partial<PathState> {
  for (const ref of ownerRefs(args)) {
    if (observed.state(ref) !== null || isNumber(ref.id)) continue
    throw new Refusal(`the ${ref.kind} ${ref.id} does not exist`, {
      hint: `Create it in an earlier task (module \`${ref.kind}\`).`,
    })
  }
  return {
    ...(args.owner === undefined ? {} : { owner: nameFor(user(args.owner), observed) }),
    ...(args.group === undefined ? {} : { group: nameFor(group(args.group), observed) }),
    ...(args.mode === undefined ? {} : { mode: modeOf(args.mode, before?.mode ?? null, directory) }),
  }
}

const isNumber = (name: string): boolean => /^\d+$/.test(name)

/** States hold names; a number stays one only where the host has no name for it. */
function nameFor(ref: RefTo<{ readonly name?: string }>, observed: HostView): string {
  return (isNumber(ref.id) ? see(observed, ref)?.name : undefined) ?? ref.id
}

/** The state of a path. Refuses one behind a link that others than root could turn elsewhere: it is not followed. */
export function located(observed: HostView, id: string): PathState | null {
  const state = see(observed, path(id))
  if (state?.via === undefined) return state
  throw refusalOf(describeBarred(state.via))
}

/** What a module that writes the file `dest` reads of it. `content` is what is wanted, where that is known. */
export function fileRefs(dest: string, args: Ownership, content?: string | Buffer): readonly Ref[] {
  const hint = content === undefined ? undefined : sha256(content)
  return [path(dest, 'content', hint), path(directoryOf(dest)), ...ownerRefs(args)]
}

export type FileArgs = Ownership & {
  readonly validate?: readonly string[] | undefined
  /** The directory that it lies in is made by the same task. */
  readonly folderIsWanted?: boolean
}

/** The want of a file with this content. Refuses where something else is in its place, or its folder is missing. */
export function fileWant(dest: string, content: string | Buffer, args: FileArgs, observed: HostView): Want {
  const before = located(observed, dest)
  if (before !== null && before.type !== 'file')
    throw new Refusal(`${dest} exists and is not a file but a ${before.type}`)
  if (before === null && !args.folderIsWanted) requireFolder(directoryOf(dest), observed)
  const state = { type: 'file' as const, sha256: sha256(content), ...ownedState(args, observed, before) }
  if (before?.held && before.sha256 !== state.sha256) throw refusalOf(describeHeld(dest, before.held))
  return want(path(dest), state, { content, ...(args.validate ? { validate: args.validate } : {}) })
}

const refusalOf = ({ message, ...more }: Forbidden): Refusal => new Refusal(message, more)

/** Throws Refusal where the directory of a new file is not there. */
export function requireFolder(folder: string, observed: HostView): void {
  const state = see(observed, path(folder))
  if (state === null)
    throw new Refusal(`the directory ${folder} does not exist`, {
      hint: 'Create it in an earlier task: file with state: directory.',
    })
  if (state.type !== 'directory') throw new Refusal(`${folder} is not a directory but a ${state.type}`)
}

/** Known without another look at the host: root's number, those that have no name, and those that were read with the path. */
function numberOf(key: 'uid' | 'gid', name: string, known = ''): Record<string, number> {
  if (name === 'root') return { [key]: 0 }
  if (known.startsWith(`${name}:`)) return { [key]: Number(known.slice(name.length + 1)) }
  return isNumber(name) ? { [key]: Number(name) } : {}
}

/** As Ansible writes it: 0644, 02755. */
const withZero = (mode: string): string => (mode.startsWith('0') ? mode : `0${mode}`)

/** Ansible's keys of a task that manages a path: what is there, or would be. */
export function fileResult(
  dest: string,
  observed: HostView,
  content?: string | Buffer,
  src?: string,
): Record<string, unknown> {
  const state = see(observed, path(dest))
  const sums =
    content === undefined
      ? {}
      : {
          checksum: createHash('sha1').update(content).digest('hex'),
          md5sum: createHash('md5').update(content).digest('hex'),
          size: Buffer.byteLength(content),
        }
  const about = { dest, path: dest, ...(src === undefined ? {} : { src: src }) }
  if (state === null) return { ...about, state: 'absent' }
  const { owner, group, mode, size, type, uidOf, gidOf } = state
  const kind = state.target !== undefined ? 'link' : type
  const numbers = { ...numberOf('uid', owner, uidOf), ...numberOf('gid', group, gidOf) }
  return {
    ...about,
    state: kind,
    owner,
    group,
    mode: withZero(mode),
    ...numbers,
    ...(size === undefined ? {} : { size }),
    ...sums,
  }
}
