/** `creates` and `removes`: paths that say whether a command has run already. */
import type { HostView } from '../engine/module.ts'
import type { Ref } from '../resources/kind.ts'
import { absolutePath } from './paths.ts'
import { path, see } from './refs.ts'

/** `creates` and `removes` of Ansible, without its patterns. */
export const marker = absolutePath.refine(given => !/[*?[]/.test(given), 'Patterns (*, ?, [) are not supported yet.')

export type Markers = { readonly creates?: string | undefined; readonly removes?: string | undefined }

export function markerRefs({ creates, removes }: Markers): readonly Ref[] {
  return [creates, removes].filter(file => file !== undefined).map(file => path(file))
}

/** Why the command is not run, in Ansible's words; undefined where it is. */
export function whyNotRun({ creates, removes }: Markers, observed: HostView): string | undefined {
  if (creates !== undefined && see(observed, path(creates)) !== null) return `skipped, since ${creates} exists`
  if (removes !== undefined && see(observed, path(removes)) === null) return `skipped, since ${removes} does not exist`
  return undefined
}

/** What is registered of a command that was not run: as Ansible has it, a success that printed why. Nothing of one that is run. */
export function resultOfNotRun(markers: Markers, observed: HostView): Record<string, unknown> {
  const why = whyNotRun(markers, observed)
  return why === undefined ? {} : { rc: 0, stdout: why, stderr: '', stdout_lines: [why], stderr_lines: [] }
}
