/** A name that is no role, and what was meant by it. */
import type { Diagnostic } from '../../errors/diagnostic.ts'
import { closest } from '../../errors/suggest.ts'
import { allSettings } from '../../resources/synapse/settings.ts'
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

/** What people of Synapse's own configuration look for here -> what to write instead. */
export const settings: ReadonlyMap<string, string> = new Map(
  allSettings.flatMap(({ name, instead }) => (instead === undefined ? [] : [[folded(name), instead]])),
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
