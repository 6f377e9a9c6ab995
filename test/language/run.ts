/**
 * `npm run language [COUNT [SEED]]`: puts random expressions and templates to swk and to the real ansible-core, and
 * prints where they differ; and has each of them read what the other's vault wrote. `npm run language record` writes the corpus's answers anew. ansible-core is installed once,
 * in a virtual environment under node_modules/.cache.
 */
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { environment, install, python } from './ansible.ts'
import { type Answer, answer, type Form } from './answer.ts'
import { questionsOf, shown } from './corpus.ts'
import { expression, random, template, variables } from './random.ts'
import { compareVaults } from './vault.ts'

const recorder = join(import.meta.dirname, 'record.py')

function ask(cases: readonly object[]): Answer[] {
  const input = JSON.stringify(cases)
  const output = execFileSync(python, [recorder, '--answer'], {
    input,
    maxBuffer: 1 << 30,
    stdio: ['pipe', 'pipe', 'ignore'],
  })
  return JSON.parse(output.toString()) as Answer[]
}

function compare(form: Form, inputs: readonly string[]): number {
  const theirs = ask(inputs.map(input => ({ form, input, variables })))
  const questions = questionsOf(JSON.stringify({ form, variables, cases: inputs.map(input => ({ input })) }))
  let differing = 0
  for (const [i, question] of questions.entries()) {
    const ours = answer(question.test, form, question.variables)
    // Which of several errors comes first is no difference.
    const same =
      shown(ours) === shown(theirs[i] as Answer) || (ours.error !== undefined && theirs[i]?.error !== undefined)
    if (same || isExpected(theirs[i] as Answer, ours)) continue
    differing++
    console.log(
      `${JSON.stringify(question.test.input)}\n  ansible ${shown(theirs[i] as Answer)}\n  swk     ${shown(ours)}${ours.message ? ` ${ours.message}` : ''}`,
    )
  }
  return differing
}

/** What the manual says is different: complex numbers, objects of Python that are no data, calls that are refused before contact. */
function isExpected({ answer: theirs = '' }: Answer, ours: ReturnType<typeof answer>): boolean {
  return (
    /j\)|AnsibleUndefined|NativeJinjaText|<(?:class|bound|function|generator|built-in|\w+ object)|Markup|^'[[{]'$|b'/.test(
      theirs,
    ) || / is missing the argument |unexpected keyword/.test(ours.message ?? '')
  )
}

install()
if (process.argv[2] === 'record') execFileSync(python, [recorder], { stdio: 'inherit' })
else {
  process.env.TZ = 'UTC'
  const count = Number(process.argv[2] ?? 2000)
  const seed = Number(process.argv[3] ?? Date.now() % 1_000_000)
  console.log(`seed ${seed}, ${count} expressions and ${Math.ceil(count / 4)} templates`)
  const source = random(seed)
  const expressions = Array.from({ length: count }, () => expression(source))
  const templates = Array.from({ length: Math.ceil(count / 4) }, () => template(source))
  const differing = compare('value', expressions) + compare('file', templates) + compareVaults(environment)
  console.log(`${differing} differ`)
  process.exitCode = differing === 0 ? 0 : 1
}
