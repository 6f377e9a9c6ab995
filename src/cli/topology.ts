import type { LoadedPlay } from '../playbook/loaded-play.ts'
import type { Project } from '../playbook/project.ts'
import type { HostView } from '../topology/show/index.ts'
import { type AnsibleConfig, ansibleConfig } from './ansible-config.ts'
import { parse, usage } from './args.ts'
import { connectionOptions, defined, inventoryOf } from './connection.ts'
import type { Command, Io } from './io.ts'
import { topologyOptions } from './topology-options.ts'
import { readKeyring } from './vault-keys.ts'
import { vaultSources } from './vault-options.ts'

/** `swk topology`: what the topology of a playbook means, without a host; and how hosts that are named differ from it. */
export const topology: Command = async (argv, io) => {
  const asked = topologyRequest(argv, ansibleConfig(io))
  const { loadProject } = await import('../playbook/project.ts')
  const { show, showRequests } = await import('../topology/show/index.ts')
  const { readRequests } = await import('./topology-requests.ts')
  const requests = asked.requests && readRequests(asked.requests)
  const vault = await readKeyring(asked.vault, io)
  const project = await loadProject({ ...asked.load, vault })
  const views = await viewsOf(project.plays)
  if (views.length === 0) throw usage(`no host of ${asked.load.playbook} has a topology`)
  const { format } = asked
  if (requests) io.out(showRequests(format === 'json' ? 'json' : 'text', requests, views))
  else if (format === 'json') io.out(show(format, views, await differences(project, asked, io)))
  else io.out(show(format, views))
  if (!requests && format === 'table') await tellDifferences(project, asked, io)
  return 0
}

type Asked = ReturnType<typeof topologyRequest>

/** Only hosts that are named are asked. */
async function differences(project: Project, { load, connection }: Asked, io: Io) {
  if (load.limit === undefined) return undefined
  const { differencesOf } = await import('./topology-difference.ts')
  return differencesOf(project, connection, io)
}

async function tellDifferences(project: Project, asked: Asked, io: Io): Promise<void> {
  const { differenceText } = await import('../topology/show/difference-text.ts')
  for (const difference of (await differences(project, asked, io)) ?? []) io.out(differenceText(difference))
}

function topologyRequest(argv: readonly string[], config: AnsibleConfig) {
  const { values, positionals } = parse(argv, topologyOptions)
  const [playbook, ...more] = positionals
  const { format = 'table', limit, request: requests } = values
  if (playbook === undefined) throw usage('topology needs a playbook', 'swk topology PLAYBOOK -i INVENTORY')
  if (more.length > 0) throw usage(`topology takes one playbook; there is also "${more[0]}"`)
  const inventory = inventoryOf('topology', values, config)
  if (requests && format !== 'table' && format !== 'json') {
    throw usage(`--request cannot be shown as ${format}`, '--format json, or none')
  }
  const extraVars = values['extra-vars'] ?? []
  const connection = connectionOptions(values, config)
  const { rolesPath } = config
  const load = { playbook, inventory, extraVars, ...defined({ limit, rolesPath }) }
  return { load, format, requests, connection, vault: vaultSources(values, config) }
}

/** Of all plays that have a topology, their hosts; of several plays, each with the play's name. */
async function viewsOf(plays: readonly LoadedPlay[]): Promise<readonly HostView[]> {
  const { viewOf } = await import('../topology/show/view.ts')
  const own = plays.filter(({ play }) => play.topology !== undefined)
  return own.flatMap(play =>
    play.hosts.flatMap(host => {
      const compiled = play.topology(host)
      const name = own.length > 1 ? `${host} (${play.name})` : host
      return compiled ? [{ host: name, view: viewOf(compiled) }] : []
    }),
  )
}
