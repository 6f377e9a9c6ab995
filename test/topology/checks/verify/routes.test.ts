/** Who may answer a route: its worker; main, where the proxy of the operator has no routes yet and main still can. */
import { expect, test } from 'vitest'
import type { Ref } from '../../../../src/resources/kind.ts'
import { refKey } from '../../../../src/resources/kind.ts'
import { asked } from '../../../../src/topology/checks/verify/asked.ts'
import type { Subject } from '../../../../src/topology/checks/verify/check.ts'
import { routes } from '../../../../src/topology/checks/verify/routes.ts'
import { deploymentOf, factsWith, fourRoles, observedOf } from '../../support.ts'

const entrance = { address: '127.0.0.1', port: 443, tls: true, host: 'hs1.test', leads: () => true }

function ask(topology: string, answeredBy: (by: readonly string[]) => string) {
  const deployment = deploymentOf(topology)
  const subject: Subject = { deployment, facts: factsWith({ logsRequests: true }), entrances: [entrance] }
  const by = asked(deployment).map(request => answeredBy(request.by))
  const state = { by, status: by.map(() => '401'), via: by.map(() => '') }
  const [ref] = routes.reads(subject)
  const observed = observedOf({ [refKey(ref as Ref)]: state })
  return { faults: routes.faults(subject, observed), warnings: routes.warnings?.(subject, observed) ?? [] }
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
