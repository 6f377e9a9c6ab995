/** The one walk over a play's tree of tasks: sections, blocks with `rescue` and `always`, and where handlers run. */
import { type BlockPart, goesOn, type HostPlay, type Scope, sections, type Task } from '../task.ts'

/** `following`: the tasks after it that run next if it succeeds, up to the next block. */
export type Op =
  | { readonly type: 'task'; readonly task: Task; readonly following: Iterable<Task> }
  | { readonly type: 'flush'; readonly section: string }
  | { readonly type: 'reconnect' }

/** How an operation ended. `interrupted` ends the walk at once; the rest of a play is left after `failed`. */
export type OpStatus = 'done' | 'skipped' | 'failed' | 'interrupted'

export type Node =
  | { readonly type: 'task'; readonly task: Task }
  | { readonly type: 'block'; readonly parts: Readonly<Record<BlockPart['part'], readonly Node[]>> }

/**
 * Yields what is to be done next, and takes how it ended: the same walk for check and play. Handlers run at the end of each
 * section that has tasks, where `meta: flush_handlers` stands, and with `force_handlers` after a failure.
 */
export function* schedule(play: HostPlay, scope: () => Scope): Generator<Op, OpStatus, OpStatus> {
  let end: OpStatus = 'done'
  const around: Around = { scope, ended: new Set() }
  for (const section of sections) {
    const tasks = play.tasks.filter(task => task.section === section)
    if (tasks.length === 0) continue
    const status = yield* walk(buildTree(tasks), section, around)
    if (status === 'ended') return end
    if (status === 'failed' && goesOn(section)) end = 'failed'
    else if (status !== 'done') {
      if (status === 'failed' && play.forceHandlers) yield { type: 'flush', section }
      return status
    }
    const flushed = yield { type: 'flush', section }
    if (flushed !== 'done') return flushed
  }
  return end
}

/** `ended`: roles that `meta: end_role` has ended. */
type Around = { readonly scope: () => Scope; readonly ended: Set<object> }

export type WalkStatus = 'done' | 'failed' | 'interrupted' | 'ended'

function* walk(nodes: readonly Node[], section: Task['section'], around: Around): Generator<Op, WalkStatus, OpStatus> {
  let end: WalkStatus = 'done'
  for (const [i, node] of nodes.entries()) {
    const status = yield* node.type === 'task'
      ? walkTask(node.task, around, tasksFrom(nodes, i + 1))
      : walkBlock(node.parts, section, around)
    // What is wrong with a deployment is told as a whole, and what can be taken back is.
    if (status === 'failed' && goesOn(section)) end = status
    else if (status !== 'done') return status
  }
  return end
}

/** A handler, with what it includes. */
export function* walkHandler(task: Task, scope: () => Scope): Generator<Op, WalkStatus, OpStatus> {
  return yield* walkTask(task, { scope, ended: new Set() })
}

function* tasksFrom(nodes: readonly Node[], from: number): Generator<Task> {
  for (let i = from; i < nodes.length; i++) {
    const node = nodes[i]
    if (node?.type !== 'task' || node.task.meta === 'end_role' || node.task.meta === 'reset_connection') return
    yield node.task
  }
}

function* walkTask(task: Task, around: Around, following: Iterable<Task> = []): Generator<Op, WalkStatus, OpStatus> {
  const { scope, ended } = around
  if (task.role && ended.has(task.role)) return 'done'
  if (task.meta === 'flush_handlers') {
    const flushed = yield { type: 'flush', section: task.section }
    return flushed === 'skipped' ? 'done' : flushed
  }
  const status = yield { type: 'task', task, following }
  if (task.meta === 'end_host' && status === 'done') return 'ended'
  if (task.meta === 'reset_connection' && status === 'done') yield { type: 'reconnect' }
  if (task.meta === 'end_role' && task.role && status === 'done') ended.add(task.role)
  if (task.include && status === 'done')
    return yield* walk(buildTree(task.include(scope()), task.within?.length), task.section, around)
  return status === 'skipped' ? 'done' : status
}

/** A rescued failure is none; `always` runs whatever happened, and its own failure counts. */
function* walkBlock(
  { block, rescue, always }: Readonly<Record<BlockPart['part'], readonly Node[]>>,
  section: Task['section'],
  around: Around,
): Generator<Op, WalkStatus, OpStatus> {
  let status = yield* walk(block, section, around)
  if (status === 'failed' && rescue.length > 0) status = yield* walk(rescue, section, around)
  if (status === 'interrupted' || status === 'ended') return status
  const last = yield* walk(always, section, around)
  return last === 'done' ? status : last
}

/** The tree of tasks that name the blocks they stand in, outermost first. */
export function buildTree(tasks: readonly Task[], depth = 0): readonly Node[] {
  const nodes: Node[] = []
  for (let at = 0; at < tasks.length; ) {
    const task = tasks[at] as Task
    const id = task.within?.[depth]?.block
    if (id === undefined) {
      nodes.push({ type: 'task', task })
      at++
      continue
    }
    const after = tasks.findIndex((other, i) => i > at && other.within?.[depth]?.block !== id)
    const inside = tasks.slice(at, after === -1 ? tasks.length : after)
    const part = (name: BlockPart['part']) =>
      buildTree(
        inside.filter(one => one.within?.[depth]?.part === name),
        depth + 1,
      )
    nodes.push({ type: 'block', parts: { block: part('block'), rescue: part('rescue'), always: part('always') } })
    at += inside.length
  }
  return nodes
}
