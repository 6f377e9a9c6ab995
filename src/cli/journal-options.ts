/** The options of the commands that read the journal of a host. */
import type { Options } from './args.ts'
import { playOptions, targetOptions } from './play-options.ts'

const noBecome = {
  type: 'boolean',
  help: 'do not become root: read the journal of the user who logs in',
} as const

export const historyOptions = { ...targetOptions, 'no-become': noBecome } as const satisfies Options

export const rollbackOptions = {
  run: { type: 'string', value: 'ID', help: 'the run to take back, as `swk history` lists it (default: the last)' },
  check: { ...playOptions.check, help: 'show what would be taken back, without changing anything' },
  force: {
    type: 'string',
    multiple: true,
    value: 'ITEM',
    help: 'take ITEM (path:/etc/hosts) back although it was changed since',
  },
  diff: playOptions.diff,
  'no-diff': playOptions['no-diff'],
  ...historyOptions,
  'detailed-exitcode': playOptions['detailed-exitcode'],
} as const satisfies Options
