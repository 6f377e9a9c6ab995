/** `swk history`: the runs that the journal of each host has, or the changes of one. */
import type { Emit, SwkEvent } from '../engine/events.ts'
import { historyPlay } from '../engine/index.ts'
import { play as run } from '../play.ts'
import { openReporter } from '../reporters/index.ts'
import { ansibleConfig } from './ansible-config.ts'
import { parse, usage } from './args.ts'
import { connectionOptions, inventoryOf } from './connection.ts'
import { loadHosts } from './hosts.ts'
import type { Command } from './io.ts'
import { historyOptions } from './journal-options.ts'
import { readPasswords } from './passwords.ts'
import { passwords } from './request.ts'

export const history: Command = async (argv, io) => {
  const config = ansibleConfig(io)
  const { values, positionals } = parse(argv, historyOptions)
  const [id, extra] = positionals
  if (extra !== undefined) throw usage(`history expects one run, but got also "${extra}"`)
  const { inventory, hosts } = await loadHosts(inventoryOf('history', values, config), values, { config, io })
  const secrets = await readPasswords(passwords(values, config), io)
  const isJson = values.reporter === 'json'
  const { out, env, terminal } = io
  const reporter = await openReporter(isJson ? 'json' : 'plain', { out, env, terminal, showDiff: true })
  const runs: RunEvent[] = []
  let reported = 0
  const emit: Emit = event => {
    if (event.type === 'run') runs.push(event)
    // Of the run that reads the journals only its failures are of interest.
    if (event.type !== 'task' && event.type !== 'run') return
    reported++
    if (event.type === 'task' || isJson) reporter.event(event)
  }
  const play = historyPlay(hosts, { ...(id !== undefined && { run: id }), become: !values['no-become'], emit })
  const connection = { ...connectionOptions(values, config), ...secrets }
  const { exit } = await run(
    { plays: [play], inventory },
    { mode: 'verify', onEvent: emit, connection, signal: io.interrupt, cancelSignal: io.cancel },
  )
  await reporter.end()
  if (!isJson && id === undefined) io.out(table(hosts, runs))
  if (id !== undefined && reported === 0) throw usage(`no host has a run ${id}`, 'swk history lists the runs')
  return exit
}

type RunEvent = Extract<SwkEvent, { type: 'run' }>

/** Host by host, the last run first. */
function table(hosts: readonly string[], runs: readonly RunEvent[]): string {
  const blocks = hosts.map(host => {
    const own = runs.filter(one => one.host === host).toReversed()
    const rows = own.map(columns)
    const widths = [0, 1, 2, 3, 4].map(i => Math.max(0, ...rows.map(row => row[i]?.length ?? 0)))
    const lines = rows.map(row => `  ${row.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join('  ')}`.trimEnd())
    return [host, ...(lines.length > 0 ? lines : ['  no runs'])].join('\n')
  })
  return `${blocks.join('\n\n')}\n`
}

function columns({ run, at, who, playbook = '', revision, changes, end }: RunEvent): readonly string[] {
  const time = at.replace('T', ' ').replace(/:\d+\.\d+Z$/, ' UTC')
  const what = revision === undefined ? playbook : `${playbook} (${revision})`
  return [run, time, who, what, end ?? 'broken off', `${changes} ${changes === 1 ? 'change' : 'changes'}`]
}
