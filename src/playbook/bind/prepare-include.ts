/** Includes: the tasks that they bring, before contact where their names are known, else while the play runs. */
import type { Instance, Task } from '../../engine/index.ts'
import { SwkError } from '../../errors/diagnostic.ts'
import type { TaskSource } from '../types.ts'
import { addVisible, type Binding, beforeContact, othersSeen, separately } from './binding.ts'
import { type Bound, boundTask } from './bound-task.ts'
import { addHandlers } from './handlers.ts'
import { includeModule, isCertain, namesSet, withinInclude } from './include-tasks.ts'
import { mayBeLeftOut } from './left-out.ts'
import { withIncluded } from './prepare-task.ts'
import { nameOf, type Prepared } from './prepared.ts'

type Section = Prepared['section']

/** The tasks of an include whose name is known now, or a task that brings them when it is. */
export function prepareInclude(
  binding: Binding,
  written: TaskSource,
  section: Section,
  seen: ReadonlySet<string>,
): readonly Prepared[] {
  const { context, host, vars, problems } = binding
  const source = withIncluded(written, binding.included)
  const bound = boundTask({
    task: source,
    module: includeModule,
    host: host.name,
    vars,
    context,
    visible: seen,
    others: othersSeen(binding),
  })
  const resolution = problems.attempt(() => bound.resolve(beforeContact(binding)))
  if (resolution === undefined || resolution.type === 'skip') return []
  const guessed =
    resolution.type === 'waits' && section !== 'handlers' ? bringByFacts(binding, source, bound, section) : undefined
  if (guessed) return guessed
  if (resolution.type === 'run' && section !== 'handlers')
    return resolution.instances.flatMap(
      (instance, i) => problems.attempt(() => bring(binding, source, { instance, at: i }, section)) ?? [],
    )
  const { possible = [] } = source.include ?? {}
  problems.add(...possible.flatMap(({ diagnostics }) => diagnostics.filter(isCertain)))
  binding.broughtHandlers.push(...possible.flatMap(one => one.handlers))
  const sets = possible.flatMap(({ tasks }) => namesSet(tasks, context.modules))
  addVisible(binding, sets)
  return [
    {
      order: binding.order,
      source,
      written,
      section,
      module: includeModule,
      bound,
      isMeta: false,
      name: nameOf(source, vars),
      sets,
    },
  ]
}

/** What the assumed facts name; the real ones decide later. Undefined: it depends on more than facts. */
function bringByFacts(
  binding: Binding,
  source: TaskSource,
  bound: Bound,
  section: Section,
): readonly Prepared[] | undefined {
  if (!binding.gathering) return undefined
  const { broughtHandlers } = binding
  const handlersBefore = broughtHandlers.length
  try {
    return separately(binding, () => {
      const resolution = bound.resolve({ ...beforeContact(binding), registered: binding.assumed })
      if (resolution.type === 'waits') return undefined
      binding.dependsOnFacts = true
      if (resolution.type !== 'run') return []
      return resolution.instances.flatMap((instance, at) => bring(binding, source, { instance, at }, section))
    })
  } catch (error) {
    if (!(error instanceof SwkError)) throw error
    broughtHandlers.length = handlersBefore
    return undefined
  }
}

/** The tasks of one instance of an include. Throws SwkError with what is wrong with their file. */
function bring(
  binding: Binding,
  source: TaskSource,
  { instance: { args, item, loopVar }, at }: { readonly instance: Instance; readonly at: number },
  section: Section,
): readonly Prepared[] {
  const found = source.include?.find(args as Readonly<Record<string, unknown>>)
  const items = {
    ...(item !== undefined && { [loopVar ?? source.loopVar]: item }),
    ...(source.indexVar !== undefined && { [source.indexVar]: at }),
  }
  const tasks = [...(found?.tasks ?? []), ...(found?.handlers ?? [])].filter(task => !mayBeLeftOut(task))
  binding.problems.add(...(binding.context.unknownModules?.(tasks) ?? []))
  binding.broughtHandlers.push(...(found?.handlers ?? []))
  const id = ++binding.brought
  return binding.prepareAll(
    (found?.tasks ?? []).map(task => withinInclude(task, source, items, id)),
    section,
  )
}

/** What an include brings while the play runs; worked out once for the same arguments. */
export function includer(binding: Binding, { source, bound, section, order }: Prepared): NonNullable<Task['include']> {
  const known = new Map<string, readonly Task[]>()
  return scope => {
    const resolution = bound.resolve(scope)
    if (resolution.type !== 'run') return []
    const { instances } = resolution
    const key = JSON.stringify(instances)
    binding.order = order
    const found = known.get(key) ?? separately(binding, () => bringNow(binding, source, instances, section))
    known.set(key, found)
    return found
  }
}

function bringNow(
  binding: Binding,
  source: TaskSource,
  instances: readonly Instance[],
  section: Section,
): readonly Task[] {
  const tasks = instances.flatMap((instance, at) => bring(binding, source, { instance, at }, section))
  addHandlers(binding, binding.broughtHandlers.splice(0))
  return tasks.map(one => binding.complete(one))
}
