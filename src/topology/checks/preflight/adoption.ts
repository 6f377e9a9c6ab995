/**
 * Workers that somebody set up: one that the playbook names is taken over where it is; any other would be left out of instance_map
 * and go on running, and that is refused.
 */
import { Refusal } from '../../../engine/module.ts'
import { type Suggestion, suggest } from '../../adoption/suggest.ts'
import { type Deployment, isMonolith } from '../../model/deployment.ts'
import { readSetting, settingOf } from '../../model/effective-config.ts'
import type { FoundWorker } from '../../model/facts.ts'
import { sharedFile, workerUnit } from '../../model/paths.ts'
import type { Check, Survey } from './survey.ts'
import { asYaml } from './workers-yaml.ts'

export const adoption: Check = survey => {
  elsewhere(survey)
  const { facts, deployment } = survey
  const foreign = facts.workers.filter(({ managed }) => !managed)
  // Files of workers that were adopted once lie there again, and run nothing.
  const strangers = foreign.filter(
    ({ name, active, enabled }) => !isDeclared(name, deployment) && (!isMonolith(deployment) || active || enabled),
  )
  if (strangers.length > 0) throw unnamed(strangers, survey)
  for (const worker of foreign) takeable(worker)
}

const isDeclared = (name: string, { workers }: Deployment): boolean => workers.some(worker => worker.name === name)

function unnamed(strangers: readonly FoundWorker[], { facts, deployment, observed }: Survey): Refusal {
  const suggestions = strangers.map(worker => [worker.name, suggest(worker, facts, observed)] as const)
  const list = suggestions.map(([name, suggestion]) => `\n  ${name}: ${asText(suggestion)}`).join('')
  return new Refusal(`this Synapse has workers that the playbook does not name:${list}`, {
    hint: `To take them over where they are, write:\n${asYaml(suggestions, deployment)}\nOr stop and disable them, and remove their files.`,
  })
}

const asText = ({ role, because }: Suggestion): string => `\`${role}\`, as it seems: ${because}`

/** A worker that runs under another unit would run twice; what its file says beyond a worker's own settings would be lost. */
function takeable({ name, unit, active, enabled, file, hidden = [] }: FoundWorker): void {
  if (unit !== null && unit !== workerUnit(name) && (active || enabled)) {
    throw new Refusal(`\`${name}\` runs as ${unit}; swk would run it as ${workerUnit(name)} too`, {
      hint: `Take the one that is there out of service first: systemctl disable --now ${unit}`,
    })
  }
  if (hidden.length > 0) {
    throw new Refusal(`${file} holds ${hidden.map(key => `\`${key}\``).join(', ')}, which would be lost`, {
      hint: 'Move it to a file in conf.d, or into `settings:` of the worker in the playbook: swk writes this file as a whole.',
    })
  }
}

/** Workers in instance_map that nothing on this host runs. What swk itself wrote there has a `path`. */
function elsewhere({ facts: { files, workers }, deployment }: Survey): void {
  const map = (readSetting(files, 'instance_map') ?? {}) as Record<
    string,
    { readonly path?: string; readonly host?: string }
  >
  const file = settingOf(files, 'instance_map')?.file ?? ''
  const others = Object.entries(map).filter(([name, { path }]) => {
    const isOwn = file === sharedFile('workers') && path !== undefined
    return name !== 'main' && !isOwn && !isDeclared(name, deployment) && !workers.some(worker => worker.name === name)
  })
  if (others.length === 0) return
  const list = others.map(([name, { host, path }]) => `${name} (${path ?? host ?? 'nowhere'})`).join(', ')
  throw new Refusal(`instance_map in ${file} names ${list}, and nothing on this host runs that`, {
    hint: 'swk runs all workers on the host of the main process. Take the others out of service, and out of the configuration.',
  })
}
