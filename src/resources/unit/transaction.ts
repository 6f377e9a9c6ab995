/**
 * Units that stop, restart and start as one: whatever shall not run beside what is new has stopped before anything starts. Wanted with
 * `how: { transaction: NAME, order: NUMBER }`; order 0 restarts at once in the order that systemd knows (`After=`), the others stop
 * before it and start behind it, number by number. What leaves with order 0 stops at once with them: systemd has a stop done before a start
 * to which it is ordered. `reload` names a unit that is reloaded before those of order 0 stop, `closing` one that stops before even that.
 */
import { lines, raw, type Sh, sh } from '../../shell/sh.ts'
import type { ResourceChange, Step } from '../kind.ts'
import { inLanes } from './lanes.ts'
import { type Reload, restartBehind, toldReload } from './reload.ts'
import { isDue, isUp, startTimeout } from './write.ts'

/** So many start at once: a host with two cores brings up the first sooner. */
const atOnce = 4

export function transactionStep(changes: readonly ResourceChange[]): Step {
  const ids = (list: readonly ResourceChange[]): readonly string[] => list.map(({ want }) => want.id)
  const wanted = (field: string, value: string) =>
    changes.filter(({ want, before }) => want.state?.[field] === value && before?.[field] !== value)
  const leaving = changes.filter(({ want }) => want.state?.active === 'inactive')
  const beginning = changes.filter(change => begins(change))
  const behind = beginning.filter(change => orderOf(change) > 0)
  const first = beginning.filter(change => orderOf(change) === 0)
  const isHeld = (change: ResourceChange): boolean => first.length > 0 && orderOf(change) === 0
  const going = leaving.filter(({ before }) => before !== null && before.active !== 'inactive')
  const held = going.filter(isHeld)
  const stopping = [...going.filter(change => !isHeld(change)), ...behind.filter(({ before }) => isUp(before))]
  const reload = first.map(reloadOf).find(found => found !== undefined)
  const script = lines(
    ...inLanes(ids(first).filter(id => id.endsWith('.service'))),
    ...(changes.some(needsReload) ? [sh`systemctl daemon-reload`] : []),
    ...some(ids(wanted('enabled', 'enabled')), list => sh`systemctl enable -- ${list} >&2`),
    ...some(ids(wanted('enabled', 'disabled')), list => sh`systemctl disable -- ${list} >&2`),
    ...some(ids(beginning), list => sh`systemctl reset-failed -- ${list} 2>/dev/null || :`),
    ...some(ids(stopping), list => run('stop', list)),
    ...(reload === undefined ? restarted(ids(first), ids(held)) : restartedBehind(reload, ids(first), ids(held))),
    ...some(ids(leaving), list => sh`systemctl reset-failed -- ${list} 2>/dev/null || :`),
    ...startsOf(behind).map(list => run('start', list)),
    ...(reload === undefined ? [] : [toldReload]),
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
  return [restartBehind(reload, first, held), run('start', first), ...some(held, list => run('stop', list))]
}

function reloadOf({ want: { how } }: ResourceChange): Reload | undefined {
  if (typeof how?.reload !== 'string') return undefined
  return { unit: how.reload, closing: typeof how.closing === 'string' ? how.closing : undefined }
}

const orderOf = ({ want }: ResourceChange): number => Number(want.how?.order ?? 0)
const needsReload = ({ before, want }: ResourceChange): boolean =>
  before === null || (want.state?.needReload === false && before.needReload === true)

const begins = ({ before, want }: ResourceChange): boolean =>
  (isUp(before) && isDue(before, want.state)) || (want.state?.active === 'active' && before?.active !== 'active')

const some = (list: readonly string[], make: (list: readonly string[]) => Sh): readonly Sh[] =>
  list.length === 0 ? [] : [make(list)]

const nameOf = (ids: readonly string[], verb: string): string =>
  ids.length === 0 ? '' : `${verb} ${ids.join(', ')} together `

/** By their order, a few at once. */
function startsOf(behind: readonly ResourceChange[]): readonly (readonly string[])[] {
  const orders = [...new Set(behind.map(orderOf))].sort((a, b) => a - b)
  return orders.flatMap(order => {
    const ids = behind.filter(change => orderOf(change) === order).map(({ want }) => want.id)
    return Array.from({ length: Math.ceil(ids.length / atOnce) }, (_, i) => ids.slice(i * atOnce, (i + 1) * atOnce))
  })
}

function run(verb: 'stop' | 'start' | 'restart', ids: readonly string[]): Sh {
  return sh`systemctl ${verb} -- ${ids} || { rc=$?; ${raw(lastWords(ids))}; exit "$rc"; }`
}

/** Of those that did not come up, each with its name: what is told of a failure is short. */
function lastWords(ids: readonly string[]): Sh {
  return sh`for unit in ${ids}; do
  systemctl is-active --quiet -- "$unit" || systemctl status --no-pager --full --lines=12 -- "$unit" >&2
done`
}
