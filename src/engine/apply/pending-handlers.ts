/** Notified handlers are kept on the host until they have run, so that an interrupted run loses none. */
import { kindOf } from '../../resources/index.ts'
import { refKey, type Step } from '../../resources/kind.ts'
import { pendingHandlersRef } from '../../resources/pending-handlers.ts'
import type { HostState } from '../plan/host-state.ts'

/** Handlers that the host has noted as due. */
export function readPendingHandlers(world: HostState): readonly string[] {
  return (world.state(pendingHandlersRef)?.handlers ?? []) as readonly string[]
}

/** Steps that note handlers as due, or strike them off. None where the host has it so. */
export function renderPendingHandlers(
  world: HostState,
  { note = [], strike = [] }: { readonly note?: readonly string[]; readonly strike?: readonly string[] },
): readonly Step[] {
  const handlers = readPendingHandlers(world)
  const next = [...new Set([...handlers, ...note])].filter(name => !strike.includes(name)).sort()
  if (next.length === handlers.length) return []
  const state = { handlers: next }
  const steps = kindOf(pendingHandlersRef.kind).write?.({ handlers }, state, { ...pendingHandlersRef, state }) ?? []
  world.record(new Map([[refKey(pendingHandlersRef), state]]))
  return steps
}
