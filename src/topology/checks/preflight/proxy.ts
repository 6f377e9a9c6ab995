/** An nginx that proxies to this Synapse: its vhost is what the workers' routes are put into. */
import { Refusal } from '../../../engine/module.ts'
import { path as pathRef, see } from '../../../sdk/refs.ts'
import { isMonolith } from '../../model/deployment.ts'
import type { Facts } from '../../model/facts.ts'
import { isOurs } from '../../model/managed-file.ts'
import { nginxFiles, nginxFolder, nginxUnit, upstreamsFile } from '../../model/paths.ts'
import { expandConfig, includes } from '../../nginx/expand.ts'
import { stoppedAs } from '../../nginx/service.ts'
import { editedVhosts, filesOf } from '../../nginx/vhosts.ts'
import { directEntrances, lossOf, openListeners, passTo, unclearPasses } from './entrances.ts'
import type { Check, Survey, Warn } from './survey.ts'

export const proxy: Check = survey => {
  const { facts, deployment, observed } = survey
  // A proxy of the operator's own, perhaps on another machine, may use any listener: those are warned of.
  if (deployment.proxy === 'other') return
  refuseBroken(survey)
  if (isMonolith(deployment)) return
  if (facts.nginx === null) {
    throw new Refusal('nginx is not installed on this host', {
      hint: `If another proxy sits in front of Synapse, write \`nginx: false\` next to \`workers\` and give that proxy the routes that \`swk topology --format apache\` prints (also: haproxy, caddy, nginx). Otherwise put an nginx with a vhost before Synapse (Synapse manual: "Reverse proxy").`,
    })
  }
  refuseStopped(survey)
  const unclear = deployment.acceptsDirect ? [] : unclearPasses(survey)
  const isRouted = editedVhosts(facts, observed).length > 0
  const none = isRouted || unclear.length > 0 ? [] : [noVhost(facts)]
  refuse(survey, [...none, ...unclear, ...(isRouted ? missingInclude(survey) : []), ...takenFiles(survey)])
}

/** It would be started for its new routes, beside whatever has its ports now. */
function refuseStopped({ observed }: Survey): void {
  const stopped = stoppedAs(observed)
  if (stopped === undefined) return
  throw new Refusal(`${nginxUnit} does not run: it is ${stopped}`, {
    hint: 'Start it, or write `nginx: false` next to `workers` if another proxy sits in front of Synapse.',
  })
}

/** All reasons at once, each with its own advice. */
function refuse(survey: Survey, reasons: readonly string[]): void {
  const { deployment } = survey
  const direct = deployment.acceptsDirect ? [] : directEntrances(survey)
  const accept = direct.map(entrance => `${entrance}; ${lossOf(deployment)}`)
  const all = [...reasons, ...accept]
  if (all.length === 0) return
  const hint =
    direct.length > 0
      ? 'Bind the listener to 127.0.0.1 and let the proxy serve its port, or write `accept_direct_listeners: true` next to `workers` if nothing uses it.'
      : 'Each line names what is expected.'
  throw new Refusal(all.join('\n'), { hint })
}

const noVhost = (facts: Facts): string =>
  `no vhost of nginx proxies to Synapse: none of the ${facts.nginx?.includes.length} files that nginx reads has a \`proxy_pass\` to one of Synapse's listeners; expected one with ${passTo(facts)}`

/** Files in conf.d take effect only if nginx.conf includes them in its `http` block. */
function missingInclude({ facts, observed }: Survey): readonly string[] {
  const files = filesOf(facts, observed)
  const main = `${nginxFolder}/nginx.conf`
  if (!files.some(({ path }) => path === main)) return []
  const isIncluded = expandConfig(files).some(({ directive: { name, args }, within }) => {
    return name === 'include' && within.at(-1)?.name === 'http' && includes(args[0] ?? '', upstreamsFile)
  })
  if (isIncluded) return []
  return [
    `${main} does not include ${nginxFolder}/conf.d/*.conf; expected this line first in its \`http\` block: include ${nginxFolder}/conf.d/*.conf;`,
  ]
}

/** nginx would reject a vhost that names what such a file declares. */
function takenFiles({ observed }: Survey): readonly string[] {
  return nginxFiles.flatMap(path => {
    const state = see(observed, pathRef(path))
    if (state === null || isOurs(observed.text(path) ?? '')) return []
    return [`${path} is not swk's; expected no file of that name: rename it, and the \`include\` lines that name it`]
  })
}

/** What swk has written itself it can also mend. */
const own = /"matrix_|log format "matrix"|matrix-(upstreams|routes|log|proxy)\.conf/

function refuseBroken({ facts: { nginx } }: Survey): void {
  const main = `${nginxFolder}/nginx.conf`
  if (nginx?.startedWith !== undefined && nginx.startedWith !== main) {
    throw new Refusal(`nginx was started with \`-c ${nginx.startedWith}\`; expected its own ${main}`, {
      hint: `swk edits only what ${main} reads. Include the vhosts there and start nginx without \`-c\`, or write \`nginx: false\` next to \`workers\` and put the routes of \`swk topology --format nginx\` into that configuration.`,
    })
  }
  const error = nginx?.error ?? ''
  if (error === '' || own.test(error)) return
  throw new Refusal(`nginx rejects its configuration: ${error}`, { hint: 'Correct it until `nginx -t` succeeds.' })
}

/** What was accepted is said all the same. */
export const entrances: Warn = survey => {
  const { deployment } = survey
  if (isMonolith(deployment)) return []
  const { acceptsDirect, proxy } = deployment
  const direct = acceptsDirect || proxy === 'other' ? directEntrances(survey) : []
  const accepted = [
    ...direct,
    ...(acceptsDirect && proxy === 'nginx' ? unclearPasses(survey) : []),
    ...openListeners(survey),
  ]
  const elsewhere = proxy === 'other' ? ['`nginx: false`: another proxy sits in front of Synapse'] : []
  const keeps = deployment.mainKeepsMedia ? '; main keeps the media repository until `proxy_routes_media: true`' : ''
  const hint = ` until it has the routes that \`swk topology --format apache|haproxy|caddy|nginx\` prints${keeps}. Apache answers 503 for another minute unless its \`ProxyPass\` lines have \`retry=0\``
  return [
    ...accepted.map(entrance => `${entrance}; ${lossOf(deployment)}`),
    ...elsewhere.map(entrance => `${entrance}; ${lossOf(deployment)}${hint}`),
  ]
}
