/** The part of a playbook that names workers which are there. */
import type { Suggestion } from '../../adoption/suggest.ts'
import type { Deployment } from '../../model/deployment.ts'

/** A role that the playbook has already keeps its number of workers, those that are there first. */
export function asYaml(suggestions: readonly (readonly [string, Suggestion])[], deployment: Deployment): string {
  const keys = [...new Set(suggestions.map(([, suggestion]) => key(suggestion)))]
  const lines = keys.map(of => {
    const own = suggestions.filter(([, suggestion]) => key(suggestion) === of)
    const [, { role, streams }] = own[0] as (typeof own)[number]
    const found = own.map(([name]) => name)
    const declared = deployment.workers.filter(worker => worker.role.name === role).map(({ name }) => name)
    const names = [...found, ...declared.slice(found.length)]
    const more = streams === undefined ? '' : `, streams: [${streams.join(', ')}]`
    return `      ${role}: { names: [${names.join(', ')}]${more} }`
  })
  return ['topology:', '  synapse:', '    workers:', ...lines].join('\n')
}

const key = ({ role, streams = [] }: Suggestion): string => [role, ...streams].join(' ')
