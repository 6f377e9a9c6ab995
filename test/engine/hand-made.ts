/** Small modules and tasks over real resource kinds, for the engine's pure parts. */
import { type Module, Refusal, refKey, type State, type Want } from 'swk'
import type { Instance, Task } from '../../src/engine/index.ts'
import { HostState } from '../../src/engine/plan/host-state.ts'

type Ref = { readonly kind: string; readonly id: string }

export const path = (id: string): Ref => ({ kind: 'path', id })
export const folder: State = { type: 'directory', mode: '0755', owner: 'root', group: 'root' }

/** A module that looks at what it wants, and wants what it is told to. */
export function wanting(...wants: readonly Want[]): Module {
  const looked = wants.filter(want => want.kind !== 'command' && want.kind !== 'unit-job')
  return module(
    looked.map(({ kind, id }) => ({ kind, id })),
    () => wants,
  )
}

/** A module that needs something to be there. */
export function needing(ref: Ref, ...wants: readonly Want[]): Module {
  return module([ref], observed => {
    if (observed.state(ref) === null) throw new Refusal(`there is no ${refKey(ref)}`)
    return wants
  })
}

export function module(
  reads: readonly Ref[],
  plan: Module['plan'] extends (args: never, o: infer O) => infer W ? (o: O) => W : never,
): Module {
  return {
    name: 'hand-made',
    summary: '',
    args: undefined as never,
    reads: () => reads,
    plan: (_, observed) => plan(observed),
  }
}

export function task(
  name: string,
  its: Module,
  more: Partial<Task> & { readonly instances?: readonly Instance[] } = {},
): Task {
  const { instances = [{ args: {} }], ...rest } = more
  return {
    name,
    module: its,
    section: 'tasks',
    notify: [],
    ignoreErrors: false,
    noLog: false,
    become: true,
    resolve: () => ({ type: 'run', instances }),
    ...rest,
  }
}

/** A host that was read: what is not named here is there as null. */
export function host(found: Readonly<Record<string, State>>, ...absent: readonly string[]): HostState {
  return new HostState(
    new Map<string, State | null>([...absent.map(key => [key, null] as const), ...Object.entries(found)]),
  )
}

export const command = (text: string): Want => ({
  kind: 'command',
  id: JSON.stringify({ argv: [text] }),
  state: { ran: true },
})
export const installed = (id: string): Want => ({ kind: 'package', id, state: { installed: true } })
