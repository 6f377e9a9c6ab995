/** What entrances answered before the conversion is what they answer behind it. */
import { expect, test } from 'vitest'
import { changedAnswers, questionsBefore } from '../../../../src/topology/checks/verify/before.ts'
import { placeOf } from '../../../../src/topology/checks/verify/endpoint.ts'
import { typicalFacts } from '../../../../src/topology/model/facts.ts'
import type { Endpoint } from '../../../../src/topology/nginx/endpoint.ts'
import { deploymentOf, fourRoles } from '../../support.ts'

const entrance: Endpoint = { address: '127.0.0.1', port: 443, tls: true, host: 'hs1.test', leads: () => true }
const at = placeOf(entrance)
const now = (status: string) => [{ status, request: 'GET /_matrix/media/v3/config', entrance: at }]
const kept = (status: string): string => `${status} GET /_matrix/media/v3/config ${at}\n200 GET /other ${at}\n`

test('another answer is told, with the one before', () => {
  expect(changedAnswers(kept('401'), now('404'))).toEqual([
    'GET /_matrix/media/v3/config answers 404 at https://hs1.test:443 (127.0.0.1), but answered 401 before the conversion (if this is intended, remove /var/lib/swk/answers)',
  ])
  expect(changedAnswers(kept('404'), now('401'))).toHaveLength(1)
  expect(changedAnswers(kept('401'), now('502'))).toHaveLength(1)
})

test('the same answer, an unknown one, one of a broken or busy server is not', () => {
  expect(changedAnswers(kept('401'), now('401'))).toEqual([])
  expect(changedAnswers(null, now('404'))).toEqual([])
  expect(changedAnswers(kept('502'), now('401'))).toEqual([])
  expect(changedAnswers(kept('401'), now('429'))).toEqual([])
})

test('each entrance is asked for each family that it leads to Synapse, unless it wants what swk does not have', () => {
  const barred = { ...entrance, port: 8448, obstacle: 'the PROXY protocol' }
  const clients = { ...entrance, port: 8008, leads: (path: string) => path.startsWith('/_matrix/client/') }
  const { questions, names } = questionsBefore(deploymentOf(fourRoles), typicalFacts, [barred, entrance, clients])
  expect(names).toEqual([at, 'https://hs1.test:8008 (127.0.0.1)'])
  expect(questions.requests.filter(one => one.at === 0)).toHaveLength(11)
  expect(questions.requests.filter(one => one.at === 1)).toHaveLength(6)
})
