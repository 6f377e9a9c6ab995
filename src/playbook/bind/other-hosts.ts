/** `hostvars`: what a host sees of itself and of the others, their facts and results among them. */
import type { Scope } from '../../engine/task.ts'
import { magicVars } from '../../inventory/index.ts'
import type { Host, Inventory } from '../../inventory/types.ts'
import { type Layer, type Vars, vars } from '../../template/index.ts'
import type { BindContext } from './context.ts'
import { renderedVar } from './host-vars.ts'
import { type OthersOfRun, Waiting } from './registers.ts'

/** Names that tasks register or set, as far as a task can see them. */
export type SeenNames = {
  /** By earlier plays, or this one, on this host. */
  readonly own: ReadonlySet<string>
  /** By the tasks of this play before it, on any of its hosts. */
  readonly here: ReadonlySet<string>
  /** By tasks with `delegate_facts`, for other hosts. */
  readonly given: ReadonlySet<string>
  /** The facts that this play reads. */
  readonly facts: readonly string[]
}

export type HostVarsView = {
  readonly host: string
  readonly context: BindContext
  readonly seen: SeenNames
  readonly scope: Scope
  /** The position of the task in its play. */
  readonly order: number | undefined
  /** Called where a value may be another at another time. */
  touch(): void
}

type Unwatched = Omit<HostVarsView, 'touch'>

export function othersOfRun(view: Unwatched): OthersOfRun {
  const { seen, scope, order, host } = view
  const mayChange = seen.own.has('groups')
  return {
    values: touch => {
      const inventory = inventoryNow(view)
      return {
        hostvars: viewHostVars({ ...view, context: { ...view.context, inventory }, touch }),
        ...(mayChange && scope.observed && groupsIn(inventory, host)),
      }
    },
    areGroupsPending: () =>
      order !== undefined &&
      seen.here.has('groups') &&
      view.context.playHosts.some(one => one !== host && scope.others?.isBehind(one, order)),
  }
}

function groupsIn(inventory: Inventory, host: string): Readonly<Record<string, unknown>> {
  const { groups, group_names } = magicVars(inventory, host)
  return { groups, group_names }
}

const extended = new WeakMap<Inventory, { readonly by: string; readonly inventory: Inventory }>()

/** With what the tasks of the run have added so far; a check sees what its tasks would add. */
function inventoryNow({ context: { inventory }, scope, host }: Unwatched): Inventory {
  const additions = scope.others?.additions(host) ?? []
  if (additions.length === 0 || inventory.extend === undefined) return inventory
  const by = JSON.stringify(additions)
  const known = extended.get(inventory)
  if (known?.by === by) return known.inventory
  const now = inventory.extend(additions)
  extended.set(inventory, { by, inventory: now })
  return now
}

/** A mapping of all hosts; what a task registers is looked up when it is used. Throws Waiting where it is still to come. */
export function viewHostVars(view: HostVarsView): Readonly<Record<string, unknown>> {
  const { hosts } = view.context.inventory
  const made = new Map<string, unknown>()
  return lazyRecord(
    () => [...hosts.keys()],
    name => {
      const host = hosts.get(name)
      if (host === undefined && view.seen.own.has('groups') && view.scope.observed === null) throw new Waiting(name)
      if (host === undefined) return undefined
      const value = made.get(name) ?? valuesOf(host, view)
      made.set(name, value)
      return { value }
    },
  )
}

function valuesOf(host: Host, view: HostVarsView): Readonly<Record<string, unknown>> {
  const { context } = view
  const registered = resultsOf(host.name, view)
  const magic = magicVars(context.inventory, host.name)
  const scope = vars(
    { values: magic, data: true },
    { values: context.extraVars },
    { values: registered, data: true },
    { values: host.vars },
  )
  const find = (name: string): Layer | undefined => scope.layers.find(layer => Object.hasOwn(layer.values, name))
  const names = () => [...new Set(scope.layers.flatMap(({ values }) => Object.keys(values)))]
  return lazyRecord(names, name => {
    const layer = find(name)
    return layer && valueIn(layer, name, scope)
  })
}

function valueIn({ values, data }: Layer, name: string, scope: Vars): { readonly value: unknown } | undefined {
  return data ? { value: values[name] } : renderedVar(values[name], scope)
}

/** What is registered of a host, name by name. */
function resultsOf(host: string, { host: self, seen, context, scope, order, touch }: HostVarsView) {
  const { others } = scope
  const isSelf = host === self
  const isInPlay = context.playHosts.includes(host)
  const registered = isSelf ? scope.registered : others?.registered(host)
  const possible = new Set([
    ...(isSelf ? seen.own : (context.registeredBefore?.get(host) ?? [])),
    ...(isInPlay ? [...seen.here, ...seen.facts] : seen.given),
  ])
  const isToCome = (name: string): boolean => {
    if (scope.observed === null) return !registered?.has(name)
    if (others?.isGiven(host, name)) return false
    if (isSelf) return scope.pending.has(name)
    if (others?.isPending(host, name)) return true
    return isInPlay && order !== undefined && seen.here.has(name) && (others?.isBehind(host, order) ?? false)
  }
  const names = () => [...new Set([...(registered?.keys() ?? []), ...possible])]
  return lazyRecord(names, name => {
    // What a task after this one registers is not there yet, though the other host may be ahead.
    const isKnown = isSelf ? registered?.has(name) : others?.isEarlier(host, name) || others?.isGiven(host, name)
    touch()
    if (!possible.has(name) && !isKnown) return undefined
    if (possible.has(name) && isToCome(name)) throw new Waiting(`what ${host} registers`, !isSelf)
    return registered?.has(name) ? { value: registered.get(name) } : undefined
  })
}

/** A mapping whose values are looked up one by one. */
function lazyRecord(
  names: () => readonly string[],
  find: (name: string) => { readonly value: unknown } | undefined,
): Readonly<Record<string, unknown>> {
  const look = (name: string | symbol) => (typeof name === 'string' ? find(name) : undefined)
  return new Proxy<Record<string, unknown>>(
    {},
    {
      get: (_, name) => look(name)?.value,
      has: (_, name) => look(name) !== undefined,
      ownKeys: () => [...names()],
      getOwnPropertyDescriptor(_, name) {
        const found = look(name)
        return found && { value: found.value, enumerable: true, configurable: true, writable: true }
      },
    },
  )
}
