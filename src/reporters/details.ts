/** The lines below a task: warnings, notes, how resources change, what went wrong. Pure. */
import type { SwkEvent } from '../engine/events.ts'
import { diffLines } from './diff.ts'
import { escaped, escapedLines } from './escape.ts'
import type { Theme } from './theme.ts'

export type TaskEvent = Extract<SwkEvent, { type: 'task' }>

/** The name of a task, with its loop item. */
export function title({ task, item }: TaskEvent): string {
  return escaped(item === undefined ? task : `${task} (${item})`)
}

/** The reason of a status, to follow the title; empty if there is none. */
export function reason({ status, because }: TaskEvent): string {
  if (because === undefined) return ''
  return escaped(status === 'unknown' ? `because of "${because}"` : because)
}

/** Notes of an unknown result say in words what its diff shows. */
export function details(event: TaskEvent, { colour, symbols, showDiff, check }: Theme): string[] {
  const { status, diff, notes = [], warnings = [], cannotUndo = [], error, result } = event
  const shown = showDiff ? diff.flatMap(one => diffLines(one, colour, symbols.arrow)) : []
  const doubted = (line: string): string => colour('doubt', line)
  return [
    ...(error ? errorLines(error).map((line, i) => colour(i === 0 ? 'bad' : 'plain', line)) : []),
    ...warnings.flatMap(text => escapedLines(`warning: ${text}`)).map(doubted),
    ...(check ? cannotUndo : []).flatMap(text => escapedLines(`cannot be taken back: ${text}`)).map(doubted),
    ...(status === 'unknown' && shown.length > 0 ? [] : notes)
      .flatMap(note => escapedLines(note))
      .map(line => colour('faint', line)),
    ...shown,
    ...(result === undefined ? [] : escapedLines(`=> ${JSON.stringify(result, undefined, 2)}`)),
  ]
}

function errorLines({ code, message, hint }: NonNullable<TaskEvent['error']>): string[] {
  const [first = '', ...more] = escapedLines(message)
  return [`${first} [${code}]`, ...more, ...(hint === undefined ? [] : escapedLines(`hint: ${hint}`))]
}
