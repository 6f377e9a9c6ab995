/** What `--list-hosts`, `--list-tasks` and `--list-tags` report: as events, and as text. Pure. */
import type { SwkEvent } from '../engine/events.ts'
import type { LoadedPlay } from '../playbook/loaded-play.ts'

export type Listing = Extract<SwkEvent, { type: 'listing' }>

export const listings = {
  'list-hosts': { read: hostsOf, text: hostsText },
  'list-tasks': { read: tasksOf, text: tasksText },
  'list-tags': { read: tagsOf, text: tagsText },
} as const

function hostsOf({ name, hosts }: LoadedPlay): Listing[] {
  return [{ type: 'listing', play: name, hosts }]
}

/** Hosts with the same tasks are one listing. */
function tasksOf(play: LoadedPlay): Listing[] {
  const lists = new Map<string, Listing>()
  for (const host of play.hosts) {
    const { tasks, handlers } = play.bind(host)
    const all = [...tasks, ...handlers].map(({ section, name }) => ({ section, task: name }))
    const key = JSON.stringify(all)
    const hosts = [...(lists.get(key)?.hosts ?? []), host]
    lists.set(key, { type: 'listing', play: play.name, hosts, tasks: all })
  }
  return lists.size > 0 ? [...lists.values()] : [{ type: 'listing', play: play.name, hosts: [], tasks: [] }]
}

/** The tags that its tasks have, and those of the play itself. */
function tagsOf({ name, hosts, play }: LoadedPlay): Listing[] {
  const tasks = Object.values(play.sections).flat()
  const tags = [...play.tags, ...tasks.flatMap(task => [...task.tags, ...(task.outer?.tagGates.flat() ?? [])])]
  return [{ type: 'listing', play: name, hosts, tags: [...new Set(tags)].sort() }]
}

function hostsText({ play, hosts }: Listing): string {
  return block(`${play}: ${counted(hosts.length, 'host')}`, hosts)
}

function tasksText({ play, hosts, tasks = [] }: Listing): string {
  if (hosts.length === 0) return `${play}: no hosts\n`
  const width = Math.max(0, ...tasks.map(({ section }) => section.length))
  return block(
    `${play} on ${hosts.join(', ')}`,
    tasks.map(({ section, task }) => `${section.padEnd(width)}  ${task}`),
  )
}

function tagsText({ play, tags = [] }: Listing): string {
  return block(`${play}: ${counted(tags.length, 'tag')}`, tags)
}

function block(title: string, rows: readonly string[]): string {
  return `${title}\n${rows.map(row => `  ${row}\n`).join('')}`
}

const counted = (n: number, what: string): string => `${n} ${what}${n === 1 ? '' : 's'}`
