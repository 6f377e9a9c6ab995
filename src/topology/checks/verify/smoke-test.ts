/** What users do works from end to end: shown with its times. */
import type { HostView } from '../../../engine/module.ts'
import { type SmokeTestSpec, type SmokeTestStep, synapseSmokeTest } from '../../../resources/synapse/smoke-test.ts'
import { see } from '../../../sdk/refs.ts'
import { mainAddress } from '../../model/listeners.ts'
import type { Check, Subject } from './check.ts'

export const round: Check = {
  name: 'A test user can register, chat and use media',
  onlyActive: true,
  reads: subject => specOf(subject).map(synapseSmokeTest),
  faults(subject, observed) {
    const [spec] = specOf(subject)
    if (spec === undefined) return ['nothing is known to lead clients to Synapse']
    const state = see(observed, synapseSmokeTest(spec))
    const steps = stepsOf(subject, observed)
    const failed = steps.filter(({ error }) => error !== undefined)
    const done = steps.filter(({ error }) => error === undefined).map(shown)
    if (failed.length === 0 && state?.left === null && steps.length > 0) return []
    return [
      ...failed.map(({ step, error }) => `${step}: ${error}`),
      ...(steps.length === 0 ? ['the smoke test did not run'] : []),
      ...(state?.left ? [`the user ${state.left} is left: deactivate it`] : []),
      ...(done.length > 0 ? [`what worked: ${done.join(', ')}`] : []),
    ]
  },
  notes: (subject, observed) => stepsOf(subject, observed).map(shown),
}

const shown = ({ step, ms }: SmokeTestStep): string => `${step}: ${ms} ms`

function stepsOf(subject: Subject, observed: HostView): readonly SmokeTestStep[] {
  const states = specOf(subject).map(spec => see(observed, synapseSmokeTest(spec)))
  return states.flatMap(state => JSON.parse(state?.steps ?? '[]') as readonly SmokeTestStep[])
}

/** None where nothing leads clients to Synapse. */
function specOf({ facts, entrances }: Subject): readonly SmokeTestSpec[] {
  const paths = ['/_matrix/client/v3/sync', '/_matrix/media/v3/upload']
  const front = entrances.find(({ leads, obstacle }) => obstacle === undefined && paths.every(leads))
  if (front === undefined) return []
  const { address, port, tls, host } = front
  const { user, python, configPaths: config } = facts
  return [
    { user, python, config, main: wayOf(mainAddress(facts.listeners), host), front: { address, port, tls, host } },
  ]
}

/** `main`: a socket's path, or `host:port`. */
function wayOf(main: string, host: string): SmokeTestSpec['main'] {
  if (main.startsWith('/')) return { socket: main, host }
  const [, address = '', port] = main.match(/^(.*):(\d+)$/) ?? []
  return { address: address.replace(/^\[|\]$/g, ''), port: Number(port), tls: false, host }
}
