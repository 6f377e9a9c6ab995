import type { Options } from './args.ts'
import { targetOptions } from './play-options.ts'

/** The options of `swk topology`: it contacts nobody, so that none says how. */
export const topologyOptions = {
  inventory: targetOptions.inventory,
  format: {
    type: 'string',
    value: 'NAME',
    choices: ['table', 'tasks', 'files', 'mermaid', 'json'],
    help: 'table (the default), tasks, files, mermaid or json',
  },
  request: {
    type: 'string',
    multiple: true,
    value: 'REQUEST',
    help: "who serves 'METHOD URL' (or each line of @FILE), and why; with --format json a line each",
  },
  limit: targetOptions.limit,
  'extra-vars': targetOptions['extra-vars'],
} as const satisfies Options
