/** The variables of one host in one play, by Ansible's precedence. */

import { SwkError } from '../../errors/diagnostic.ts'
import { magicVars } from '../../inventory/index.ts'
import type { Host } from '../../inventory/types.ts'
import { hasTemplates, type Layer, omit, renderData, type Vars, vars, withFiles } from '../../template/index.ts'
import { batchesOf } from '../batches.ts'
import type { Play, RoleScope, TaskSource } from '../types.ts'
import type { BindContext } from './context.ts'
import { searchDirs } from './files.ts'
import { projectFiles } from './lookup-files.ts'

/** The variables of a play, those of its roles among them. */
export type PlayVars = Pick<Play, 'vars' | 'roleVars' | 'roleDefaults'> &
  Partial<Pick<Play, 'name' | 'serial' | 'order'>>

export type HostVars = {
  /** Variables without those of a task. */
  readonly base: Vars
  /** Variables for a task: loop item over magic ones, extra vars, registered results, the task's own, the play's and the inventory's. */
  of(
    task: Pick<TaskSource, 'vars' | 'outer'>,
    registered?: Readonly<Record<string, unknown>>,
    item?: Readonly<Record<string, unknown>>,
  ): Vars
  /** True where a registered name cannot be seen, because a stronger variable has it. */
  hides(name: string): boolean
}

export function hostVars(host: Host, play: PlayVars, context: BindContext): HostVars {
  const magic: Layer = { values: { ...magicOfPlay(play, host, context), ...magicOf(host, context) }, data: true }
  const extra: Layer = { values: context.extraVars }
  const { roleVars, roleDefaults } = play
  const weak: readonly Layer[] = [
    ...layer(roleVars),
    { values: context.varsFiles },
    { values: play.vars },
    { values: host.vars },
  ]
  const weakest: readonly Layer[] = [...layer(roleDefaults), fallbacks(host)]
  const files = projectFiles([context.playbookDir])
  const base = withFiles(vars(magic, extra, ...weak, ...weakest), files)
  return {
    base,
    hides: name =>
      Object.hasOwn(extra.values, name) || (Object.hasOwn(magic.values, name) && !namesOfRun.includes(name)),
    of(task, registered, item) {
      const own = layer(task.vars)
      const role = task.outer?.role
      const included = layer(task.outer?.included)
      if (included.length === 0 && own.length === 0 && !registered && !item && !task.outer) return base
      const all = vars(
        ...(item ? [{ values: item, data: true }] : []),
        ...(task.outer?.items ? [{ values: task.outer.items, data: true }] : []),
        ...ofRun(registered),
        magic,
        ...(role ? [{ values: magicOfRole(role), data: true }] : []),
        extra,
        ...layer(role?.params),
        ...(registered ? [{ values: registered, data: true }] : []),
        ...included,
        ...own,
        ...layer(role?.vars),
        ...weak,
        ...layer(role?.defaults),
        ...weakest,
      )
      return withFiles(all, task.outer ? projectFiles(searchDirs(task, context)) : files)
    },
  }
}

/** What the run itself changes is newer than what the inventory says. */
function ofRun(registered: Readonly<Record<string, unknown>> = {}): Layer[] {
  const values = Object.fromEntries(namesOfRun.flatMap(name => (name in registered ? [[name, registered[name]]] : [])))
  return Object.keys(values).length > 0 ? [{ values, data: true }] : []
}

/** Magic variables that a run changes. */
export const namesOfRun: readonly string[] = ['hostvars', 'groups', 'group_names']

function magicOfRole({ name, dir, parents }: RoleScope): Record<string, unknown> {
  return { role_name: name, ansible_role_name: name, role_path: dir, ansible_parent_role_names: parents }
}

function layer(values: Readonly<Record<string, unknown>> | undefined): Layer[] {
  return values && Object.keys(values).length > 0 ? [{ values }] : []
}

/** The release of Ansible whose language swk follows. */
const version = { full: '2.18.6', major: 2, minor: 18, revision: 6, string: '2.18.6' }

function magicOfPlay(play: PlayVars, host: Host, context: BindContext): Record<string, unknown> {
  const { playHosts, tags = ['all'], skipTags = [], inventory } = context
  const batch = batchesOf(play, playHosts).find(hosts => hosts.includes(host.name)) ?? []
  return {
    ...(play.name !== undefined && { ansible_play_name: play.name }),
    ansible_play_batch: batch,
    ansible_run_tags: tags,
    ansible_skip_tags: skipTags,
    ansible_diff_mode: true,
    ansible_verbosity: context.verbosity ?? 0,
    ansible_version: version,
    ansible_inventory_sources: [inventory.source.file],
    ansible_playbook_python: '/usr/bin/python3',
  }
}

/** Never rendered; `hostvars` is made when a template asks for it. */
function magicOf(host: Host, context: BindContext): Record<string, unknown> {
  const values: Record<string, unknown> = {
    ...magicVars(context.inventory, host.name),
    playbook_dir: context.playbookDir,
    ansible_check_mode: context.checkMode,
    ansible_play_hosts: context.playHosts,
    ansible_play_hosts_all: context.playHosts,
    play_hosts: context.playHosts,
    omit,
  }
  Object.defineProperty(values, 'hostvars', { enumerable: true, get: () => allHostVars(context) })
  return values
}

const interpreter = { ansible_python_interpreter: '/usr/bin/python3' }

/** What a host is called where the inventory does not say otherwise, and the usual head of a template file. */
function fallbacks(host: Host): Layer {
  return {
    values: { ansible_host: host.vars.ssh_host ?? host.name, ansible_managed: 'Managed by swk', ...interpreter },
    data: !hasTemplates(host.vars.ssh_host),
  }
}

const known = new WeakMap<object, Readonly<Record<string, unknown>>>()

/** The inventory's variables of all hosts, rendered; what cannot be rendered is left out, and so undefined where it is used. */
function allHostVars({ inventory, extraVars }: BindContext): Readonly<Record<string, unknown>> {
  const found = known.get(inventory)
  if (found) return found
  const all = Object.fromEntries(
    [...inventory.hosts.values()].map(host => {
      const magic = magicVars(inventory, host.name)
      const scope = vars({ values: magic, data: true }, { values: extraVars }, { values: host.vars })
      const own = Object.entries({ ...host.vars, ...magic }).flatMap(([name, value]): [string, unknown][] => {
        const found = renderedVar(value, scope)
        return found ? [[name, found.value]] : []
      })
      return [host.name, Object.fromEntries(own)]
    }),
  )
  known.set(inventory, all)
  return all
}

/** Undefined where it cannot be rendered. */
export function renderedVar(value: unknown, scope: Vars): { readonly value: unknown } | undefined {
  try {
    return { value: renderData(value, scope) }
  } catch (error) {
    if (error instanceof SwkError) return undefined
    throw error
  }
}
