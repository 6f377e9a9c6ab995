/**
 * `npm run field [-- [--check] SITUATION...]`: each of test/lab/field on a fresh lab host, one after the other, and a table of what swk did with it.
 * `--stops [SITUATION [FIRST [LAST]]]`: see stops.ts. With `--check` no further than the check. A situation is as expected where all steps are ok and no request failed, or where the check refuses it in the expected words
 * and all steps are ok after its advice was followed (`hint`).
 */
import { type Outcome, runRound, steps } from '../lab/field/round.ts'
import { readExpected, situations } from '../lab/field/situation.ts'
import { type Recorded, recordOutcome } from './record.ts'
import { runStops } from './stops.ts'

const given = process.argv.slice(2)
if (given[0] === '--stops') {
  const [name = 'plain', ...range] = given.slice(1)
  process.exit((await runStops(name, ...range.map(Number))) > 0 ? 1 : 0)
}
const checkOnly = given.includes('--check')
const named = given.filter(name => name !== '--check')
const names = named.length > 0 ? named : situations
const unknown = names.filter(name => !situations.includes(name))
if (unknown.length > 0) {
  console.error(`field: ${unknown.join(', ')}: not a situation; expected one of ${situations.join(', ')}`)
  process.exit(1)
}

/** A POST is under way for some milliseconds: of those that a stopping process drops there are few. */
const fewPosts = 6

let failed = 0
console.log(row('situation', ['result', ...steps, 'failed requests', 'POSTs under way']))
for (const name of names) {
  const outcome = await runRound(name, { checkOnly }).catch(notRun)
  const faults = findFaults(name, outcome)
  failed += faults.length > 0 ? 1 : 0
  const { requests, posts } = outcome.failures
  const cells = steps.map(step => briefly(outcome.steps[step]))
  console.log(
    row(name, [faults.length > 0 ? 'FAIL' : 'ok', ...cells, String(requests.length).padEnd(15), `${posts.length}`]),
  )
  if (!checkOnly)
    recordOutcome(name, { result: resultOf(name, outcome, faults), failed: requests.length, posts: posts.length })
  for (const text of faults) console.log(`    ${text.slice(0, 1500)}`)
}
console.log(`${names.length - failed} of ${names.length} as expected`)
process.exitCode = failed > 0 ? 1 : 0

function resultOf(name: string, { steps }: Outcome, faults: readonly string[]): Recorded['result'] {
  if (faults.length > 0) return 'differs'
  if (readExpected(name).refused === undefined) return 'works'
  return steps.hint === undefined ? 'refused' : 'refused, works after its advice'
}

function notRun(error: Error): Outcome {
  return { steps: { check: `not run: ${error.message}` }, failures: { requests: [], posts: [] }, left: [] }
}

function findFaults(name: string, { steps, failures }: Outcome): readonly string[] {
  const { refused, expectFailed = '^$' } = readExpected(name)
  const isExpected = (text: string): boolean => new RegExp(expectFailed).test(text)
  const requests = failures.requests.filter(text => !isExpected(text))
  const posts = failures.posts.filter(text => !isExpected(text))
  const { check = '', ...others } = steps
  const isAsExpected = refused === undefined ? check === 'ok' : new RegExp(refused, 's').test(check)
  return [
    ...(isAsExpected ? [] : [`check: ${check}; expected ${refused === undefined ? 'ok' : `/${refused}/`}`]),
    ...Object.entries(others).flatMap(([step, text]) => (text === 'ok' ? [] : [`${step}: ${text}`])),
    ...(requests.length > 0 ? [`requests failed: ${requests.join(', ')}`] : []),
    ...(posts.length > fewPosts ? [`POSTs failed: ${posts.join(', ')}`] : []),
  ]
}

/** The reasons follow below the row. */
function briefly(step = '-'): string {
  if (step === 'ok' || step === '-') return step
  return /^exit 2: /.test(step) ? 'failed' : 'differs'
}

function row(name: string, cells: readonly string[]): string {
  return [name.padEnd(28), ...cells.map(cell => cell.padEnd(8))].join(' ').trimEnd()
}
