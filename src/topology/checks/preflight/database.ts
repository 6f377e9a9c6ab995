/** Workers share one database: it must be PostgreSQL. */
import { Refusal } from '../../../engine/module.ts'
import { isMonolith } from '../../model/deployment.ts'
import type { Check } from './survey.ts'

export const database: Check = ({ facts: { database }, deployment }) => {
  if (database === 'psycopg2' || isMonolith(deployment)) return
  if (database === null)
    throw new Refusal("no `database` is found in Synapse's configuration", {
      hint: 'It must be PostgreSQL (`name: psycopg2`).',
    })
  throw new Refusal(`Synapse stores its data with \`${database}\`; workers need PostgreSQL`, {
    hint: 'Move the data with synapse_port_db first (Synapse manual: "Using Postgres"). It reads one configuration file: for it, copy what stands in conf.d (server_name) into that file.',
  })
}
