/** What the modules that write files share: owner, group, mode and validate, and the want of a file. */
import { z } from 'zod'
import { type HostView, Refusal } from '../engine/module.ts'
import type { Ref, Want } from '../resources/kind.ts'
import type { PathState } from '../resources/states.ts'
import { sha256 } from './content.ts'
import { editFailure } from './edit-failure.ts'
import { mode, modeOf } from './mode.ts'
import { directoryOf } from './paths.ts'
import { group, path, see, user, want } from './refs.ts'
import { words } from './words.ts'

/** Arguments of every module that owns a path. */
export const ownership = {
  owner: z.string().min(1).optional().describe('The owner. Without it, the owner is kept; a new file belongs to root.'),
  group: z.string().min(1).optional().describe('The group. Without it, the group is kept.'),
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
    if (observed.state(ref) !== null) continue
    throw new Refusal(`the ${ref.kind} ${ref.id} does not exist`, {
      hint: `Create it in an earlier task (module \`${ref.kind}\`).`,
    })
  }
  return {
    ...(args.owner === undefined ? {} : { owner: args.owner }),
    ...(args.group === undefined ? {} : { group: args.group }),
    ...(args.mode === undefined ? {} : { mode: modeOf(args.mode, before?.mode ?? null, directory) }),
  }
}

/** The state of a path. Refuses one behind a link that others than root could turn elsewhere: it is not followed. */
export function located(observed: HostView, id: string): PathState | null {
  const state = see(observed, path(id))
  if (state?.via === undefined) return state
  throw new Refusal(`${state.via} is a link that is not followed, since others than root could turn it elsewhere`, {
    hint: 'Name the path that it points to.',
  })
}

/** What a module that writes the file `dest` reads of it. `content` is what is wanted, where that is known. */
export function fileRefs(dest: string, args: Ownership, content?: string | Buffer): readonly Ref[] {
  const hint = content === undefined ? undefined : sha256(content)
  return [path(dest, 'content', hint), path(directoryOf(dest)), ...ownerRefs(args)]
}

/** The want of a file with this content. Refuses where something else is in its place, or its folder is missing. */
export function fileWant(
  dest: string,
  content: string | Buffer,
  args: Ownership & { readonly validate?: readonly string[] | undefined },
  observed: HostView,
  { folderIsWanted = false } = {},
): Want {
  const before = located(observed, dest)
  if (before !== null && before.type !== 'file')
    throw new Refusal(`${dest} exists and is not a file but a ${before.type}`)
  if (before === null && !folderIsWanted) requireFolder(directoryOf(dest), observed)
  const state = { type: 'file' as const, sha256: sha256(content), ...ownedState(args, observed, before) }
  return want(path(dest), state, { content, ...(args.validate ? { validate: args.validate } : {}) })
}

function requireFolder(folder: string, observed: HostView): void {
  const state = see(observed, path(folder))
  if (state === null)
    throw new Refusal(`the directory ${folder} does not exist`, {
      hint: 'Create it in an earlier task: file with state: directory.',
    })
  if (state.type !== 'directory') throw new Refusal(`${folder} is not a directory but a ${state.type}`)
}
