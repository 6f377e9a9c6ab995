import { describe, expect, test } from 'vitest'
import { faultsOf, rows } from '../../../scripts/bad-topologies.ts'
import { SwkError } from '../../../src/errors/diagnostic.ts'
import { topologyCodes } from '../../../src/errors/topology-codes.ts'
import { load } from '../../playbook/project-in.ts'

const all = rows()

test('there are at least forty, and each has a code of its own', () => {
  expect(all.length).toBeGreaterThanOrEqual(40)
  expect(new Set(all.map(({ code }) => code)).size).toBe(all.length)
})

test('every code of topologies has its row', () => {
  const codes: readonly string[] = all.map(({ code }) => code)
  expect(Object.keys(topologyCodes).filter(code => !codes.includes(code))).toEqual([])
})

describe.each(all)('$code: $mistake', ({ code, topology, at, hint }) => {
  test('is refused by the loader of playbooks, at its place, with a hint', async () => {
    const [line = 0, column = 0] = at.split(':').map(Number)
    const playbook = `- hosts: web\n${topology.replace(/^(?=.)/gm, '  ')}`
    expect(await faultsIn(playbook)).toEqual([{ code, line: line + 1, column: column + 2, hint }])
  })

  test('says what was found, or what is expected', () => {
    for (const { found, expected } of faultsOf({ topology })) expect(found ?? expected).toBeTruthy()
  })
})

async function faultsIn(playbook: string): Promise<unknown[]> {
  const error = await load(playbook).then(
    () => undefined,
    error => error,
  )
  if (!(error instanceof SwkError)) throw error ?? new Error('it was loaded')
  return error.diagnostics.map(({ code, place, hint }) => ({ code, line: place?.line, column: place?.column, hint }))
}
