import { expect, test } from 'vitest'
import { answer } from '../language/answer.ts'
import { readCorpus, shown } from '../language/corpus.ts'

process.env.TZ = 'UTC'

test.each([
  ['expressions.json', 2900],
  ['templates.json', 290],
] as const)('%s: swk answers as ansible-core does, %i times', (name, least) => {
  const questions = readCorpus(name).filter(({ test: { differs } }) => differs === undefined)
  const wrong = questions.flatMap(({ test: one, form, variables }) => {
    const [theirs, ours] = [shown(one), shown(answer(one, form, variables))]
    return theirs === ours ? [] : [{ input: one.input, theirs, ours }]
  })
  expect(wrong).toEqual([])
  expect(questions.length).toBeGreaterThan(least)
})

test('what is said to differ from ansible-core differs', () => {
  const all = [...readCorpus('expressions.json'), ...readCorpus('templates.json')]
  const same = all.filter(
    ({ test: one, form, variables }) => one.differs !== undefined && shown(one) === shown(answer(one, form, variables)),
  )
  expect(same.map(({ test: one }) => one.input)).toEqual([])
})
