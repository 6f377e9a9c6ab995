/** `delegate_to`: on which host a task runs in the place of its own. */
import { type Place, SwkError } from '../../errors/diagnostic.ts'
import { hintFor } from '../../errors/suggest.ts'
import { render, type Vars } from '../../template/index.ts'
import type { TaskSource } from '../types.ts'
import type { BindContext } from './context.ts'

type Own = { readonly host: string; readonly context: BindContext }

/** The host; undefined: its own. Throws SwkError where it cannot be known before contact, or the inventory does not have it. */
export function delegateOf({ delegateTo }: TaskSource, vars: Vars, { host, context }: Own): string | undefined {
  if (delegateTo === undefined) return undefined
  const place = delegateTo.source.place(delegateTo.path)
  const name = String(renderHost(delegateTo.text, vars, place)).trim()
  if (name === host || name === '') return undefined
  if (context.inventory.hosts.has(name)) return name
  const near = hintFor(name, context.inventory.hosts.keys())
  // As in Ansible, a host that the inventory does not have is reached by its name; one that looks like another is a slip.
  if (/^[\w.:-]+$/.test(name) && (near.hint === undefined || /[.:]/.test(name))) return name
  throw new SwkError({
    code: 'bad-value',
    message: `The inventory has no host \`${name}\` to delegate to.`,
    found: name,
    place,
    ...near,
  })
}

function renderHost(text: string, vars: Vars, place: Place): unknown {
  try {
    return render(text, vars, place)
  } catch (error) {
    if (!(error instanceof SwkError)) throw error
    const hint = 'The host of `delegate_to` must be known before contact: no result can name it.'
    throw new SwkError(error.diagnostics.map(one => (one.code === 'undefined-variable' ? { ...one, hint } : one)))
  }
}

/** The host is that of each item of the loop. */
export function delegatesByItem({ delegateTo, loop, loopVar }: TaskSource): boolean {
  return delegateTo !== undefined && loop !== undefined && new RegExp(`\\b${loopVar}\\b`).test(delegateTo.text)
}
