/** What `--list-hosts` and `--list-tasks` say. Pure. */

import type { HostPlay } from '../engine/task.ts'
import type { LoadedPlay } from '../playbook/loaded-play.ts'

export function listHosts(plays: readonly LoadedPlay[]): string {
  return plays.map(({ name, hosts }) => block(`${name}: ${counted(hosts.length, 'host')}`, hosts)).join('\n')
}

/** Tasks that are the same for all hosts of a play are told once; otherwise host by host. */
export function listTasks(plays: readonly LoadedPlay[]): string {
  return plays.map(tasksOfPlay).join('\n')
}

/** The tags that its tasks have, and those of the play itself. */
export function listTags(plays: readonly LoadedPlay[]): string {
  return plays
    .map(({ name, play }) => {
      const tasks = Object.values(play.sections).flat()
      const tags = [...play.tags, ...tasks.flatMap(task => [...task.tags, ...(task.outer?.tagGates.flat() ?? [])])]
      return block(`${name}: ${counted(new Set(tags).size, 'tag')}`, [...new Set(tags)].sort())
    })
    .join('\n')
}

function tasksOfPlay(play: LoadedPlay): string {
  const lists = new Map<string, string[]>()
  for (const host of play.hosts) {
    const text = tasksOfHost(play.bind(host))
    lists.set(text, [...(lists.get(text) ?? []), host])
  }
  const blocks = [...lists].map(([tasks, hosts]) => `${play.name} on ${hosts.join(', ')}\n${tasks}`)
  return blocks.length > 0 ? blocks.join('\n') : `${play.name}: no hosts\n`
}

function tasksOfHost({ tasks, handlers }: HostPlay): string {
  const all = [...tasks, ...handlers]
  const width = Math.max(0, ...all.map(task => task.section.length))
  return all.map(({ section, name }) => `  ${section.padEnd(width)}  ${name}\n`).join('')
}

function block(title: string, rows: readonly string[]): string {
  return `${title}\n${rows.map(row => `  ${row}\n`).join('')}`
}

const counted = (n: number, what: string): string => `${n} ${what}${n === 1 ? '' : 's'}`
