/**
 * Shows a reporter at work on a made-up run, without a host:
 *   node test/reporters/replay.ts tree|plain|json [HOSTS] [TASKS] [--check] [--fail]
 */
import { setTimeout as sleep } from 'node:timers/promises'
import type { HostSummary } from '../../src/engine/events.ts'
import { openReporter } from '../../src/reporters/index.ts'
import { counts, fakeHost } from './fake.ts'

const check = process.argv.includes('--check')
const fails = process.argv.includes('--fail')
const [name = 'tree', hostCount = '2', taskCount = '10'] = process.argv.slice(2).filter(word => !word.startsWith('--'))
const hosts = Array.from({ length: Number(hostCount) }, (_, i) => `hs${i + 1}.example.org`)

const reporter = await openReporter(name as 'tree', {
  out: text => void process.stdout.write(text),
  env: process.env,
  terminal: process.stdout.isTTY === true,
  showDiff: true,
})
const summary: Record<string, HostSummary> = {}
reporter.event({ type: 'play:start', play: 'Worker-based Synapse', hosts, check })
await Promise.all(hosts.map((host, i) => run(host, i)))
reporter.event({ type: 'summary', hosts: summary, exit: fails ? 2 : 0 })
await reporter.end()

async function run(host: string, index: number): Promise<void> {
  const totals = { ...counts }
  await sleep(200 + Math.random() * 400)
  for (const { wait, event } of fakeHost(host, Number(taskCount), { check, fails: fails && index === 0 })) {
    if (wait > 0) await sleep(wait * (0.5 + Math.random()))
    reporter.event(event)
    if (event.type === 'task') totals[event.status]++
  }
  summary[host] = totals
}
