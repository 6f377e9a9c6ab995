/** docs/synapse-settings.md: Synapse's settings that swk knows, from their table. */
import { allSettings, type Setting } from '../src/resources/synapse/settings.ts'
import { table } from './roles-page.ts'

export function settingsPage(): string {
  return [
    "# Synapse's settings\n",
    "What swk writes of Synapse's configuration, and what it reads of it on a host. Of a setting that is not read, only its name leaves the host. The table is `src/resources/synapse/settings.ts`.\n",
    table(
      ['setting', 'stands in', 'role', 'names', 'Synapse without it', 'read'],
      allSettings.map(setting => [
        `\`${setting.name}\``,
        setting.place === undefined ? '' : places[setting.place],
        setting.role === undefined ? '' : `[${setting.role}](roles.md#${setting.role})`,
        setting.names === undefined ? '' : howMany[setting.names],
        setting.default ?? '',
        readOf(setting),
      ]),
    ),
  ].join('\n')
}

const places: Readonly<Record<NonNullable<Setting['place']>, string>> = {
  shared: 'files of all processes; the topology decides',
  worker: "a worker's own file",
  operator: "the operator's files",
}

const howMany: Readonly<Record<NonNullable<Setting['names']>, string>> = {
  one: 'one worker',
  several: 'one or more workers',
  'by-stream': 'workers, by stream',
}

function readOf({ read }: Setting): string {
  if (read === undefined) return ''
  if (read === 'whole') return 'whole'
  return Object.values(read)
    .map(path => `\`${path.join('.')}\``)
    .join(', ')
}
