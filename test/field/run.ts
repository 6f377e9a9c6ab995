/**
 * `npm run field [SITUATION...]`: each of test/lab/field on a fresh lab host, one after the other, and a table of what swk did with it.
 * A situation is as expected where all steps are ok and no request failed, or where the check refuses it in the expected words.
 */
import { type Outcome, readExpected, runSituation, situations } from '../lab/field/situation.ts'

const names = process.argv.length > 2 ? process.argv.slice(2) : situations
const unknown = names.filter(name => !situations.includes(name))
if (unknown.length > 0) {
  console.error(`field: ${unknown.join(', ')}: not a situation; expected one of ${situations.join(', ')}`)
  process.exit(1)
}

let failed = 0
console.log(row('situation', ['result', 'check', 'play', 'verify', 'again', 'back', 'special', 'failed requests']))
for (const name of names) {
  const outcome = await runSituation(name).catch((error: Error): Outcome => ({ check: `not run: ${error.message}` }))
  const faults = findFaults(name, outcome)
  failed += faults.length > 0 ? 1 : 0
  const { check, play, verify, again, back, special, failedRequests } = outcome
  const steps = [check, play, verify, again, back, special].map(step => (step === undefined ? '-' : briefly(step)))
  console.log(row(name, [faults.length > 0 ? 'FAIL' : 'ok', ...steps, String(failedRequests ?? '-')]))
  for (const text of faults) console.log(`    ${text.slice(0, 600)}`)
}
console.log(`${names.length - failed} of ${names.length} as expected`)
process.exitCode = failed > 0 ? 1 : 0

function findFaults(name: string, outcome: Outcome): readonly string[] {
  const { refused } = readExpected(name)
  if (refused !== undefined && outcome.check !== 'ok') {
    return new RegExp(refused, 's').test(outcome.check) ? [] : [`check: ${outcome.check}; expected /${refused}/`]
  }
  const { failedRequests = 0, ...steps } = outcome
  return [
    ...Object.entries(steps).flatMap(([step, text]) => (text === 'ok' ? [] : [`${step}: ${text}`])),
    ...(failedRequests > 0 ? [`${failedRequests} requests failed`] : []),
  ]
}

/** The reasons follow below the row. */
function briefly(step: string): string {
  return /^exit 2: /.test(step) ? 'refused' : (step.split(':')[0] ?? '').slice(0, 10)
}

function row(name: string, cells: readonly string[]): string {
  return [name.padEnd(28), ...cells.map(cell => cell.padEnd(9))].join(' ').trimEnd()
}
