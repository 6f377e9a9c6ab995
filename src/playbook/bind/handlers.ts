/** The handlers of a play: of two with one name in a list the first counts, and those without a name are told apart. */
import type { TaskSource } from '../types.ts'
import type { Binding } from './binding.ts'
import { type Prepared, topicsOf } from './prepared.ts'

/** What an include brings more than once is one handler. */
export function addHandlers(binding: Binding, sources: readonly TaskSource[]): void {
  const { prepared, handlers } = binding
  const all = binding.prepareAll(
    [...new Set(sources)].filter(source => !prepared.some(one => one.written === source)),
    'handlers',
  )
  const more = numbered(all, new Set(prepared.map(({ name }) => name)))
  // What a loop makes of one handler has its place.
  const isHidden = (one: Prepared, i: number): boolean =>
    more.slice(0, i).some(({ name, source }) => name === one.name && source.path !== one.source.path)
  const own = more.filter((one, i) => !isHidden(one, i))
  const names = new Set(own.map(({ name }) => name))
  for (const list of [prepared, handlers])
    for (let i = list.length - 1; i >= 0; i--) if (names.has(list[i]?.name ?? '')) list.splice(i, 1)
  prepared.push(...own)
  binding.topics = topicsOf(prepared, binding.topology?.handlers ?? [], binding.vars)
  handlers.push(...own.map(one => binding.complete(one)))
}

/** A handler without a name is called by its module, as others may be: it takes the place of none of them. */
function numbered(handlers: readonly Prepared[], taken: Set<string>): readonly Prepared[] {
  for (const { name, source } of handlers) if (source.name !== undefined) taken.add(name)
  return handlers.map(one => {
    if (one.source.name !== undefined) return one
    let name = one.name
    for (let count = 2; taken.has(name); count++) name = `${one.name} (${count})`
    taken.add(name)
    return { ...one, name }
  })
}
