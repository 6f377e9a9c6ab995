/** What outlives its task or the connection: jobs in the background, and a reboot. */
import fc from 'fast-check'
import { aboutPath } from './paths.ts'
import { type Action, contradictory, type Topic } from './topic.ts'

const created = fc.constantFrom('{{ folder }}/a', '{{ folder }}/b')
const reboot: Action = { task: { reboot: { reboot_timeout: 120 } }, about: contradictory }

export const jobs: Topic = {
  name: 'jobs',
  state: fc.constant({ script: ':' }),
  look: ':',
  actions: [
    created.map(creates => ({
      task: { command: { argv: ['touch', creates], creates }, async: 30, poll: 1 },
      about: [aboutPath(creates)],
    })),
    fc.constant({ task: { command: 'true', async: 30, poll: 0 }, about: contradictory }),
    fc
      .constantFrom('PREVIOUS.ansible_job_id | default("1.2")', '"1.2"')
      .map(jid => ({ task: { async_status: { jid: `{{ ${jid} }}` } }, about: contradictory })),
    fc.constant({ task: { async_status: { jid: '1.2', mode: 'cleanup' } }, about: ['job'] }),
    // Rarely: a host takes seconds.
    fc
      .integer({ min: 0, max: 3 })
      .map((n): Action => (n === 0 ? reboot : { task: { ping: { data: 'pong' } }, about: ['ping'] })),
  ],
  opaque: ['command', 'reboot'],
}
