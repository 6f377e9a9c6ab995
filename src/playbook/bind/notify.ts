/** `notify`: names and topics -> handlers. */
import { type Diagnostic, SwkError } from '../../errors/diagnostic.ts'
import { hintFor } from '../../errors/suggest.ts'
import { render } from '../../template/index.ts'
import type { TaskSource } from '../types.ts'
import type { HostVars } from './host-vars.ts'

/** The names of the handlers that a task notifies; a name that no handler has is a diagnostic. */
export function notifies(
  task: TaskSource,
  vars: HostVars,
  topics: ReadonlyMap<string, readonly string[]>,
): { names: readonly string[]; diagnostics: readonly Diagnostic[] } {
  const diagnostics: Diagnostic[] = []
  const names = task.notify.flatMap((written, i) => {
    const place = task.source.place([...task.path, 'notify', i])
    try {
      const name = String(render(written, vars.of(task.vars), place))
      const found = topics.get(name)
      if (!found)
        diagnostics.push({
          code: 'unknown-handler',
          message: `The play has no handler \`${name}\`.`,
          place,
          found: name,
          ...hintFor(name, topics.keys()),
        })
      return found ?? []
    } catch (error) {
      if (!(error instanceof SwkError)) throw error
      diagnostics.push(...error.diagnostics)
      return []
    }
  })
  return { names: [...new Set(names)], diagnostics }
}
