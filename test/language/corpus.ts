/** The corpus of ansible-core's answers, and any other cases put to swk. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fromJson, toJson } from '../../src/template/filters/json.ts'
import { type Dict, dict, entries, get } from '../../src/template/values/dict.ts'
import type { Answer, Case, Form } from './answer.ts'

/** A case with its form, and its variables as JSON. `differs`: why swk answers otherwise. */
export type Question = {
  readonly test: Case & { readonly differs?: string }
  readonly form: Form
  readonly variables: string
}

export function readCorpus(name: 'expressions.json' | 'templates.json'): Question[] {
  return questionsOf(readFileSync(join(import.meta.dirname, name), 'utf8'))
}

/** JSON in the form of the corpus -> its cases. The variables are read with their types: 1.0 is a float. */
export function questionsOf(text: string): Question[] {
  const { form, cases } = JSON.parse(text) as { form: Form; cases: Question['test'][] }
  const typed = fromJson(text) as Dict
  const shared = get(typed, 'variables') as Dict
  const own = get(typed, 'cases') as Dict[]
  return cases.map((test, i) => {
    const more = (get(own[i] as Dict, 'variables') ?? dict([])) as Dict
    return { test, form: test.form ?? form, variables: toJson(dict([...entries(shared), ...entries(more)])) }
  })
}

/** What both answers must agree in. */
export function shown({ answer, error }: Answer): string {
  return answer ?? `an error (${error})`
}
