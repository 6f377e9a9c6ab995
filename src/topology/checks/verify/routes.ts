/** Each route is served by the worker that it is meant for: asked as users ask, found in the log of who answered. */
import type { HostView } from '../../../engine/module.ts'
import { type ServedSpec, served } from '../../../resources/synapse/served.ts'
import { path, see } from '../../../sdk/refs.ts'
import { isMonolith } from '../../model/deployment.ts'
import {
  answersFile,
  gateSocket,
  inboundSocket,
  mainUnit,
  requestLog,
  workerGateSocket,
  workerUnit,
} from '../../model/paths.ts'
import type { Endpoint } from '../../nginx/endpoint.ts'
import { type Asked, asked, askedEverywhere } from './asked.ts'
import { changedAnswers } from './before.ts'
import type { Check, Subject } from './check.ts'
import { askable, doorOf, placeOf, urlOf } from './endpoint.ts'

export const routes: Check = {
  name: 'Each route is answered by its worker',
  hint: 'The requests have User-Agents of their own in the logs under /var/log/matrix-synapse.',
  onlyAfterChange: true,
  // What stands there in nginx's place is not made by a play, and may be set up behind it.
  onlyVerify: ({ proxy }) => proxy === 'other',
  reads: subject => (reachable(subject).length === 0 ? [] : [served(specOf(subject)), path(answersFile, 'content')]),
  faults(subject, observed) {
    const { entrances, deployment } = subject
    if (askable(subject.entrances).length > 0) return faultsOf(subject, observed)
    if (entrances.length > 0) return []
    return deployment.proxy === 'nginx' ? ['no nginx vhost proxies to Synapse'] : [nobody]
  },
  warnings(subject, observed) {
    const closed = subject.entrances.flatMap(entrance => (entrance.obstacle === undefined ? [] : [barred(entrance)]))
    const kept = isRoutedLater(subject) ? keptByMain(subject, observed) : 0
    const notYet = `main answers ${kept} of the requests that are for workers, until the proxy has their routes`
    const all = [...new Set(closed), ...(kept > 0 ? [notYet] : [])]
    if (!isUnseen(subject)) return all
    return [
      ...all,
      "main's log has no line for a request (its level is above INFO): only answers were checked, not who gave them",
    ]
  },
  notes(subject, observed) {
    const state = reachable(subject).length === 0 ? null : see(observed, served(specOf(subject)))
    const found = new Set(state?.by.filter(name => name !== ''))
    return [`${reachable(subject).length} requests, answered by ${found.size} processes`]
  },
}

const barred = (entrance: Endpoint): string =>
  `${urlOf(entrance)} wants ${entrance.obstacle}: the routes cannot be requested there`

/** With workers, nginx's log says where a request went. */
const isUnseen = ({ deployment, facts }: Subject): boolean =>
  !facts.logsRequests && (isMonolith(deployment) || deployment.proxy === 'other')

const nobody =
  'nothing listens on port 443 or 80 of this host, and `public_baseurl` names no other address: the routes cannot be checked'

function faultsOf(subject: Subject, observed: HostView): readonly string[] {
  const state = see(observed, served(specOf(subject)))
  if (state === null) return ['the requests were not sent']
  if (state.status.every(status => status === '0')) return askable(subject.entrances).slice(0, 1).map(silent)
  const asked = reachable(subject)
  const places = askable(subject.entrances).map(placeOf)
  const misled = asked.flatMap(({ method, path, by, at }, i) => {
    const who = state.by[i] || behind(state.via[i] ?? '', subject)
    if (by.includes(who) || (who === 'main' && isRoutedLater(subject) && mainCan(by, subject))) return []
    if (who === '' && isUnseen(subject) && state.status[i] !== '0') return []
    const answer = state.status[i] === '0' ? 'no answer' : `answer ${state.status[i]}`
    return [
      `${method} ${path} is for ${by.join(' or ')}, but was served by ${who || `nobody (${answer})`} at ${places[at]}`,
    ]
  })
  const answers = asked.map(({ method, path, at }, i) => ({
    status: state.status[i] ?? '0',
    request: `${method} ${path}`,
    entrance: places[at] ?? '',
  }))
  return [...misled, ...changedAnswers(observed.text(answersFile), answers)]
}

/** The playbook does not say that the proxy which stands in nginx's place has the routes. */
const isRoutedLater = ({ deployment }: Subject): boolean => deployment.proxy === 'other' && deployment.mainKeepsMedia

/** Main does what workers only share; what a stream writer does, it does no more. */
function mainCan(by: readonly string[], { deployment }: Subject): boolean {
  return !deployment.workers.some(({ name, role }) => by.includes(name) && role.rank === 'writers')
}

function keptByMain(subject: Subject, observed: HostView): number {
  const state = see(observed, served(specOf(subject)))
  return reachable(subject).filter(({ by }, i) => !by.includes('main') && state?.by[i] === 'main').length
}

/** The process that a socket of nginx's upstreams leads to. */
function behind(socket: string, { deployment }: Subject): string {
  if (socket === gateSocket) return 'main'
  return (
    deployment.workers.find(({ name }) => [inboundSocket(name), workerGateSocket(name)].includes(socket))?.name ?? ''
  )
}

const silent = (entrance: Endpoint): string => `no answer at ${urlOf(entrance)} (requested at ${entrance.address})`

/**
 * Each request at the first entrance that leads it to Synapse (`at`), and one of each family at all that do. What none leads there
 * (often /_synapse) is not asked.
 */
function reachable(subject: Subject): readonly (Asked & { readonly at: number })[] {
  const entrances = askable(subject.entrances)
  const first = (path: string): number => entrances.findIndex(entrance => entrance.leads(withoutQuery(path)))
  const once = asked(subject.deployment, subject.facts).flatMap(request => {
    const at = first(request.path)
    return at === -1 ? [] : [{ ...request, at }]
  })
  const isAsked = (request: Asked, at: number): boolean =>
    once.some(one => one.at === at && one.method === request.method && one.path === request.path)
  const everywhere = askedEverywhere(subject.deployment, subject.facts).flatMap(request =>
    entrances.flatMap(({ leads }, at) => (leads(request.path) && !isAsked(request, at) ? [{ ...request, at }] : [])),
  )
  return [...once, ...everywhere]
}

const withoutQuery = (path: string): string => path.split('?')[0] ?? ''

function specOf(subject: Subject): ServedSpec {
  const { deployment, facts } = subject
  const { logDirectory } = facts
  const workers = deployment.workers.map(({ name }) =>
    logDirectory === null ? { name, unit: workerUnit(name) } : { name, file: `${logDirectory}/${name}.log` },
  )
  const main = facts.logFile === null ? { name: 'main', unit: mainUnit } : { name: 'main', file: facts.logFile }
  return {
    requests: reachable(subject).map(({ method, path, at }) => ({ method, path, at })),
    ...(deployment.proxy === 'nginx' ? { requestLog } : {}),
    entrances: askable(subject.entrances).map(doorOf),
    logs: [main, ...workers],
  }
}
