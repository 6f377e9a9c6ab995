/** `creates` and `removes`: paths that say whether a command has run already. */
import { z } from 'zod'
import type { HostView } from '../engine/module.ts'
import type { Ref } from '../resources/kind.ts'
import type { EditFailure } from './edit-failure.ts'
import { absolutePath, inFolder } from './paths.ts'
import { glob, path, type RefTo, see } from './refs.ts'

/** `creates` and `removes` of Ansible: a path or a pattern, also relative to `chdir`. */
export const marker = z.string().min(1)

/** The arguments of a command that markers may skip, and the directory in which it runs. */
export const markerArgs = {
  chdir: absolutePath
    .optional()
    .describe('The directory to run in. Default: the home directory of the user who logs in.'),
  creates: marker.optional().describe('Skip the command if this path exists, or a path matches this pattern.'),
  removes: marker.optional().describe('Skip the command if this path does not exist, or no path matches this pattern.'),
}

export type Markers = {
  readonly creates?: string | undefined
  readonly removes?: string | undefined
  readonly chdir?: string | undefined
}

/** The paths that decide whether a command runs, and its working directory. */
export function markerRefs(markers: Markers): readonly Ref[] {
  const { creates, removes, chdir } = markers
  const marked = [creates, removes].filter(file => file !== undefined).map(file => refFor(file, markers))
  return [...marked, ...(chdir === undefined ? [] : [path(chdir)])]
}

/** A relative path without `chdir` begins where a login does, which is not known before contact. */
export function checkMarkers(markers: Markers, fail: (fault: EditFailure) => void): void {
  for (const key of ['creates', 'removes'] as const) {
    const file = markers[key]
    if (file === undefined) continue
    const wrong = absolutePath.safeParse(inFolder(markers.chdir ?? '.', file)).error?.issues[0]
    if (!file.startsWith('/') && markers.chdir === undefined)
      fail({ message: 'A relative path needs `chdir`.', path: [key], found: file, expected: 'an absolute path' })
    else if (wrong) fail({ message: wrong.message, path: [key], found: file })
  }
}

function refFor(file: string, { chdir = '/' }: Markers): RefTo<object> {
  const id = inFolder(chdir, file)
  return /[*?[]/.test(id) ? glob(id) : path(id)
}

/** What a command creates, for the want that runs it: the way to take it back. `isConditional`: it may have nothing to do. */
export function createdBy(markers: Markers): { how?: { creates?: string; isConditional: true } } {
  const ref = markers.creates === undefined ? undefined : refFor(markers.creates, markers)
  if (ref === undefined && markers.removes === undefined) return {}
  return { how: { isConditional: true, ...(ref?.kind === 'path' && { creates: ref.id }) } }
}

/** Why the command is not run, in Ansible's words; undefined where it is. */
export function whyNotRun(markers: Markers, observed: HostView): string | undefined {
  const { creates, removes } = markers
  const exists = (file: string): boolean => {
    const ref = refFor(file, markers)
    const state = see(observed, ref)
    // What lies behind a link that swk does not follow, the shell finds.
    const isBehind = state !== null && 'via' in state
    return isBehind ? see(observed, glob(ref.id.replaceAll(/[\\{}~]/g, '\\$&'))) !== null : state !== null
  }
  if (creates !== undefined && exists(creates)) return `skipped, since ${creates} exists`
  if (removes !== undefined && !exists(removes)) return `skipped, since ${removes} does not exist`
  return undefined
}

/** What is registered of a command that was not run: as Ansible has it, a success that printed why. Nothing of one that is run. */
export function resultOfNotRun(markers: Markers, observed: HostView): Record<string, unknown> {
  const why = whyNotRun(markers, observed)
  return why === undefined
    ? {}
    : {
        rc: 0,
        msg: 'Did not run command since the condition is not met',
        stdout: why,
        stderr: '',
        stdout_lines: [why],
        stderr_lines: [],
      }
}
