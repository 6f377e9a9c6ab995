/**
 * Units that stop, restart and start as one: whatever shall not run beside what is new has stopped before anything starts. Wanted with
 * `how: { transaction: NAME, order: NUMBER }`; order 0 restarts at once in the order that systemd knows (`After=`), the others stop
 * before it and start behind it, number by number. What leaves with order 0 stops at once with them: systemd has a stop done before a start
 * to which it is ordered. `reload` names a unit that is reloaded before those of order 0 stop, `closing` one that stops before even that.
 */
import { lines, type Sh, sh } from '../../shell/sh.ts'
import type { ResourceChange, Step } from '../kind.ts'
import { functions } from './change.ts'
import { type Reload, reportReload, restartAfterReload } from './reload.ts'
import { staggerStarts } from './staggered-start.ts'
import { isDue, isUp, startTimeout } from './write.ts'

export function transactionStep(changes: readonly ResourceChange[]): Step {
  const ids = (list: readonly ResourceChange[]): readonly string[] => list.map(({ want }) => want.id)
  const wanted = (field: string, value: string) =>
    changes.filter(({ want, before }) => want.state?.[field] === value && before?.[field] !== value)
  const leaving = changes.filter(({ want }) => want.state?.active === 'inactive')
  const beginning = changes.filter(change => begins(change))
  const behind = beginning.filter(change => startOrder(change) > 0)
  const first = beginning.filter(change => startOrder(change) === 0)
  const isHeld = (change: ResourceChange): boolean => first.length > 0 && startOrder(change) === 0
  const going = leaving.filter(({ before }) => before !== null && before.active !== 'inactive')
  const held = going.filter(isHeld)
  const stopping = [...going.filter(change => !isHeld(change)), ...behind.filter(({ before }) => isUp(before))]
  const reload = first.map(reloadOf).find(found => found !== undefined)
  const script = lines(
    functions,
    ...staggerStarts(ids(first).filter(id => id.endsWith('.service'))),
    ...(changes.some(needsReload) ? [sh`systemctl daemon-reload`] : []),
    ...some(ids(wanted('enabled', 'enabled')), list => sh`systemctl enable -- ${list} >&2`),
    ...some(ids(wanted('enabled', 'disabled')), list => sh`systemctl disable -- ${list} >&2`),
    ...some(ids(beginning), list => sh`systemctl reset-failed -- ${list} 2>/dev/null || :`),
    ...some(ids(stopping), list => run('stop', list)),
    ...(reload === undefined ? restarted(ids(first), ids(held)) : restartedBehind(reload, ids(first), ids(held))),
    ...some(ids(leaving), list => sh`systemctl reset-failed -- ${list} 2>/dev/null || :`),
    ...startsOf(behind),
    ...(reload === undefined ? [] : [reportReload]),
  )
  const timeout = startTimeout + 30 * changes.length
  return { name: `${nameOf(ids(leaving), 'stop')}${nameOf(ids(beginning), 'restart')}`.trim(), script, timeout }
}

function restarted(first: readonly string[], held: readonly string[]): readonly Sh[] {
  return [
    ...some(held, list => sh`systemctl stop --no-block -- ${list}`),
    ...some(first, list => run('restart', list)),
    ...some(held, list => run('stop', list)),
  ]
}

function restartedBehind(reload: Reload, first: readonly string[], held: readonly string[]): readonly Sh[] {
  return [restartAfterReload(reload, first, held), run('start', first), ...some(held, list => run('stop', list))]
}

function reloadOf({ want: { how } }: ResourceChange): Reload | undefined {
  if (typeof how?.reload !== 'string') return undefined
  return { unit: how.reload, closing: typeof how.closing === 'string' ? how.closing : undefined }
}

const startOrder = ({ want }: ResourceChange): number => Number(want.how?.order ?? 0)
const needsReload = ({ before, want }: ResourceChange): boolean =>
  before === null || (want.state?.needReload === false && before.needReload === true)

const begins = ({ before, want }: ResourceChange): boolean =>
  (isUp(before) && isDue(before, want.state)) || (want.state?.active === 'active' && before?.active !== 'active')

const some = (list: readonly string[], make: (list: readonly string[]) => Sh): readonly Sh[] =>
  list.length === 0 ? [] : [make(list)]

const nameOf = (ids: readonly string[], verb: string): string =>
  ids.length === 0 ? '' : `${verb} ${ids.join(', ')} together `

/** By their order. */
function startsOf(behind: readonly ResourceChange[]): readonly Sh[] {
  const orders = [...new Set(behind.map(startOrder))].sort((a, b) => a - b)
  return orders.map(order => {
    const ids = behind.filter(change => startOrder(change) === order).map(({ want }) => want.id)
    return ids.length === 1 ? run('start', ids) : sh`swk_start_in_turn ${ids}`
  })
}

const run = (verb: 'stop' | 'start' | 'restart', ids: readonly string[]): Sh => sh`swk_do ${[verb, ...ids]}`
