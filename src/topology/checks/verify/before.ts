/** What entrances answer now, held against what they answered before the conversion. Pure. */
import { type Answer, type Inquiry, readAnswers } from '../../../resources/synapse/answers.ts'
import type { Deployment } from '../../model/deployment.ts'
import type { Facts } from '../../model/facts.ts'
import { answersFile } from '../../model/paths.ts'
import type { Endpoint } from '../../nginx/endpoint.ts'
import { askedEverywhere } from './asked.ts'
import { askable, doorOf, placeOf } from './endpoint.ts'

/** One request of each family at each entrance that leads it to Synapse. */
export function questionsBefore(deployment: Deployment, facts: Facts, entrances: readonly Endpoint[]): Inquiry {
  const open = askable(entrances)
  const requests = askedEverywhere(deployment, facts).flatMap(({ method, path }) =>
    open.flatMap(({ leads }, at) => (leads(path) ? [{ method, path, at }] : [])),
  )
  return { questions: { requests, entrances: open.map(doorOf) }, names: open.map(placeOf) }
}

/** `kept`: the text of the file, null without one. Answers that a busy or broken server gave are compared with nothing. */
export function changedAnswers(kept: string | null, now: readonly Answer[]): readonly string[] {
  const before = new Map(readAnswers(kept ?? '').map(answer => [keyOf(answer), answer.status]))
  return now.flatMap(answer => {
    const was = before.get(keyOf(answer))
    if (was === undefined || was === answer.status || isBroken(was) || isBusy(answer.status)) return []
    const { request, entrance, status } = answer
    const way = `if this is intended, remove ${answersFile}`
    return [`${request} answers ${status} at ${entrance}, but answered ${was} before the conversion (${way})`]
  })
}

const keyOf = ({ request, entrance }: Answer): string => `${request} ${entrance}`

const isBroken = (status: string): boolean => ['0', '429'].includes(status) || status.startsWith('5')
/** No answer at all is a fault of its own. */
const isBusy = (status: string): boolean => ['0', '429', '503'].includes(status)
