/** Facts of the host, as modules read and register them. */
import type { HostView } from '../engine/module.ts'
import { factGroups } from '../resources/facts/index.ts'
import { facts, see } from './refs.ts'

export { groupOfFact } from '../resources/facts/index.ts'

/** Ansible's names of subsets -> swk's groups. */
const subsets: Readonly<Record<string, readonly string[]>> = {
  all: Object.keys(factGroups),
  min: ['platform', 'distribution', 'account', 'date', 'env', 'keys', 'python', 'systemd', 'local'],
  hardware: ['hardware', 'mounts'],
  network: ['network'],
  virtual: ['virtualization'],
  facter: [],
  ohai: [],
}

/** Ansible's collectors of which swk reads nothing. */
const notRead = ['fibre_channel_wwn', 'iscsi', 'nvme', 'system_capabilities', 'system_capabilities_enforced']

/** Single collectors of Ansible that are part of a group here; the name of a fact is one as well. */
const collectors: Readonly<Record<string, string>> = {
  user: 'account',
  effective_group_ids: 'account',
  date_time: 'date',
  ssh_pub_keys: 'keys',
  ssh_host_pub_keys: 'keys',
  apparmor: 'platform',
  caps: 'platform',
  chroot: 'platform',
  cmdline: 'platform',
  dns: 'network',
  fips: 'platform',
  interfaces: 'network',
  default_ipv4: 'network',
  loadavg: 'hardware',
  lsb: 'distribution',
  devices: 'hardware',
  processor: 'hardware',
  pkg_mgr: 'platform',
  selinux: 'platform',
  service_mgr: 'platform',
  virtualization_type: 'virtualization',
  virtualization_role: 'virtualization',
}

/** The groups of `gather_subset`; as in Ansible the minimum is there unless `!min` or `!all` and `!min` take it out. */
export function factGroupsOf(given: readonly string[]): readonly string[] {
  const names = given.filter(name => !name.startsWith('!'))
  const without = given.filter(name => name.startsWith('!')).map(name => name.slice(1))
  const named = names.length > 0 ? names : without.includes('all') ? [] : ['all']
  const wanted = new Set([...(without.includes('min') ? [] : (subsets.min ?? [])), ...named.flatMap(groupsNamed)])
  for (const name of without) {
    const out = name === 'all' ? (subsets.all ?? []).filter(one => !subsets.min?.includes(one)) : groupsNamed(name)
    for (const group of out) if (!names.flatMap(groupsNamed).includes(group)) wanted.delete(group)
  }
  return [...wanted]
}

function groupsNamed(name: string): readonly string[] {
  const withFact = Object.keys(factGroups).find(group => factGroups[group]?.names.includes(name))
  const single = name in factGroups ? name : (collectors[name] ?? withFact)
  return subsets[name] ?? (single === undefined ? [] : [single])
}

/** Whether `gather_subset` may name it, also with a `!`. */
export function isFactSubset(given: string): boolean {
  const name = given.replace(/^!/, '')
  return name in subsets || notRead.includes(name) || groupsNamed(name).length > 0
}

/** All facts but those of interfaces, whose names only the host knows. */
export const allFactNames: readonly string[] = Object.values(factGroups).flatMap(({ names }) =>
  names.map(name => `ansible_${name}`),
)

/** What a task registers that reads facts: each under its name, and all in `ansible_facts` without `ansible_`. */
export function factsResult(
  observed: HostView,
  groups: readonly string[],
  keep: (name: string) => boolean = () => true,
): { readonly ansible_facts: Readonly<Record<string, unknown>> } {
  const found = groups.flatMap(group =>
    Object.entries(JSON.parse(see(observed, facts(group))?.json ?? '{}') as Record<string, unknown>),
  )
  const kept = found.filter(([name]) => keep(name))
  const named = kept.map(([name, value]) => [`ansible_${name}`, value])
  return { ansible_facts: { ...Object.fromEntries(named), ansible_facts: Object.fromEntries(kept) } }
}

/** `filter` of setup: patterns of the shell over names with or without `ansible_`; none: all. */
export function filteredFacts(patterns: readonly string[]): (name: string) => boolean {
  if (patterns.length === 0) return () => true
  const all = patterns.map(
    pattern =>
      new RegExp(
        `^${pattern
          .split(/([*?])/)
          .map(asRegex)
          .join('')}$`,
      ),
  )
  return name => all.some(one => one.test(name) || one.test(`ansible_${name}`))
}

function asRegex(part: string): string {
  if (part === '*') return '.*'
  return part === '?' ? '.' : part.replaceAll(/[.+^${}()|\\]/g, '\\$&')
}
