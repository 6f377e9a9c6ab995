/** `settings`: more of Synapse's settings for a worker's own file, and those that must not stand there. */
import { findSetting } from '../../resources/synapse/settings.ts'
import { isRecord, type Reader } from '../../yaml/reader.ts'
import type { Role } from '../model/role.ts'

export function settingsOf(reader: Reader, role: Role): Readonly<Record<string, unknown>> | undefined {
  const entries = reader.entries('`settings`')
  if (entries === undefined) return undefined
  for (const [name, value] of entries) check(name, value, role)
  return isRecord(reader.value) ? reader.value : undefined
}

function check(name: string, reader: Reader, role: Role): void {
  const setting = findSetting(name)
  const fail = (code: 'setting-of-topology' | 'setting-of-main' | 'writer-without-replication', hint: string) =>
    reader.fail({ at: 'key', code, message: messages[code](name, role), found: name, hint })
  if (replication.has(name) && role.writers) {
    fail('writer-without-replication', 'Remove it: swk writes the listener and the instance_map.')
  } else if (setting?.instead !== undefined) fail('setting-of-topology', setting.instead)
  else if (setting?.place === 'operator')
    fail('setting-of-main', 'Put it into homeserver.yaml or a file in conf.d, for all processes.')
}

const messages = {
  'setting-of-topology': (name: string) => `The topology generates \`${name}\` itself.`,
  'setting-of-main': (name: string) => `\`${name}\` cannot be set for one worker.`,
  'writer-without-replication': (name: string, role: Role) =>
    `\`${name}\` would replace the replication listener of a worker that writes a stream (\`${role.name}\`).`,
}

const replication: ReadonlySet<string> = new Set(['worker_listeners', 'instance_map'])
