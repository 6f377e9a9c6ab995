/** A name that is no role, and what was meant by it. */
import type { Diagnostic } from '../../errors/diagnostic.ts'
import { closest } from '../../errors/suggest.ts'
import type { Reader } from '../../yaml/reader.ts'
import { roles } from '../model/roles/index.ts'
import { folded } from './declared.ts'

export function unknownRole(name: string, at: Reader): void {
  at.fail({ at: 'key', found: name, ...(main(name) ?? setting(name) ?? misspelt(name)) })
}

type Fault = Pick<Diagnostic, 'code' | 'message' | 'expected' | 'hint'>

function main(name: string): Fault | undefined {
  if (!/^(main|master|main-process|homeserver)$/.test(folded(name))) return undefined
  const message = 'The main process is not a role of workers: it always runs, once.'
  return { code: 'main-as-role', message, hint: 'Take the line out.' }
}

/** What people of Synapse's own configuration look for here. */
export const settings: ReadonlyMap<string, string> = new Map(
  Object.entries({
    stream_writers: 'Name the writers as roles: typing: 1, or stream-writer: { count: 1, streams: [typing] }.',
    instance_map: 'Leave it out: swk generates it from the roles.',
    federation_sender_instances: 'Name the role: federation-sender: 1.',
    pusher_instances: 'Name the role: pusher: 1.',
    run_background_tasks_on: 'Name the role: background: 1.',
    update_user_directory_from_worker: 'Name the role: user-dir: 1.',
    notify_appservices_from_worker: 'Name the role: appservice: 1.',
    outbound_federation_restricted_to:
      'Write federation-sender: { count: 1, outbound_federation_restricted_to: true }.',
    media_instance_running_background_jobs: 'Name the role: mediaworker: 1.',
    worker_replication_secret: 'Leave it out: swk generates it on the host.',
    redis: 'Leave it out: swk sets Redis up.',
  }).map(([name, hint]) => [folded(name), hint]),
)

function setting(name: string): Fault | undefined {
  const hint = settings.get(folded(name))
  if (hint === undefined) return undefined
  return { code: 'setting-as-role', message: `\`${name}\` is a setting of Synapse, not a role of workers.`, hint }
}

function misspelt(name: string): Fault {
  const names = roles.map(role => role.name)
  const nearest = closest(name, [...names, ...roles.flatMap(role => role.aliases ?? []), 'preset'])
  return {
    code: 'bad-topology',
    message: `\`${name}\` is not a worker role.`,
    expected: names.join(', '),
    hint: nearest ? `did you mean ${nearest}?` : byTask(name),
  }
}

function byTask(name: string): string {
  return /generic|worker$/.test(folded(name))
    ? 'Use a worker role: client-sync, roomworker, federation-sender and so on.'
    : 'See docs/roles.md for the roles.'
}
