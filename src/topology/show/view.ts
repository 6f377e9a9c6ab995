/** What a compiled topology means, read off the tasks and the files that it would write: what all formats show. Pure. */
import type { Task } from '../../engine/task.ts'
import type { CompiledTopology } from '../index.ts'
import { allRunning, type Traffic, trafficOf } from '../routing/traffic.ts'
import { type ShownFile, type ShownTask, shownFiles } from './contents.ts'
import { placeholderHost } from './placeholders.ts'
import { type Process, processesOf } from './processes.ts'

export type View = {
  /** Main, then the workers. */
  readonly processes: readonly Process[]
  /** When all workers run. */
  readonly traffic: Traffic
  readonly tasks: readonly ShownTask[]
  readonly files: readonly ShownFile[]
}

export function viewOf({ deployment, tasks, handlers, verification }: Omit<CompiledTopology, 'evidence'>): View {
  // The files are those of the end, when all workers run; the tasks those of a host on which none does yet.
  const files = shownFiles(tasks.map(task => resolved(task, true)))
  const textOf = (path: string): string => files.find(file => file.path === path)?.text ?? ''
  const traffic = trafficOf(deployment, allRunning(deployment))
  return {
    processes: processesOf(deployment, traffic, textOf),
    traffic,
    tasks: [...tasks, ...handlers, ...verification].filter(({ meta }) => !meta).map(task => resolved(task, false)),
    files,
  }
}

function resolved(task: Task, running: boolean): ShownTask {
  const observed = placeholderHost({ running })
  const resolution = task.meta
    ? undefined
    : task.resolve({ host: '', registered: new Map(), pending: new Map(), observed })
  const instances = resolution?.type === 'run' ? resolution.instances : []
  return { section: task.section, name: task.name, module: task.module.name, instances }
}
