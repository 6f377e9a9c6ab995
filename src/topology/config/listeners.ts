/**
 * conf.d/listeners.yaml: main's `listeners`. Not `managed`: what a person adds to the list stays, since it is the list that Synapse
 * goes by. While nobody has, it follows the list that it was made from.
 */
import { type Deployment, isMonolith, rolesOf } from '../model/deployment.ts'
import { settingOf } from '../model/effective-config.ts'
import type { Facts } from '../model/facts.ts'
import { withoutReplication, withReplication } from '../model/listeners.ts'
import type { ManagedFile } from '../model/managed-file.ts'
import { sharedFile } from '../model/paths.ts'

const path = sharedFile('listeners')
const mark = "# Main's listeners. This list replaces the one in homeserver.yaml as a whole: change it here."

export function listenersFile(deployment: Deployment, facts: Facts): ManagedFile {
  const original = originalOf(facts)
  if (isMonolith(deployment)) {
    if (original !== null) return { path, text: null, mark }
    return { path, text: `${mark}\n${withoutReplication(facts.listenersText)}`, mark }
  }
  const media = deployment.mainKeepsMedia || !rolesOf(deployment).some(role => role.resources.includes('media'))
  return { path, text: `${mark}\n${withReplication(original ?? facts.listenersText, { media })}` }
}

/** The list that would count without listeners.yaml; null where listeners.yaml says something of its own. */
function originalOf({ files, listenersText }: Facts): string | null {
  if (!files.some(file => file.path === path)) return listenersText
  const original = settingOf(
    files.filter(file => file.path !== path),
    'listeners',
  )?.text
  const isCopy = [true, false].some(
    media => original !== undefined && withReplication(original, { media }) === listenersText,
  )
  return isCopy ? (original as string) : null
}
