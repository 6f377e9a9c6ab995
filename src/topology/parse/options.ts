/** What a playbook says of the workers of a role, beside how many there are. */
import { describe, type Reader } from '../../yaml/reader.ts'
import type { WorkerOptions } from '../model/deployment.ts'
import type { Role } from '../model/role.ts'
import { environmentOf } from './environment.ts'
import { cpuOf, memoryOf, niceOf } from './limits.ts'
import { oneOf } from './numbers.ts'
import { settingsOf } from './settings.ts'

const logLevels = ['DEBUG', 'INFO', 'WARNING', 'ERROR'] as const

export const optionKeys = ['cache_factor', 'environment', 'settings', 'log_level', 'nice', 'cpu', 'memory'] as const

export function optionsOf(given: Partial<Record<(typeof optionKeys)[number], Reader>>, role: Role): WorkerOptions {
  if (given.cache_factor && given.settings) checkCaches(given.cache_factor, given.settings)
  return defined({
    cacheFactor: given.cache_factor && cacheFactor(given.cache_factor),
    environment: given.environment && environmentOf(given.environment),
    settings: given.settings && settingsOf(given.settings, role),
    logLevel:
      given.log_level && oneOf(given.log_level, { code: 'bad-log-level', what: '`log_level`', choices: logLevels }),
    nice: given.nice && niceOf(given.nice),
    cpu: given.cpu && cpuOf(given.cpu),
    memory: given.memory && memoryOf(given.memory),
  })
}

type Defined<T> = { [Key in keyof T]?: Exclude<T[Key], undefined> }

/** Without the keys that no output of. */
function defined<T extends object>(values: T): Defined<T> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Defined<T>
}

function cacheFactor(reader: Reader): number | undefined {
  const { value } = reader
  if (typeof value === 'number' && Number.isFinite(value) && value > 0) return value
  const meant = typeof value === 'string' ? Number(value.replace(',', '.')) : Number.NaN
  return reader.fail({
    code: 'bad-cache-factor',
    message: '`cache_factor` must be a number above 0.',
    found: describe(value),
    expected: 'a number above 0',
    hint:
      meant > 0
        ? `Write ${meant}, without quotes.`
        : '0.5 is what Synapse takes by itself; 2 caches four times as much.',
  })
}

/** The rest of `caches` may stand beside `cache_factor`: the two are written together. */
function checkCaches(cacheFactor: Reader, settings: Reader): void {
  const caches = settings.has('caches') ? settings.at('caches') : undefined
  if (!caches?.entries('`caches`') || !caches.has('global_factor')) return
  cacheFactor.fail({
    at: 'key',
    code: 'cache-factor-twice',
    message: '`cache_factor` and `global_factor` of `caches` set the same value twice.',
    found: 'both',
    expected: 'one of them',
    hint: 'Take `global_factor` out of `caches`; the rest of it can stay.',
  })
}
