/** The fault table as tests: each row in the given columns, and a table of the results at the end. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type LabHost, up } from '../../src/lab/index.ts'
import { type Workshop, workshop } from '../lab/support/workshop.ts'
import { at, type Mode, type User } from './at.ts'
import { hostCells } from './cells-host.ts'
import { runCells } from './cells-run.ts'
import { promises } from './promises.ts'

export const users = ['root', 'admin', 'operator'] as const satisfies readonly User[]
export const modes = ['check', 'play'] as const satisfies readonly Mode[]
const named = { root: 'root', admin: 'sudo', operator: 'sudo, password' }

type Column = { readonly user: User; readonly mode: Mode; readonly column: string }
export const everyColumn: readonly Column[] = users.flatMap(user =>
  modes.map(mode => ({ user, mode, column: `${mode}, ${named[user]}` })),
)
const cells = { ...runCells, ...hostCells }
const tried = promises.filter(one => 'isTried' in one)

export function testFaults(name: string, columns: readonly Column[]): void {
  let host: LabHost
  const shops = new Map<User, Workshop>()
  const results = new Map<string, Map<string, string>>()

  beforeAll(async () => {
    host = await up({ name, image: 'base' })
    for (const user of users) shops.set(user, await workshop([host], { user }))
  })
  afterAll(async () => {
    for (const shop of shops.values()) shop.remove()
    await host?.stop()
    console.log(printTable(columns, results))
  })

  it('every row that says so is tried', () => {
    expect(Object.keys(cells).sort()).toEqual(tried.map(({ id }) => id).sort())
  })

  describe.each(tried.map(({ id, fault }) => [fault, id] as const))('%s', (_fault, id) => {
    it.each(columns)('$column', async ({ user, mode, column }) => {
      const row = results.get(id) ?? new Map<string, string>()
      results.set(id, row)
      row.set(column, 'FAILS')
      await cells[id]?.(at(host, user, mode, shops.get(user) as Workshop))
      row.set(column, id === 'sudo' && user === 'root' ? '-' : 'holds')
    })
  })
}

function printTable(columns: readonly Column[], results: ReadonlyMap<string, ReadonlyMap<string, string>>): string {
  const heads = ['', ...columns.map(({ column }) => column)]
  const rows = tried.flatMap(({ id }) => {
    const row = results.get(id)
    return row === undefined ? [] : [[id, ...columns.map(({ column }) => row.get(column) ?? '')]]
  })
  const widths = heads.map((head, i) => Math.max(...[heads, ...rows].map(row => row[i]?.length ?? 0), head.length))
  return [heads, ...rows].map(row => row.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join('  ')).join('\n')
}
