/**
 * The tree at 100 hosts x 50 tasks within 6 s, on a terminal of 120 x 50: how long the event loop is held up (goal: p99 under
 * 50 ms; ssh keepalives and 100 sessions share the loop), and what it costs.
 */
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { setTimeout as sleep } from 'node:timers/promises'
import type { HostSummary } from '../../src/engine/events.ts'
import { tree } from '../../src/reporters/tree.ts'
import { counts, fakeHost } from '../reporters/fake.ts'

export type Lag = { readonly p50: number; readonly p99: number; readonly max: number; readonly cpu: number }

/** Milliseconds, but `cpu`: seconds. */
export async function treeLag(hostCount = 100, tasks = 50, seconds = 6): Promise<Lag> {
  const hosts = Array.from({ length: hostCount }, (_, i) => `hs${i}.example.org`)
  const write = () => {}
  const options = { out: write, env: { LANG: 'C.UTF-8', TERM: 'xterm' }, terminal: true, showDiff: true }
  const reporter = tree(options, { columns: 120, rows: 50, write })
  const delay = monitorEventLoopDelay({ resolution: 1 })
  const before = process.cpuUsage()
  delay.enable()
  reporter.event({ type: 'play:start', play: 'Workers', hosts, check: false })
  const pause = (seconds * 1000) / tasks / 2
  await Promise.all(
    hosts.map(async host => {
      for (const { wait, event } of fakeHost(host, tasks)) {
        if (wait > 0) await sleep(pause * (0.5 + Math.random()))
        reporter.event(event)
      }
    }),
  )
  const summary: Record<string, HostSummary> = Object.fromEntries(hosts.map(host => [host, counts]))
  reporter.event({ type: 'summary', hosts: summary, exit: 0 })
  await reporter.end()
  delay.disable()
  const { user, system } = process.cpuUsage(before)
  const ms = (ns: number) => Math.round(ns / 1e5) / 10
  return {
    p50: ms(delay.percentile(50)),
    p99: ms(delay.percentile(99)),
    max: ms(delay.max),
    cpu: (user + system) / 1e6,
  }
}

if (import.meta.main) console.log(await treeLag())
