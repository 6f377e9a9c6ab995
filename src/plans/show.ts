/** A plan as text: what is done where, with the diffs that the check showed. Pure. */
import type { Diff } from '../engine/index.ts'
import { printable } from '../errors/printable.ts'
import type { PlannedPlay, PlannedTask, SavedPlan } from './types.ts'

export type ShowDiff = (diff: Diff) => readonly string[]

export function showPlan({ swk, made, by, options, inputs, plays }: SavedPlan, showDiff: ShowDiff): string {
  const chosen = Object.entries(options).map(([name, value]) => `${name} ${[value].flat().join(', ')}`)
  const lines = [
    printable(`Plan of ${made} by ${by}, swk ${swk}`),
    printable(`  ${chosen.join('; ')}; ${Object.keys(inputs).length} files`),
    ...plays.flatMap(play => ['', ...showPlay(play, showDiff)]),
  ]
  return `${lines.join('\n')}\n`
}

function showPlay({ host, play, tasks }: PlannedPlay, showDiff: ShowDiff): readonly string[] {
  const shown = tasks.filter(({ status }) => status === 'changed' || status === 'unknown')
  const counts = (['changed', 'unknown', 'ok', 'skipped'] as const)
    .map(status => [tasks.filter(task => task.status === status).length, status] as const)
    .filter(([count]) => count > 0)
  const head = `${host}: ${play} (${counts.map(([count, status]) => `${count} ${status}`).join(', ') || 'no tasks'})`
  return [printable(head), ...shown.flatMap(task => showTask(task, showDiff))]
}

function showTask({ task, status, because, diff }: PlannedTask, showDiff: ShowDiff): readonly string[] {
  const why = because === undefined ? '' : ` because of "${because}"`
  return [
    printable(`  ${status} ${task}${why}`),
    ...(diff as Diff[]).flatMap(one => showDiff(one)).map(line => `      ${line}`),
  ]
}
