/** What is wrong between roles that are right one by one. */
import type { Reader } from '../../yaml/reader.ts'
import { mostWorkers } from './count.ts'
import type { Declared, Named } from './declared.ts'
import { sender } from './role.ts'
import { checkWriters } from './writers.ts'

/** `workers`: where they stand as a whole. */
export function checkCombinations(declared: readonly Declared[], workers: Reader): void {
  checkNames(declared.flatMap(one => one.workers))
  checkWriters(declared)
  for (const one of declared) checkRestriction(one)
  checkTotal(declared, workers)
}

function checkNames(workers: readonly Named[]): void {
  const seen = new Map<string, Named>()
  // Names of their own come last: theirs is the place where a person can change something.
  for (const worker of workers.toSorted((a, b) => Number(a.isGiven) - Number(b.isGiven))) {
    const folded = worker.name.toLowerCase().replaceAll(/\W/g, '_')
    const other = seen.get(folded)
    if (other) clash(worker, other)
    else seen.set(folded, worker)
  }
}

function clash({ name, at }: Named, other: Named): void {
  const { line } = other.at.source.place(other.at.path)
  const owner = other.isGiven ? `the worker of line ${line}` : `a worker that is counted in line ${line}`
  if (name === other.name) {
    const message = `The name \`${name}\` is that of ${owner}.`
    at.fail({ code: 'duplicate-name', message, found: name, hint: 'Give one of them another name.' })
    return
  }
  const message = `\`${name}\` and \`${other.name}\` (${owner}) differ in case, or in - and _ only: nginx takes them for one.`
  at.fail({ code: 'names-too-alike', message, found: name, hint: `Call it ${name}2, or otherwise.` })
}

function checkRestriction({ restriction, workers }: Declared): void {
  if (restriction === undefined || workers.length > 0) return
  restriction.fail({
    code: 'restriction-without-senders',
    message: `Federation is restricted to the workers of \`${sender}\`, but none is declared.`,
    expected: `a count of 1 or more`,
    hint: 'Remove the line, or give the role a worker.',
  })
}

function checkTotal(declared: readonly Declared[], workers: Reader): void {
  const total = declared.reduce((sum, one) => sum + one.workers.length, 0)
  if (total <= mostWorkers) return
  workers.fail({
    code: 'too-many-workers',
    message: 'That is more than one machine can carry.',
    found: `${total} workers`,
    expected: `${mostWorkers} at most`,
    hint: 'More than a few of one role seldom help; see docs/topology.md for what the presets take.',
  })
}
