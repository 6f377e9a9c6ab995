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
  const own = task.notify.map((text, i) => ({ text, source: task.source, path: [...task.path, 'notify', i] }))
  const names = [...(task.outer?.notify ?? []), ...own].flatMap(({ text, source, path }) => {
    const place = source.place(path)
    try {
      const name = String(render(text, vars.of(task), place))
      const role = task.outer?.role?.name
      const found = (role === undefined ? undefined : topics.get(`${role} : ${name}`)) ?? topics.get(name)
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
