/** What a role adds to the configuration that all processes share. */
import { allSettings, type Setting } from '../../resources/synapse/settings.ts'
import type { Role } from '../model/role.ts'

/** Setting -> value, for the workers of the role, in the order in which the playbook has them. */
export function sharedSettings(role: Role, workers: readonly string[]): Readonly<Record<string, unknown>> {
  const values = settingsOfRole(role.name).map(setting => [setting.name, sharedValue(setting, workers)] as const)
  return Object.fromEntries(values.filter(([, value]) => value !== undefined))
}

/** Names of the settings in the table that say what the role's workers do. */
const settingsOfRole = (role: string) => allSettings.filter(setting => setting.role === role)

/** undefined: the role does not set it this way. */
function sharedValue(setting: Setting & { readonly name: string }, workers: readonly string[]): unknown {
  if (setting.names === 'one') return workers[0]
  if (setting.names === 'several') return workers
  return setting.takenFromMain?.by === setting.name ? false : undefined
}
