/** What conf.d holds already: nothing that is lost where a file is written, nothing that hides what is written. */

import { Refusal } from '../../../engine/module.ts'
import type { ConfigFile } from '../../../resources/synapse/index.ts'
import { findSetting } from '../../../resources/synapse/settings.ts'
import { parseYaml } from '../../../resources/synapse/yaml.ts'
import { sharedFiles } from '../../config/shared.ts'
import { mainAddress } from '../../model/listeners.ts'
import { sharedFolder } from '../../model/paths.ts'
import type { Check } from './survey.ts'

export const configuration: Check = ({ facts, deployment }) => {
  if (facts.serverName === null) throw new Refusal("no `server_name` is found in Synapse's configuration")
  if (!facts.configPaths.some(path => path.replace(/\/$/, '') === sharedFolder)) {
    throw new Refusal(`Synapse does not read ${sharedFolder}`, {
      hint: `Its unit needs --config-path=${sharedFolder}/ after homeserver.yaml, as in the Matrix project's package.`,
    })
  }
  mainAddress(facts.listeners)
  const ours = sharedFiles(deployment, facts)
  const others = facts.files.filter(({ path }) => !ours.some(file => file.path === path))
  for (const { path, text } of ours) {
    if (text === null) continue
    lostKeys(path, facts.files)
    hidden(path, Object.keys(parseYaml(text) as object), others)
  }
}

/** Settings that can come from a topology, this one or another. */
const isGenerated = (key: string): boolean => findSetting(key)?.place === 'shared'

/** A file of that name that a person wrote is replaced as a whole. */
function lostKeys(path: string, files: readonly ConfigFile[]): void {
  const keys = files.find(file => file.path === path)?.keys ?? []
  if (keys.includes('worker_replication_secret')) {
    throw new Refusal(`${path} holds \`worker_replication_secret\`, which would be lost, and seen in a diff`, {
      hint: `Move it to a file of its own in conf.d, such as ${sharedFolder}/secret.yaml: then it remains the secret.`,
    })
  }
  const foreign = keys.filter(key => !isGenerated(key))
  if (foreign.length === 0) return
  throw new Refusal(`${path} holds ${foreign.map(key => `\`${key}\``).join(', ')}, which would be lost`, {
    hint: 'Move it to another file in conf.d: swk writes this one as a whole.',
  })
}

/** Later files win, whole setting by whole setting. */
function hidden(path: string, keys: readonly string[], files: readonly ConfigFile[]): void {
  const isFolder = (file: ConfigFile) => file.path.startsWith(`${sharedFolder}/`)
  const lastFolder = files.findLastIndex(isFolder)
  const later = files.filter((file, i) => (isFolder(file) ? file.path > path : i > lastFolder && lastFolder !== -1))
  for (const file of later) {
    const key = keys.find(candidate => file.keys.includes(candidate))
    if (key === undefined) continue
    throw new Refusal(`\`${key}\` in ${file.path} would override ${path}`, {
      hint: `Synapse reads that file later, and the later one wins. ${mend(file)}`,
    })
  }
}

function mend({ path, keys }: ConfigFile): string {
  const others = keys.filter(key => !isGenerated(key))
  if (others.length === 0) return `All that it says is the topology's: remove ${path}.`
  return 'Move the setting to a file that comes earlier, or remove it.'
}
