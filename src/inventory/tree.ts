/** Groups as a tree: which hosts each has through its children, and in which order variables merge. Pure. */
import type { Collector } from '../errors/collect.ts'
import type { Source } from '../yaml/source.ts'
import type { Written } from './groups.ts'

export type Tree = {
  /** Group -> all its hosts, in the order of the file; `all` and `ungrouped` are there. */
  readonly members: ReadonlyMap<string, readonly string[]>
  /** Every group but `all`, the weakest first: by depth, then `ansible_group_priority`, then name. */
  readonly order: readonly string[]
}

export function buildTree({ groups, hosts }: Written, source: Source, problems: Collector): Tree {
  const members = new Map<string, Set<string>>()
  const names = [...groups.keys()].filter(name => name !== 'all' && name !== 'ungrouped')
  for (const name of groups.keys()) collect(name, [])

  const grouped = new Set(names.flatMap(name => [...(members.get(name) ?? [])]))
  members.set('all', new Set(hosts.keys()))
  members.set('ungrouped', new Set([...hosts.keys()].filter(host => !grouped.has(host))))
  const depths = depthsOf(names, groups)
  const order = ['ungrouped', ...names].sort(
    (a, b) => (depths.get(a) ?? 1) - (depths.get(b) ?? 1) || priority(a) - priority(b) || compare(a, b),
  )
  return { members: new Map([...members].map(([name, set]) => [name, inFileOrder(set)])), order }

  function collect(name: string, above: readonly string[]): Set<string> {
    const known = members.get(name)
    if (known) return known
    const group = groups.get(name)
    const all = new Set(group?.hosts)
    for (const [child, path] of group?.children ?? []) {
      if (child === name || above.includes(child)) {
        const message = `The group \`${child}\` contains itself.`
        problems.add({ code: 'bad-value', message, place: source.place(path, 'key') })
      } else for (const host of collect(child, [...above, name])) all.add(host)
    }
    members.set(name, all)
    return all
  }

  function inFileOrder(set: ReadonlySet<string>): string[] {
    return [...hosts.keys()].filter(host => set.has(host))
  }

  function priority(name: string): number {
    const value = Number(groups.get(name)?.vars.get('ansible_group_priority')?.value ?? 1)
    return Number.isFinite(value) ? value : 1
  }
}

/** Python's order of text, by code points. */
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/** The longest way down from `all`, as Ansible counts it. A cycle, which is reported elsewhere, ends the walk. */
function depthsOf(names: readonly string[], groups: Written['groups']): Map<string, number> {
  const depths = new Map<string, number>()
  for (let round = 0; round <= names.length; round++) {
    let moved = false
    for (const name of names) {
      const depth = depths.get(name) ?? 1
      if (round === 0) depths.set(name, depth)
      for (const child of groups.get(name)?.children.keys() ?? []) {
        if ((depths.get(child) ?? 1) > depth) continue
        depths.set(child, depth + 1)
        moved = true
      }
    }
    if (!moved) break
  }
  return depths
}
