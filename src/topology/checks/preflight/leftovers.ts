/** Settings for workers that stand where swk does not write: they count on where the topology says nothing of them. */

import { Refusal } from '../../../engine/module.ts'
import type { ConfigFile } from '../../../resources/synapse/index.ts'
import { allSettings } from '../../../resources/synapse/settings.ts'
import { parseYaml } from '../../../resources/synapse/yaml.ts'
import { sharedFiles } from '../../config/shared.ts'
import { isMonolith } from '../../model/deployment.ts'
import { pickOf, readSetting, settingOf } from '../../model/effective-config.ts'
import { servesFederation } from '../../model/listeners.ts'
import { sharedFile } from '../../model/paths.ts'
import { packageRedis } from '../../model/redis.ts'
import type { Check, Survey, Warn } from './survey.ts'

export const leftovers: Check = survey => {
  const { files, written } = sidesOf(survey)
  for (const { name: key, role, names: howMany } of allSettings) {
    const names = howMany === undefined || written.has(key) ? [] : namesIn(readSetting(files, key))
    if (names.length > 0) {
      throw new Refusal(
        `\`${key}\` in ${fileOf(files, key)} gives work to ${names.join(', ')}, and the topology does not`,
        {
          hint: `Remove the setting there. To leave the work to ${names.join(', ')}, also give the topology the role: ${role}: { names: [${names.join(', ')}] }`,
        },
      )
    }
  }
  closedRedis(survey, files)
  for (const key of switchedOff(survey)) {
    if (key === 'enable_media_repo' || (key === 'send_federation' && !servesFederation(survey.facts.listeners)))
      continue
    throw new Refusal(
      `\`${key}: false\` in ${fileOf(files, key)} takes a task from the main process, and no worker has it`,
      {
        hint: 'Remove the setting there: the topology declares what the main process leaves to workers.',
      },
    )
  }
}

/** Settings of the operator's that take a task from main, and that the topology gives to no worker. */
function switchedOff(survey: Survey): readonly string[] {
  const { files, written } = sidesOf(survey)
  return allSettings.flatMap(({ name, takenFromMain }) => {
    if (takenFromMain === undefined || readSetting(files, name) !== false) return []
    return takenFromMain.by !== null && written.has(takenFromMain.by) ? [] : [name]
  })
}

/** Another media repository serves media, and the proxy routes it there. */
export const mediaElsewhere: Warn = survey => {
  if (!switchedOff(survey).includes('enable_media_repo')) return []
  const file = fileOf(sidesOf(survey).files, 'enable_media_repo')
  return [`\`enable_media_repo: false\` in ${file} stays: no process of Synapse serves media`]
}

/** Without workers, what another file says of Redis counts again; it may name the port that is closed since. */
function closedRedis({ facts, deployment }: Survey, files: readonly ConfigFile[]): void {
  const isAfterWorkers = isMonolith(deployment) && facts.files.some(({ path }) => path === sharedFile('redis'))
  const isOn = /^(true|yes|on)$/i.test(pickOf(files, 'redis', 'enabled') ?? '')
  if (!isAfterWorkers || !isOn || facts.redis !== packageRedis) return
  if (pickOf(files, 'redis', 'path') === packageRedis.socket) return
  const file = files.findLast(({ keys }) => keys.includes('redis'))?.path
  throw new Refusal(`\`redis\` in ${file} would count again, and the port that it names is closed`, {
    hint: 'Remove the setting there: the main process alone needs no Redis.',
  })
}

export const overridden: Warn = survey => {
  const { files, written } = sidesOf(survey)
  return files.flatMap(({ path, keys }) => {
    const lost = keys.filter(key => key !== 'listeners' && written.has(key) && !isThere(written.get(key), survey))
    const list = lost.map(key => `\`${key}\``).join(', ')
    return lost.length === 0
      ? []
      : [`${list} in ${path} will no longer have an effect: files in conf.d set it from now on`]
  })
}

const isThere = (path: string | undefined, { facts }: Survey): boolean => facts.files.some(file => file.path === path)

/** The files that others wrote, and of each setting that the topology writes the file. */
function sidesOf({ facts, deployment }: Survey) {
  const ours = sharedFiles(deployment, facts)
  const files = facts.files.filter(({ path }) => !ours.some(file => file.path === path))
  const written = ours.flatMap(({ path, text }) =>
    Object.keys(text === null ? {} : (parseYaml(text) ?? {})).map(key => [key, path] as const),
  )
  return { files, written: new Map(written) }
}

const fileOf = (files: readonly ConfigFile[], key: string): string => settingOf(files, key)?.file ?? ''

/** Names of workers in a setting: a name, a list, or lists by stream. */
function namesIn(value: unknown): readonly string[] {
  const isMapping = typeof value === 'object' && value !== null && !Array.isArray(value)
  const all = isMapping ? Object.values(value).flat() : [value].flat()
  return [...new Set(all.filter(name => typeof name === 'string' && name !== 'master' && name !== 'main'))] as string[]
}
