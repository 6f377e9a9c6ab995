/** Synapse's configuration as it takes effect: per top-level key, the last file that has it wins whole. */

import { Refusal } from '../../engine/module.ts'
import type { ConfigFile } from '../../resources/synapse/index.ts'
import { parseYamlDocument } from '../../resources/synapse/yaml.ts'

/** The file that a setting comes from, and its text there (`listeners:\n  - ...`). */
export type Setting = { readonly file: string; readonly text: string }

export function settingOf(files: readonly ConfigFile[], key: string): Setting | undefined {
  const file = files.findLast(candidate => candidate.keys.includes(key))
  const text = file?.texts[key]
  return file === undefined || text === undefined ? undefined : { file: file.path, text }
}

/** The value of a setting as Synapse reads it (YAML 1.1). Throws Refusal where it is no YAML. */
export function readSetting(files: readonly ConfigFile[], key: string): unknown {
  const setting = settingOf(files, key)
  if (setting === undefined) return undefined
  const doc = parseYamlDocument(setting.text)
  if (doc.errors[0]) {
    throw new Refusal(`\`${key}\` in ${setting.file} cannot be read: ${doc.errors[0].message.split('\n')[0]}`)
  }
  return (doc.toJS() as Record<string, unknown> | null)?.[key]
}

/** What was picked out of a setting that holds secrets; undefined where another file replaces it without that part. */
export function pickOf(files: readonly ConfigFile[], key: string, name: string): string | undefined {
  return files.findLast(candidate => candidate.keys.includes(key))?.picks[`${key}.${name}`]
}
