/** Each route is served by a worker of its role: asked through nginx, found in the log of who answered. */
import type { Observed } from '../../engine/module.ts'
import type { ServedState } from '../../resources/synapse-served.ts'
import { type ServedSpec, served } from '../../resources/synapse-served.ts'
import { see } from '../../vocabulary/refs.ts'
import { logFile, mainUnit } from '../layout.ts'
import type { Entrance } from '../nginx/entrance.ts'
import { readRequest } from '../routing/request.ts'
import { exampleOf } from '../routing/table.ts'
import { allRunning, serve, trafficOf } from '../routing/traffic.ts'
import type { Check, Subject } from './check.ts'

export const routes: Check = {
  name: 'Each route is answered by the worker that it is meant for',
  hint: 'Requests are told apart by their User-Agent in the logs under /var/log/matrix-synapse.',
  onlyAfterChange: true,
  reads: subject => (subject.entrance === null ? [] : [served(specOf(subject, subject.entrance))]),
  faults: (subject, observed) => faultsOf(subject, observed),
}

type Asked = { readonly method: string; readonly path: string; readonly by: readonly string[] }

function faultsOf(subject: Subject, observed: Observed): readonly string[] {
  if (subject.entrance === null) return ['no vhost of nginx leads to Synapse']
  const state: ServedState | null = see(observed, served(specOf(subject, subject.entrance)))
  if (state === null) return ['the requests were not sent']
  return asked(subject).flatMap(({ method, path, by }, i) => {
    const who = state.by[i] ?? ''
    if (by.includes(who)) return []
    const answer = state.status[i] === '0' ? 'no answer' : `answer ${state.status[i]}`
    return [`${method} ${path} is for ${by.join(' or ')}, but was served by ${who || `nobody (${answer})`}`]
  })
}

/** One request for each route, and one that no route names. What a vhost need not expose (/_synapse) is not asked. */
function asked({ deployment }: Subject): readonly Asked[] {
  const traffic = trafficOf(deployment, allRunning(deployment))
  const all = traffic.lines.map(({ route }) => {
    const { method, url } = exampleOf(route)
    return { method, path: url, by: serve(traffic, readRequest(`${method} ${url}`)).upstream.workers }
  })
  const rest = { method: 'GET', path: '/_matrix/client/v3/pushrules/', by: ['main'] }
  return [...all.filter(({ path }) => path.startsWith('/_matrix/')), rest]
}

function specOf(subject: Subject, entrance: Entrance): ServedSpec {
  const { deployment, facts } = subject
  const workers = deployment.workers.map(({ name }) => ({ name, file: logFile(name) }))
  const main = facts.logFile === null ? { name: 'main', unit: mainUnit } : { name: 'main', file: facts.logFile }
  return {
    requests: asked(subject).map(({ method, path }) => ({ method, path })),
    logs: [main, ...workers],
    ...entrance,
  }
}
