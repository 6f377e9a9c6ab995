/** The tasks of a section for one host: those that its tags and `run_once` leave, with what includes and loops over hosts bring. */

import { batchesOf } from '../batches.ts'
import { moduleKey } from '../modules.ts'
import { nothingAround } from '../parse/inherit.ts'
import { optional } from '../parse/optional.ts'
import type { Play, TaskSource } from '../types.ts'
import { addVisible, type Binding, beforeContact } from './binding.ts'
import { boundTask } from './bound-task.ts'
import { collectItems, type Item, itemName } from './collect-items.ts'
import type { BindContext } from './context.ts'
import { delegatesByItem } from './delegate.ts'
import { renderFlags } from './flags.ts'
import { loopModule } from './include-tasks.ts'
import { metaOf } from './meta.ts'
import { namesSetBy } from './names-set.ts'
import { prepareInclude } from './prepare-include.ts'
import { prepareTask } from './prepare-task.ts'
import type { Prepared } from './prepared.ts'
import { isSelected } from './tags.ts'

export function prepareAll(
  binding: Binding,
  sources: readonly TaskSource[],
  section: Prepared['section'],
): readonly Prepared[] {
  const { play, context, vars, problems, visible } = binding
  return sources
    .filter(source => section === 'handlers' || isChosen(source, play, context))
    .map(source => problems.attempt(() => renderFlags(source, vars.of(source))) ?? source)
    .filter(source => section === 'handlers' || runsHere(binding, source))
    .flatMap(source => {
      if (metaOf(source) === 'flush_handlers') seeHandlers(binding)
      if (delegatesByItem(source)) return prepareItems(binding, source, section)
      const seen = section === 'handlers' ? visible : new Set(visible)
      if (source.include) return prepareInclude(binding, source, section, seen)
      return prepareTask(binding, source, section, seen) ?? []
    })
}

/** What handlers register and set is seen by the tasks after a flush. */
export function seeHandlers(binding: Binding): void {
  addVisible(
    binding,
    binding.play.sections.handlers.flatMap(handler => namesIn(binding, handler)),
  )
}

/** What a task registers and sets. */
function namesIn({ context }: Binding, { register, module, args }: TaskSource): readonly string[] {
  return [...(register === undefined ? [] : [register]), ...namesSetBy(context.modules.get(moduleKey(module)), args)]
}

/** The host that runs the tasks with `run_once` of its batch. */
export function leaderOf({ context, play, host }: Binding): string | undefined {
  return batchesOf(play, context.playHosts).find(hosts => hosts.includes(host.name))?.[0]
}

/** `run_once`: on the first host of each batch; the others take what it registers. */
function runsHere(binding: Binding, source: TaskSource): boolean {
  return !source.runOnce || namesIn(binding, source).length > 0 || leaderOf(binding) === binding.host.name
}

/** A task whose host is that of its loop item is a task for each. */
function prepareItems(binding: Binding, source: TaskSource, section: Prepared['section']): readonly Prepared[] {
  const { host, vars, context, visible, problems } = binding
  const { loop: _, loopKey: __, delegateTo, ...single } = source
  const bound = boundTask({ task: source, module: loopModule, host: host.name, vars, context, visible })
  const resolution = problems.attempt(() => bound.resolve(beforeContact(binding)))
  if (resolution?.type === 'waits') {
    const message = '`delegate_to` by loop item is supported for a loop that is known before contact.'
    problems.add({ code: 'not-supported', message, place: source.source.place([...source.path, 'delegate_to']) })
  }
  const instances = resolution?.type === 'run' ? resolution.instances : []
  const collected: Item[] = []
  const prepared = instances.flatMap(({ item }, i) => {
    const outer = source.outer ?? nothingAround.outer
    const items = { ...outer.items, [source.loopVar]: item }
    const register = source.register && itemName(source, i)
    if (register !== undefined) collected.push({ register, item })
    const own = register !== undefined && { register, ...optional('resultName', source.register) }
    return prepareAll(
      binding,
      [{ ...single, ...own, ...optional('delegateTo', delegateTo), outer: { ...outer, items } }],
      section,
    )
  })
  if (source.register === undefined) return prepared
  addVisible(binding, [source.register])
  return [...prepared, collectItems(source, collected, { order: binding.order, section })]
}

/** Selected by its own tags, and each `include_*` around it by that one's. */
function isChosen({ tags, outer }: TaskSource, play: Play, context: BindContext): boolean {
  return [tags, ...(outer?.tagGates ?? [])].every(some => isSelected([...play.tags, ...some], context))
}
