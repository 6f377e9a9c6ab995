/** Who may answer a route: its worker; main, where the proxy of the operator has no routes yet and main still can. */
import { expect, test } from 'vitest'
import type { Ref } from '../../../../src/resources/kind.ts'
import { refKey } from '../../../../src/resources/kind.ts'
import type { ServedSpec } from '../../../../src/resources/synapse/served.ts'
import { asked, askedEverywhere } from '../../../../src/topology/checks/verify/asked.ts'
import type { Subject } from '../../../../src/topology/checks/verify/check.ts'
import { routes } from '../../../../src/topology/checks/verify/routes.ts'
import type { Deployment } from '../../../../src/topology/model/deployment.ts'
import { typicalFacts } from '../../../../src/topology/model/facts.ts'
import type { Endpoint } from '../../../../src/topology/nginx/endpoint.ts'
import { deploymentOf, factsWith, fourRoles, observedOf } from '../../support.ts'

const also = {
  address: '127.0.0.1',
  port: 8448,
  tls: true,
  host: 'hs1.test',
  leads: (path: string) => !path.startsWith('/_matrix/client/'),
}
const entrance: Endpoint = { address: '127.0.0.1', port: 443, tls: true, host: 'hs1.test', leads: () => true }

function ask(topology: string, answeredBy: (by: readonly string[]) => string, entrances = [entrance]) {
  const deployment = deploymentOf(topology)
  const subject: Subject = { deployment, facts: factsWith({ logsRequests: true }), entrances }
  const [ref] = routes.reads(subject)
  const { requests } = JSON.parse((ref as Ref).id) as ServedSpec
  const by = requests.map(({ method, path }) => answeredBy(whoIsMeant(deployment, `${method} ${path}`)))
  const state = { by, status: by.map(() => '401'), via: by.map(() => '') }
  const observed = observedOf({ [refKey(ref as Ref)]: state })
  return { faults: routes.faults(subject, observed), warnings: routes.warnings?.(subject, observed) ?? [] }
}
function whoIsMeant(deployment: Deployment, request: string): readonly string[] {
  const all = [...asked(deployment, typicalFacts), ...askedEverywhere(deployment, typicalFacts)]
  return all.find(({ method, path }) => `${method} ${path}` === request)?.by ?? []
}
const main = (): string => 'main'
const meant = ([first = 'main']: readonly string[]): string => first
const typing = `${fourRoles.trimEnd()}\n    typing: 1\n`

test('main answers for workers only where the proxy has no routes yet', () => {
  expect(ask(fourRoles, main).faults.length).toBeGreaterThan(20)
  const later = ask(`${fourRoles}  nginx: false\n`, main)
  expect(later.faults).toEqual([])
  expect(later.warnings.join()).toMatch(/^main answers \d\d of the requests that are for workers, until the proxy has/)
  expect(ask(`${fourRoles}  nginx: false\n  proxy_routes_media: true\n`, main).faults.length).toBeGreaterThan(20)
})

test('main does not write what a writer writes', () => {
  const { faults } = ask(`${typing}  nginx: false\n`, main)
  expect(faults).toEqual([expect.stringMatching(/typing\/.* is for typing1, but was served by main/)])
})

test('a proxy with routes is warned of nothing', () => {
  expect(ask(`${fourRoles}  nginx: false\n`, meant)).toEqual({ faults: [], warnings: [] })
})

test('each entrance is asked for each family that it leads to Synapse, media of federation among them', () => {
  const { faults } = ask(fourRoles, () => '', [entrance, also])
  const there = faults.filter(fault => fault.includes('at https://hs1.test:8448 (127.0.0.1)'))
  expect(there).toHaveLength(5)
  expect(there.join()).toContain('GET /_matrix/federation/v1/media/download/swk is for mediaworker1, but')
  expect(faults.length).toBe(ask(fourRoles, () => '').faults.length + 5)
})
