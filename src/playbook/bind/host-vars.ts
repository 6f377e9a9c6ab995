/** The variables of one host in one play, by Ansible's precedence. */

import { SwkError } from '../../errors/diagnostic.ts'
import { magicVars } from '../../inventory/index.ts'
import type { Host } from '../../inventory/types.ts'
import { hasTemplates, type Layer, omit, renderData, type Vars, vars, withFiles } from '../../template/index.ts'
import type { BindContext } from './context.ts'
import { projectFiles } from './lookup-files.ts'

export type HostVars = {
  /** Variables without those of a task. */
  readonly base: Vars
  /** Variables for a task: loop item over magic ones, extra vars, registered results, the task's own, the play's and the inventory's. */
  of(
    task: Readonly<Record<string, unknown>>,
    registered?: Readonly<Record<string, unknown>>,
    item?: Readonly<Record<string, unknown>>,
  ): Vars
  /** True where a registered name cannot be seen, because a stronger variable has it. */
  hides(name: string): boolean
}

export function hostVars(host: Host, playVars: Readonly<Record<string, unknown>>, context: BindContext): HostVars {
  const magic: Layer = { values: magicOf(host, context), data: true }
  const extra: Layer = { values: context.extraVars }
  const weak: readonly Layer[] = [
    { values: context.varsFiles },
    { values: playVars },
    { values: host.vars },
    fallbacks(host),
  ]
  const files = projectFiles([context.playbookDir])
  const base = withFiles(vars(magic, extra, ...weak), files)
  return {
    base,
    hides: name => Object.hasOwn(magic.values, name) || Object.hasOwn(extra.values, name),
    of(task, registered, item) {
      const own = Object.keys(task).length > 0
      if (!own && !registered && !item) return base
      const all = vars(
        ...(item ? [{ values: item, data: true }] : []),
        magic,
        extra,
        ...(registered ? [{ values: registered, data: true }] : []),
        ...(own ? [{ values: task }] : []),
        ...weak,
      )
      return withFiles(all, files)
    },
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

/** What a host is called where the inventory does not say otherwise, and the usual head of a template file. */
function fallbacks(host: Host): Layer {
  return {
    values: { ansible_host: host.vars.ssh_host ?? host.name, ansible_managed: 'Managed by swk' },
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
      const own = Object.entries({ ...host.vars, ...magic }).flatMap(([name, value]) => rendered(name, value, scope))
      return [host.name, Object.fromEntries(own)]
    }),
  )
  known.set(inventory, all)
  return all
}

function rendered(name: string, value: unknown, scope: Vars): [string, unknown][] {
  try {
    return [[name, renderData(value, scope)]]
  } catch (error) {
    if (error instanceof SwkError) return []
    throw error
  }
}
