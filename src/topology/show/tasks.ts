/** `--format tasks`: the tasks that the topology is compiled to, in their order, with what they are told. Pure. */
import { stringify } from 'yaml'
import type { FilesArgs } from '../rollout/modules/files.ts'
import type { ShownTask } from './contents.ts'
import type { View } from './view.ts'

export function tasksText({ tasks }: View): string {
  return tasks.map(taskText).join('')
}

function taskText(task: ShownTask): string {
  const rows = argsOf(task).map(args => `    ${inOneLine(args)}\n`)
  return `${task.section}: ${task.name} [${task.module}]\n${rows.join('')}`
}

/** What is off is what nobody asked for. */
function inOneLine(args: unknown): string {
  const said = Object.fromEntries(Object.entries(args as object).filter(([, value]) => value !== false))
  return stringify(said, { version: '1.1', collectionStyle: 'flow', lineWidth: 0 }).trim()
}

/** As data: what each instance is told. Of files the paths: their text is what `--format files` is for. */
export function plainTask(task: ShownTask) {
  return { section: task.section, name: task.name, module: task.module, instances: argsOf(task) }
}

/** What checks are told is the topology itself. */
function argsOf({ section, module, instances }: ShownTask): readonly unknown[] {
  if (module === 'preflight' || section === 'verification') return []
  return instances.map(({ args }) => (module === 'files' ? { files: pathsOf(args as FilesArgs) } : args))
}

const pathsOf = ({ files }: FilesArgs): readonly string[] => files.map(({ path }) => path)
