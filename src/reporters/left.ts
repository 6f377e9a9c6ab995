/** What a run that did not come to its end has changed on a host, and the command that takes it back. Pure. */
import type { SwkEvent } from '../engine/events.ts'
import { escaped } from './escape.ts'
import type { Theme } from './theme.ts'
import { counted } from './units.ts'

type End = Extract<SwkEvent, { type: 'host:end' }>

/** No line where the run has changed nothing. */
export function leftLines(event: End, theme: Theme): string[] {
  return [...own(event, theme), ...delegated(event, theme)]
}

function delegated({ host, delegated = [] }: End, { colour }: Theme): string[] {
  return delegated.map(({ host: other, takeBack }) => {
    const how = takeBack === undefined ? '' : `; to take back what it changed there: ${takeBack}`
    return colour('doubt', escaped(`${host}: tasks of this run have changed ${other}${how}`))
  })
}

function own({ host, changes, takeBack, takenBack }: End, { colour }: Theme): string[] {
  if (changes !== undefined && takenBack)
    return [
      escaped(`${host}: the run failed, and has taken back ${changes === 1 ? 'its change' : `its ${changes} changes`}`),
    ]
  if (changes === undefined || takeBack === undefined) return []
  const said = `${host}: this run has made ${counted(changes, 'change')}; to take back what it changed: ${takeBack}`
  return [colour('doubt', escaped(said))]
}
