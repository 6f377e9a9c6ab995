/** Each worker is a whole Synapse in memory. */
import type { Warn } from './survey.ts'

/** MiB that a worker takes soon after its start, measured: 117 resident, 87 of them its own. */
const each = 120

export const memory: Warn = ({ facts, deployment, host }) => {
  const running = new Set(facts.workers.filter(({ active }) => active).map(({ name }) => name))
  const more = deployment.workers.filter(({ name }) => !running.has(name)).length
  if (more === 0 || more * each <= host.memoryAvailable) return []
  return [
    `${more} more workers take about ${more * each} MiB at the start, and ${host.memoryAvailable} of ${host.memoryTotal} MiB are free: add memory, or declare fewer workers`,
  ]
}
