/** Files whose content the host makes itself. */
import { lines, raw, type Sh, sh } from '../shell/sh.ts'
import type { State, Step } from './kind.ts'
import { functions } from './path/functions.ts'
import { scriptOf } from './path/script.ts'

/** Creates a file of what `program` prints. `after`: owner, group, mode. */
export function createFrom(program: Sh, { id, after, title }: { id: string; after: State; title: string }): Step {
  const state = { ...after, type: 'file' }
  const want = { kind: 'path', id, state, content: 'created on the host' }
  const script = sh`{ ${raw(program)}; } | ( set -e; ${raw(scriptOf({ want, before: null, after: state }, ''))}\n)`
  return { name: title, script: lines(functions, script), timeout: 60 }
}
