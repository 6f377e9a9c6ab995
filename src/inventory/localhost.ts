/** Ansible's implicit localhost: this machine, where a play names it and no inventory lists it. */
import type { Host, Inventory } from './types.ts'

const names = ['localhost', '127.0.0.1', '::1']

export function withLocalhost(inventory: Inventory, patterns: readonly string[]): Inventory {
  const named = names.filter(
    name => !inventory.hosts.has(name) && !inventory.groups.has(name) && patterns.some(pattern => has(pattern, name)),
  )
  if (named.length === 0) return inventory
  const hosts = named.map((name): [string, Host] => [
    name,
    { name, vars: { ansible_connection: 'local' }, groups: [], implicit: true },
  ])
  const { extend } = inventory
  return {
    ...inventory,
    hosts: new Map([...inventory.hosts, ...hosts]),
    ...(extend && { extend: additions => withLocalhost(extend(additions), patterns) }),
  }
}

const has = (pattern: string, name: string) =>
  pattern === name || pattern.split(/[,:]/).some(term => term.trim() === name)
