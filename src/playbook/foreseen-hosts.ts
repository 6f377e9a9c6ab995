/** Hosts and groups that tasks add to the inventory, as far as they are known before contact. */
import { type Addition, additionsIn } from '../engine/additions.ts'
import type { HostPlay, HostView } from '../engine/index.ts'
import { Collector } from '../errors/collect.ts'

/** What the plays' tasks will add, as far as it is known before contact. */
export function foreseenAdditions(bound: ReadonlyMap<string, HostPlay>): readonly Addition[] {
  return [...bound].flatMap(([host, { tasks, handlers }]) =>
    [...tasks, ...handlers].flatMap(({ module, resolve }) => {
      if (!module.extendsInventory) return []
      const resolution = new Collector().attempt(() =>
        resolve({ host, registered: new Map(), pending: new Map(), observed: null }),
      )
      const instances = resolution?.type === 'run' ? resolution.instances : []
      return instances.flatMap(({ args }) => additionsIn(module, module.result?.(args, unread, []) ?? {}, host))
    }),
  )
}

/** Which groups there are is known now. */
export function withoutGroups(
  names: ReadonlyMap<string, ReadonlySet<string>>,
): ReadonlyMap<string, ReadonlySet<string>> {
  const isStill = (name: string) => name !== 'groups' && name !== 'group_names'
  return new Map([...names].map(([host, own]) => [host, new Set([...own].filter(isStill))]))
}

const unread: HostView = { state: () => null, text: () => null, mayExist: () => true, isMade: () => false }
