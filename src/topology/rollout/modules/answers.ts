/** What the entrances answer while the host is still a monolith, for the comparison of `swk verify`. */
import { z } from 'zod'
import { defineModule } from '../../../engine/module.ts'
import { type Inquiry, keepAnswers } from '../../../resources/synapse/answers.ts'
import { answersFile } from '../../model/paths.ts'

export const answersModule = defineModule({
  name: 'answers',
  summary: 'Records what the entrances answer, once.',
  args: z.custom<Inquiry>(),
  reads: () => [{ kind: 'synapse-answers', id: answersFile }],
  plan(inquiry) {
    if (inquiry.questions.requests.length === 0) return []
    return [keepAnswers(answersFile, inquiry)]
  },
  intent: () => answersFile,
})
