/** `swk rollback`: takes the last run on a host back, or a named one. */
import { rollbackPlay } from '../engine/index.ts'
import { ansibleConfig } from './ansible-config.ts'
import { parse, usage } from './args.ts'
import { connectionOptions, inventoryOf, wholeNumber } from './connection.ts'
import { loadHosts } from './hosts.ts'
import type { Command } from './io.ts'
import { rollbackOptions } from './journal-options.ts'
import { passwords } from './request.ts'

const loadCompiler = async () => (await import('../playbook/topology-compiler.ts')).loadRecordedCompiler()

export const rollback: Command = async (argv, io) => {
  const config = ansibleConfig(io)
  const { values, positionals } = parse(argv, rollbackOptions)
  const [extra] = positionals
  if (extra !== undefined)
    throw usage(`rollback takes no playbook, but got "${extra}"`, 'swk rollback -i INVENTORY --limit HOST')
  if (values.limit === undefined) throw usage('rollback needs the hosts on which a run is taken back', '--limit HOST')
  const inventories = inventoryOf('rollback', values, config)
  const { inventory, hosts } = await loadHosts(inventories, values, { config, io })
  const { perform: _, playProject } = await import('./perform.ts')
  const { run, force } = values
  const request = {
    ...(run !== undefined && { run }),
    ...(force && { force }),
    become: !values['no-become'],
    loadCompiler,
  }
  return playProject(
    { plays: [rollbackPlay(hosts, request)], inventory },
    {
      mode: values.check ? 'check' : 'play',
      forks: values.forks === undefined ? (config.forks ?? 50) : wholeNumber('--forks', values.forks),
      connection: connectionOptions(values, config),
      passwords: passwords(values, config),
      showDiff: !values['no-diff'],
      detailedExitcode: values['detailed-exitcode'] ?? false,
      ...(values.reporter && { reporter: values.reporter }),
    },
    io,
  )
}
