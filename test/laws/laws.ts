/** The laws of check and play on random playbooks, tried on several hosts at once: what holds, and what is told of a failure. */
import fc from 'fast-check'
import { topics } from './generator/index.ts'
import { randomTrial } from './generator/plays.ts'
import { type Counts, Laboratory } from './laboratory.ts'
import type { Trial } from './trial.ts'

type Law = (lab: Laboratory, trial: Trial) => Promise<void>

export type Bounds = {
  readonly runs: number
  readonly seconds: number
  readonly seed: number
  readonly path?: string
  readonly hosts?: number
  /** Default: of all topics. */
  readonly trials?: fc.Arbitrary<Trial>
  /** Default: check = play, and a second play changes nothing. */
  readonly law?: Law
  /** A failure as soon as it is known: others may follow. */
  readonly onFailure?: (text: string) => void
}
export type Held = { readonly counts: Counts; readonly failures: readonly string[] }

/** Each chunk has a seed of its own, so that a failure is repeated alone and the others go on. */
const chunkSize = 20

/** Tries the laws on `runs` playbooks, or as many as fit into the time. */
export async function tryLaws(name: string, bounds: Bounds): Promise<Held> {
  const { runs, seed, hosts = 1, onFailure = () => {} } = bounds
  const deadline = Date.now() + bounds.seconds * 1000
  const chunks = Array.from({ length: Math.ceil(runs / chunkSize) }, (_, i) => ({
    seed: seed + i,
    runs: Math.min(chunkSize, runs - i * chunkSize),
  }))
  const failures: string[] = []
  const furnish = bounds.trials === undefined ? topics.flatMap(topic => topic.furnish ?? []) : []
  const work = async (lab: Laboratory): Promise<void> => {
    for (let chunk = chunks.shift(); chunk !== undefined && Date.now() < deadline; chunk = chunks.shift()) {
      const failure = await tryChunk(lab, {
        ...chunk,
        ...(bounds.path !== undefined && { path: bounds.path }),
        seconds: (deadline - Date.now()) / 1000,
        ...(bounds.trials !== undefined && { trials: bounds.trials }),
        ...(bounds.law !== undefined && { law: bounds.law }),
      })
      if (failure === undefined) continue
      failures.push(failure)
      onFailure(failure)
    }
  }
  const all = await Promise.all(Array.from({ length: hosts }, (_, i) => onHost(`${name}${i || ''}`, furnish, work)))
  return { counts: sum(all), failures }
}

async function onHost(
  name: string,
  furnish: readonly string[],
  work: (lab: Laboratory) => Promise<void>,
): Promise<Counts> {
  const lab = await Laboratory.open(name, furnish)
  try {
    await work(lab)
    return lab.counts
  } finally {
    await lab.close()
  }
}

/** Seconds in which a smaller playbook is looked for that fails as well. */
const shrinking = 45

async function tryChunk(
  lab: Laboratory,
  { runs, seconds, seed, path, trials = randomTrial, law = (lab, trial) => lab.tryOut(trial) }: Bounds,
): Promise<string | undefined> {
  let end = Number.POSITIVE_INFINITY
  const property = fc.asyncProperty(trials, async trial => {
    if (Date.now() > end) return
    try {
      await law(lab, trial)
    } catch (error) {
      end = Math.min(end, Date.now() + shrinking * 1000)
      throw error
    }
  })
  const details = await fc.check(property, {
    numRuns: runs,
    seed,
    ...(path === undefined ? {} : { path }),
    interruptAfterTimeLimit: Math.max(1, seconds * 1000),
  })
  return details.failed && details.counterexample ? describeFailure(details) : undefined
}

function describeFailure(details: fc.RunDetails<[Trial]>): string {
  const [trial] = details.counterexample as [Trial]
  const cause = details.errorInstance instanceof Error ? details.errorInstance.message : String(details.errorInstance)
  return `seed ${details.seed}, path ${details.counterexamplePath}, after ${details.numRuns} playbooks and ${details.numShrinks} smaller ones
${showPlay(trial)}
as ${trial.user} on
${trial.arrange('$F')}
${cause}`
}

/** A task a line. */
function showPlay(trial: Trial): string {
  const { tasks, become } = trial.play('$F') as { readonly tasks: readonly object[]; readonly become: boolean }
  return `become: ${become}\n${tasks.map(task => JSON.stringify(task)).join('\n')}`
}

function sum(all: readonly Counts[]): Counts {
  const names = new Set(all.flatMap(counts => Object.keys(counts)))
  return Object.fromEntries(
    [...names].map(name => [name, all.reduce((total, counts) => total + (counts[name] ?? 0), 0)]),
  )
}
