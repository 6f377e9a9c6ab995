/** Each process has a pool of connections of its own, and PostgreSQL has so many and no more. */
import { Refusal } from '../../../engine/module.ts'
import { connectionsOf, defaultPool, spareConnections } from '../../model/connections.ts'
import { isMonolith } from '../../model/deployment.ts'
import { pickOf } from '../../model/effective-config.ts'
import type { Facts } from '../../model/facts.ts'
import type { Check, Survey, Warn } from './survey.ts'

export const connections: Check = survey => {
  const allowed = isAskable(survey) ? survey.host.maxConnections : null
  const known = allowed ?? survey.deployment.maxConnections
  if (isMonolith(survey.deployment) || known === null || known >= needed(survey)) return
  const whose = allowed === null ? 'according to the playbook PostgreSQL' : 'PostgreSQL'
  throw new Refusal(`${whose} allows ${known} connections; ${sum(survey)}`, {
    hint: `Set max_connections to ${needed(survey)} or more (ALTER SYSTEM SET max_connections = ${needed(survey)}) and restart PostgreSQL, or lower \`cp_max\` in Synapse's \`database.args\`, or ask for fewer workers.`,
  })
}

export const unknownConnections: Warn = survey => {
  const { deployment, host } = survey
  if (isMonolith(deployment) || (isAskable(survey) && host.maxConnections !== null)) return []
  if (deployment.maxConnections !== null) return []
  const why = isLocal(survey.facts)
    ? 'PostgreSQL did not report how many connections it allows'
    : 'the database is elsewhere'
  return [
    `${why}, and ${sum(survey)}: check that its max_connections is at least that (\`max_connections\` in the playbook declares it)`,
  ]
}

const isAskable = ({ facts, deployment }: Survey): boolean => !isMonolith(deployment) && isLocal(facts)

function isLocal({ files }: Facts): boolean {
  const host = pickOf(files, 'database', 'host')
  return host === undefined || host.startsWith('/') || /^(localhost|127\.|::1)/.test(host)
}

const processes = ({ deployment }: Survey): number => deployment.workers.length + 1
const needed = (survey: Survey): number => connectionsOf(survey.deployment.workers.length, pool(survey.facts))

function pool({ files }: Facts): number {
  const size = Number(pickOf(files, 'database', 'cp_max'))
  return Number.isInteger(size) && size > 0 ? size : defaultPool
}

function sum(survey: Survey): string {
  return `${processes(survey)} processes with up to ${pool(survey.facts)} each (cp_max), and ${spareConnections} to spare, make ${needed(survey)}`
}
