/** What `-vv` and `-vvv` report: what is run on a host, and what is read of it. Standard input of steps, where secrets are, never. */
import { hasTrait } from '../../resources/index.ts'
import type { Ref, Step } from '../../resources/kind.ts'
import type { Emit } from '../events.ts'
import type { Task } from '../task.ts'

/** From which `-v` on it is reported. */
export const verbosityOf = { results: 1, steps: 2, reads: 3 } as const

type Told = { readonly task: Task; readonly steps: readonly Step[]; readonly user: string | undefined }

export function describeSteps({ task, steps, user }: Told): readonly string[] {
  const { name, place, noLog } = task
  const at = place === undefined ? '' : ` (${place.file}:${place.line})`
  const as = user === undefined ? '' : ` as ${user}`
  return steps.map(step =>
    noLog ? `"${name}"${at} runs a step${as}: hidden by no_log` : `"${name}"${at} runs${as}: ${step.script}`,
  )
}

export function describeReads(refs: readonly Ref[]): string {
  const read = refs.filter(({ kind }) => !hasTrait(kind, 'writeOnly'))
  // A name that is data holds arguments: a password may be among them.
  const names = read.map(({ kind, id }) => (id === '' || id.startsWith('{') ? kind : `${kind} ${id}`))
  return `reads ${[...new Set(names)].join(', ') || 'nothing'}`
}

/** Reports what is read of a host; undefined where that is not asked for. */
export function readsTold({ verbosity = 0, emit }: { readonly verbosity?: number; readonly emit: Emit }) {
  if (verbosity < verbosityOf.reads) return undefined
  return (host: string, text: string): void => emit({ type: 'detail', host, text })
}

/** Passes events on without the results of tasks. */
export function withoutResults(emit: Emit): Emit {
  return event => {
    if (event.type !== 'task' || event.result === undefined) return emit(event)
    const { result: _, ...rest } = event
    emit(rest)
  }
}
