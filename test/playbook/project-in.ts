/** A project in a throw-away folder, loaded; its tasks resolved as the engine does. */
import type { Resolution, Scope } from '../../src/engine/task.ts'
import { SwkError } from '../../src/errors/diagnostic.ts'
import type { LoadedPlay } from '../../src/playbook/loaded-play.ts'
import { type LoadOptions, loadProject, type Project } from '../../src/playbook/project.ts'
import { brief } from '../errors/caught.ts'
import { folderWith } from '../inventory/folder.ts'

export type Files = Readonly<Record<string, string>>

const hosts = 'all: { children: { web: { hosts: { a1: { only_a1: 1 }, a2: } } } }\n'

/** `site.yaml` and `hosts.yaml` (two hosts a1, a2 in `web`), with more files. */
export function load(playbook: string, files: Files = {}, options: Partial<LoadOptions> = {}): Promise<Project> {
  const cwd = folderWith({ 'hosts.yaml': hosts, ...files, 'site.yaml': playbook })
  return loadProject({ playbook: 'site.yaml', inventory: 'hosts.yaml', cwd, ...options })
}

/** Tasks (YAML of a list, not indented) as a play of both hosts. */
export const play = (tasks: string, head = ''): string =>
  `- hosts: web\n${indent(head)}  tasks:\n${indent(indent(tasks))}`

const indent = (text: string): string => text.replace(/^(?=.)/gm, '  ')

/** What is wrong: `code line:column (hint)` of each. */
export async function faults(
  playbook: string,
  files: Files = {},
  options: Partial<LoadOptions> = {},
): Promise<string[]> {
  try {
    await load(playbook, files, options)
    return []
  } catch (error) {
    if (error instanceof SwkError) return error.diagnostics.map(brief)
    throw error
  }
}

export const nothing: Scope = { host: 'a1', registered: new Map(), pending: new Map(), observed: null }
export const registered = (values: Record<string, unknown>): Scope => ({
  ...nothing,
  registered: new Map(Object.entries(values)),
})

/** What the tasks of the first play resolve to on a host, as short text: their arguments, or why they don't run. */
export function resolved(project: Project, scope: Scope = nothing, host = 'a1'): unknown[] {
  const { tasks } = (project.plays[0] as LoadedPlay).bind(host)
  return tasks.map(task => shown(task.resolve({ ...scope, host })))
}

function shown(resolution: Resolution): unknown {
  if (resolution.type === 'skip') return `skip: ${resolution.because}`
  if (resolution.type === 'waits') return `waits: ${resolution.on}`
  const [first, ...more] = resolution.instances
  return more.length === 0 && first?.label === undefined ? first?.args : resolution.instances
}
