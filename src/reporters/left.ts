/** What a run that did not come to its end has changed on a host, and the command that takes it back. Pure. */
import type { SwkEvent } from '../engine/events.ts'
import { escaped } from './escape.ts'
import type { Theme } from './theme.ts'
import { counted } from './units.ts'

/** No line where the run has changed nothing. */
export function leftLines(event: Extract<SwkEvent, { type: 'host:end' }>, { colour }: Theme): string[] {
  const { host, changes, takeBack, takenBack } = event
  if (changes !== undefined && takenBack)
    return [
      escaped(`${host}: the run failed, and has taken back ${changes === 1 ? 'its change' : `its ${changes} changes`}`),
    ]
  if (changes === undefined || takeBack === undefined) return []
  const said = `${host}: this run has made ${counted(changes, 'change')}; to take back what it changed: ${takeBack}`
  return [colour('doubt', escaped(said))]
}
