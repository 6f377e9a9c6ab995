/** `--format tasks`: the tasks that the topology is compiled to, in their order, with their arguments. Pure. */
import { stringifyYaml } from '../../resources/synapse/yaml.ts'
import type { AbsentArgs } from '../rollout/modules/absent.ts'
import type { BackupArgs } from '../rollout/modules/backup.ts'
import type { FilesArgs } from '../rollout/modules/files.ts'
import type { ProcessesArgs } from '../rollout/modules/processes.ts'
import type { ShownTask } from './contents.ts'
import type { View } from './view.ts'

export function tasksText({ tasks }: View): string {
  return tasks.map(taskText).join('')
}

function taskText(task: ShownTask): string {
  const isCheck = task.module === 'preflight' || task.section === 'verification'
  const rows = argsOf(task).flatMap(rowsOf)
  const shown = rows.length > 0 || isCheck ? rows : ['(nothing to do on a host without workers)']
  return `${task.section}: ${task.name} [${task.module}]\n${shown.map(row => `    ${row}\n`).join('')}`
}

/** A list of paths has a line for each. */
function rowsOf(args: unknown): readonly string[] {
  const entries = Object.entries(args as object)
  const paths = entries.filter(([name]) => name === 'files' || name === 'directories').flatMap(([, value]) => value)
  return paths.length > 0 || entries.every(([, value]) => Array.isArray(value)) ? paths : [inOneLine(args)]
}

const inOneLine = (args: unknown): string => stringifyYaml(args, 'flow').trim()

/** As data. Of files the paths: `--format files` shows their text. */
export function plainTask(task: ShownTask) {
  return { section: task.section, name: task.name, module: task.module, instances: argsOf(task) }
}

/** A check takes the topology itself. */
function argsOf({ section, module, instances }: ShownTask): readonly unknown[] {
  if (module === 'preflight' || section === 'verification') return []
  return instances.flatMap(({ args }) => readable(module, args))
}

/** The arguments of modules that only a topology uses, without what they need to find their order. */
function readable(module: string, args: unknown): readonly unknown[] {
  if (module === 'processes') return [...writtenBy(args as ProcessesArgs), ...unitsOf(args as ProcessesArgs)]
  if (module === 'files' || module === 'backup') return [{ files: pathsOf(args as FilesArgs | BackupArgs) }]
  if (module !== 'absent') return [withoutDefaults(args)]
  const { files, folders } = args as AbsentArgs
  return [{ files, directories: folders }]
}

const writtenBy = ({ files }: ProcessesArgs): readonly unknown[] =>
  files === undefined ? [] : [{ files: pathsOf(files) }]

/** As arguments of the module `systemd`. */
function unitsOf({ started, stopped, reload }: ProcessesArgs): readonly unknown[] {
  return [
    ...(reload === undefined ? [] : [{ name: reload, state: 'reloaded' }]),
    ...stopped.map(({ unit }) => ({ name: unit, state: 'stopped', enabled: false })),
    ...started.map(({ args }) => withoutDefaults(args)),
  ]
}

/** An option that is off is one that the topology does not use. */
const withoutDefaults = (args: unknown): unknown =>
  Object.fromEntries(Object.entries(args as object).filter(([, value]) => value !== false))

const pathsOf = ({ files }: FilesArgs | BackupArgs): readonly string[] => files.map(({ path }) => path)
