import type { Options } from './args.ts'
import { targetOptions } from './play-options.ts'
import { vaultOptions } from './vault-options.ts'

/** The options of `swk topology`: it contacts nobody but hosts that `--limit` names, for whom the last ones are. */
export const topologyOptions = {
  inventory: targetOptions.inventory,
  format: {
    type: 'string',
    value: 'NAME',
    choices: ['table', 'tasks', 'files', 'mermaid', 'json', 'nginx', 'haproxy', 'caddy', 'apache'],
    help: 'table (the default), tasks, files, mermaid or json; routes and upstreams for nginx, haproxy, caddy or apache',
  },
  request: {
    type: 'string',
    multiple: true,
    value: 'REQUEST',
    help: "who serves 'METHOD URL' (or each line of @FILE), and why; with --format json a line each",
  },
  limit: { ...targetOptions.limit, help: `${targetOptions.limit.help}; these are asked how they differ` },
  'extra-vars': targetOptions['extra-vars'],
  ...vaultOptions,
  user: targetOptions.user,
  'private-key': targetOptions['private-key'],
  connection: targetOptions.connection,
  timeout: targetOptions.timeout,
  'ssh-common-args': targetOptions['ssh-common-args'],
  'ssh-extra-args': targetOptions['ssh-extra-args'],
  'ssh-config': targetOptions['ssh-config'],
} as const satisfies Options
