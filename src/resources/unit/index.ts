/** systemd units, and what is done to them without leaving a state behind. */
import { runProgram } from '../../shell/program-file.ts'
import type { Sh } from '../../shell/sh.ts'
import { affectsAnything, type Forbidden, type Kind, type ResourceChange, type State, type Step } from '../kind.ts'
import { probeNothing, readNothing } from '../write-only.ts'
import { obscuredByJob, obscuredByUnit } from './commands.ts'
import { describeUnit } from './describe.ts'
import { followUnit } from './follows.ts'
import { jobOf } from './job.ts'
import { newUnit } from './new.ts'
import { probeUnits } from './probe.ts'
import { readUnits } from './read.ts'
import { isHollow } from './state.ts'
import { transactionStep } from './transaction.ts'
import { undoUnit, undoUnitJob } from './undo.ts'
import { unitStep, writeUnit } from './write.ts'

export const printLastWords = (ids: readonly string[]): Sh => runProgram('resources/unit/last-words.sh', ids)

export const unitKind: Kind = {
  name: 'unit',
  providedByPackages: true,
  initial: newUnit,
  asAbsent: { load: 'loaded', active: 'inactive', enabled: 'disabled', needReload: false },
  readsAs: (wanted, read) =>
    wanted.enabled === 'disabled' && read.enabled === 'static' ? { ...read, enabled: 'disabled' } : read,
  affects: affectsAnything,
  dependsOn: ({ want }) => want.kind === 'emptied' || (want.kind === 'path' && isRead(want.id)),
  follows: followUnit,
  obscures: obscuredByUnit,
  obscuresOnlyNamed: true,
  startsUnits,
  stopsUnits: ({ want }) => (want.state?.active === 'inactive' ? [want.id] : []),
  quietFields: ['needReload'],
  hidden: [
    'needReload',
    'hasOther',
    'isGone',
    'isLinked',
    'behindMask',
    'isBare',
    'replaced',
    'config',
    'gids',
    'commands',
  ],
  describe: describeUnit,
  probe: probeUnits,
  read: readUnits,
  write: writeUnit,
  undo: undoUnit,
  writeMany: writeUnits,
  merge: mergeUnit,
  leaves: ({ before, after }) =>
    (before?.isGone === true || isHollow(before)) && after?.load !== 'masked' ? null : after,
  forbid: ({ want, before }) =>
    ['active', 'enabled', 'load'].some(
      field => begins.has(want.state?.[field]) && before?.[field] !== want.state?.[field],
    )
      ? forbidGone(want.id, before)
      : undefined,
}

const begins: ReadonlySet<unknown> = new Set(['active', 'enabled', 'loaded'])

/** systemd forgets it with the reload that comes first. */
function forbidGone(id: string, state: State | null | undefined): Forbidden | undefined {
  return state?.isGone === true ? { message: `the unit file of ${id} was removed` } : undefined
}

/** Paths from which systemd and its generators make units. */
const isRead = (path: string): boolean =>
  /\/(systemd|dbus-1|init\.d)(\/|$)|^\/etc\/(fstab|rc\.local|default\/)/.test(path)

function startsUnits({ want, after, fields }: ResourceChange & { readonly fields: readonly string[] }) {
  const begins = ['active', 'config', 'gids'].some(field => fields.includes(field)) || fields.length === 0
  return after?.active === 'active' && begins ? [want.id] : []
}

/** Neighbours of one transaction are one step; all others stand for themselves. */
function writeUnits(changes: readonly ResourceChange[]): readonly Step[] {
  const [first, ...rest] = changes
  if (first === undefined) return []
  const name = first.want.how?.transaction
  if (name === undefined) return [...writeUnit(first.before, first.after, first.want), ...writeUnits(rest)]
  const end = changes.findIndex(({ want }) => want.how?.transaction !== name)
  const own = end === -1 ? changes : changes.slice(0, end)
  return [transactionStep(own), ...writeUnits(changes.slice(own.length))]
}

/** A unit that is made is as systemd shows a new one; of a process that begins anew nothing is known yet. */
function mergeUnit(before: State | null, wanted: State): State {
  const begins = wanted.active !== undefined || (wanted.config !== undefined && wanted.config !== before?.config)
  const outdated = [
    ...([undefined, before?.enabled].includes(wanted.enabled as string) ? [] : ['isBare']),
    ...(wanted.load === 'masked' ? ['isGone', 'isLinked'] : []),
  ]
  const kept = Object.fromEntries(Object.entries(before ?? {}).filter(([field]) => !outdated.includes(field)))
  return {
    ...newUnit,
    ...kept,
    ...enabledWithMask(before, wanted),
    ...(begins ? { mainPid: 0, gids: [], replaced: [] } : {}),
    ...wanted,
  }
}

/** systemd reports a masked unit as neither enabled nor disabled, until its mask is removed. */
function enabledWithMask(before: State | null, wanted: State): State {
  const isMasked = before?.load === 'masked'
  if (isMasked && wanted.load === 'loaded') return before.behindMask === undefined ? {} : { enabled: before.behindMask }
  if (isMasked || wanted.load !== 'masked') return {}
  const was = wanted.enabled === 'masked' ? (before?.isBare ? 'static' : 'disabled') : before?.enabled
  const behindMask = before?.isGone === true ? undefined : was
  return { enabled: 'masked', ...(behindMask !== undefined && { behindMask }) }
}

const verbs = { started: 'start', stopped: 'stop', restarted: 'restart', reloaded: 'reload' } as const

/** id: `restarted nginx.service`. */
export const unitJobKind: Kind = {
  name: 'unit-job',
  affects: affectsAnything,
  obscures: obscuredByJob,
  obscuresOnlyNamed: true,
  startsUnits: ({ want }) => [jobOf(want.id)[1]],
  describe({ want }) {
    const [job, unit] = jobOf(want.id)
    return `${unit}: ${verbs[job as keyof typeof verbs] ?? job}`
  },
  traits: ['writeOnly'],
  forbid({ want }, look) {
    const [, id] = jobOf(want.id)
    return forbidGone(id, look(id, 'unit'))
  },
  probe: probeNothing,
  read: readNothing,
  undo: undoUnitJob,
  write(_before, _after, { id }) {
    const [job, unit] = jobOf(id)
    if (!(job in verbs)) throw new Error(`a unit cannot be ${job}`)
    return [unitStep(verbs[job as keyof typeof verbs], unit)]
  },
}
