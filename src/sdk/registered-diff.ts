/** `diff` as Ansible's modules register it: of a text file before and after a task, and of the attributes of a path. Pure. */
import type { HostView, ModuleChange } from '../engine/module.ts'
import { shownText } from '../resources/path/shown-text.ts'
import type { PathState } from '../resources/path/state.ts'
import { path, see } from './refs.ts'

export type TextDiff = {
  readonly before?: string
  readonly after?: string
  readonly before_header?: string
  readonly after_header?: string
  readonly dst_larger?: number
  readonly src_larger?: number
  readonly dst_binary?: 1
  readonly src_binary?: 1
}

/** Ansible registers no larger text (its MAX_FILE_SIZE_FOR_DIFF). */
const most = 104_448

type Sides = { readonly before: PathState | null; readonly after: PathState | null }

/** What the changes make of the path; undefined if they leave it alone. */
function sidesOf(id: string, changes: readonly ModuleChange[]): Sides | undefined {
  const own = changes.filter(({ want }) => want.kind === 'path' && want.id === id)
  if (own.length === 0) return undefined
  return { before: own[0]?.before as PathState | null, after: own.at(-1)?.after as PathState | null }
}

/** The text of a file before and after the changes, also where it stays as it is. `header`: what is put ahead of each side. */
export function textDiff(id: string, observed: HostView, changes: readonly ModuleChange[], header = id): TextDiff {
  const now = see(observed, path(id))
  const { before, after } = sidesOf(id, changes) ?? { before: now, after: now }
  return { ...sideOf('before', before, header), ...sideOf('after', after, header) }
}

function sideOf(side: 'before' | 'after', state: PathState | null, header: string): TextDiff {
  const short = side === 'before' ? 'dst' : 'src'
  const text = state === null ? '' : shownText(state)
  if (text.length > most || (state?.text === null && (state.size ?? 0) > most)) return { [`${short}_larger`]: most }
  return state?.text === null ? { [`${short}_binary`]: 1 } : { [side]: text, [`${side}_header`]: header }
}

/** The diff of a module that edits one text file: its content, and its attributes. */
export function editDiff(id: string, observed: HostView, changes: readonly ModuleChange[]) {
  const header = `${id} (file attributes)`
  const { before, after } = pathDiff(id, changes)
  const next = ownershipOf(after)
  const attributes = Object.keys(next).length === 0 ? {} : { before: ownershipOf(before), after: next }
  return [
    textDiff(id, observed, changes, `${id} (content)`),
    { before_header: header, after_header: header, ...attributes },
  ]
}

const ownershipOf = ({ path: _, state: __, ...rest }: Attributes): Attributes => rest

/** The diff of a module that writes files: a text each, or the attributes if their content stays. */
export function writtenDiff(ids: readonly string[], observed: HostView, changes: readonly ModuleChange[]) {
  const isWritten = (id: string): boolean => {
    const sides = sidesOf(id, changes)
    return sides !== undefined && sides.before?.sha256 !== sides.after?.sha256
  }
  const written = ids.filter(isWritten)
  const [only] = ids
  if (written.length === 0 && ids.length === 1 && only !== undefined) return pathDiff(only, changes)
  return written.map(id => textDiff(id, observed, changes))
}

type Attributes = Readonly<Record<string, string>>

/** Path, and what differs of state, owner, group and mode. `becomes`: the state that the task asks for. */
export function pathDiff(
  id: string,
  changes: readonly ModuleChange[],
  becomes?: string,
): { readonly before: Attributes; readonly after: Attributes } {
  const sides = sidesOf(id, changes)
  const [before, after] = [attributesOf(sides?.before), attributesOf(sides?.after)]
  if (becomes !== undefined && sides !== undefined) after.state = becomes
  const isNew = sides?.before === null
  const differing = Object.keys(after).filter(name => after[name] !== before[name] && (name === 'state' || !isNew))
  const pick = (from: Attributes): Attributes =>
    Object.fromEntries([
      ['path', id],
      ...differing.flatMap(name => (from[name] === undefined ? [] : [[name, from[name]]])),
    ])
  return { before: pick(before), after: pick(after) }
}

function attributesOf(state: PathState | null | undefined): Record<string, string> {
  if (state === null) return { state: 'absent' }
  if (state === undefined) return {}
  const { owner, group, mode, target, type } = state
  return {
    state: target === undefined ? type : 'link',
    owner,
    group,
    mode,
    ...(target === undefined ? {} : { src: target }),
  }
}
