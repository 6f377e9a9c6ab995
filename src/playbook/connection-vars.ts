/** Variables that say how a host is reached may be templates too; they are needed before any task is bound. */
import { Collector } from '../errors/collect.ts'
import { type Host, type Inventory, magicVars } from '../inventory/index.ts'
import { hasTemplates, render, vars } from '../template/index.ts'

const connection = /^(ssh|ansible|become)_/

/** The inventory with these variables rendered, extra vars over them. Throws SwkError with all that failed. */
export function renderConnections(inventory: Inventory, extraVars: Readonly<Record<string, unknown>>): Inventory {
  const problems = new Collector()
  const extra = Object.entries(extraVars).filter(([name]) => connection.test(name))
  const hosts = [...inventory.hosts].map(([name, host]): [string, Host] => {
    const mine = { ...host.vars, ...Object.fromEntries(extra) }
    const scope = vars({ values: magicVars(inventory, name), data: true }, { values: extraVars }, { values: host.vars })
    const changed = Object.entries(mine).filter(
      ([key, value]) => connection.test(key) && typeof value === 'string' && hasTemplates(value),
    )
    const rendered = changed.map(([key, value]) => [
      key,
      problems.attempt(() => render(value as string, scope, inventory.placeOf?.(name, key))),
    ])
    return [name, { ...host, vars: { ...mine, ...Object.fromEntries(rendered) } }]
  })
  problems.throwIfAny()
  return { ...inventory, hosts: new Map(hosts) }
}
