/** systemd units, and what is done to them without leaving a state behind. */
import { posix } from 'node:path'
import { runProgram } from '../../shell/program-file.ts'
import type { Sh } from '../../shell/sh.ts'
import {
  affectsAnything,
  type Forbidden,
  type Kind,
  type Look,
  type ResourceChange,
  type State,
  type Step,
} from '../kind.ts'
import { filledPath } from '../managed/written.ts'
import { followUnitOfPackage } from '../package/effects.ts'
import { probeNothing, readNothing } from '../write-only.ts'
import { describeUnit } from './describe.ts'
import { goesWith } from './ends.ts'
import { mayHoldFileOf, unitsFromFile } from './files.ts'
import { newUnit } from './new.ts'
import { probeUnits } from './probe.ts'
import { readUnits } from './read.ts'
import { transactionStep } from './transaction.ts'
import { undoUnit, undoUnitJob } from './undo.ts'
import { isUp, unitStep, writeUnit } from './write.ts'

export const printLastWords = (ids: readonly string[]): Sh => runProgram('resources/unit/last-words.sh', ids)

export const unitKind: Kind = {
  name: 'unit',
  providedByPackages: true,
  initial: newUnit,
  asAbsent: { active: 'inactive', enabled: 'disabled', needReload: false },
  affects: affectsAnything,
  dependsOn: ({ want }) => want.kind === 'emptied' || (want.kind === 'path' && isRead(want.id)),
  follows,
  startsUnits,
  stopsUnits: ({ want }) => (want.state?.active === 'inactive' ? [want.id] : []),
  quietFields: ['needReload'],
  hidden: ['needReload', 'hasOther', 'isGone', 'behindMask', 'isBare', 'replaced', 'config', 'gids'],
  describe: describeUnit,
  probe: probeUnits,
  read: readUnits,
  write: writeUnit,
  undo: undoUnit,
  writeMany: writeUnits,
  merge: mergeUnit,
  leaves: ({ before, after }) => (before?.isGone === true && after?.load !== 'masked' ? null : after),
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

/**
 * systemd must reload the units that the file is part of; a unit whose file is created is a new unit, and one whose only file is removed is
 * known only as long as it runs.
 */
function follows(change: ResourceChange, id: string, state: State | null, look: Look): Followed {
  const { want, before, after } = change
  if (want.kind === 'package') return followUnitOfPackage(change, id, state, look)
  if (reloads(change) && state?.isGone === true) return null
  if (want.kind === 'unit-job') return jobOf(want.id)[1] === id ? begun(state) : undefined
  // What is bound to another unit stops with it.
  if (want.kind === 'unit')
    return state?.active === 'active' && goesWith(change, 'stops', id)
      ? { ...state, active: 'inactive', sub: 'dead', mainPid: 0 }
      : undefined
  const filled = filledPath(want)
  if (filled !== '') return mayHoldFileOf(id, filled) ? 'unknown' : undefined
  if (want.kind !== 'path' || unitsFromFile(want.id, [id]).length === 0) return undefined
  if ((before?.sha256 ?? before?.target) === (after?.sha256 ?? after?.target)) return undefined
  if (before?.target === '/dev/null' && state?.behindMask !== undefined) return withoutMask(state, after)
  const isGone = after === null && state !== null && isOnlyFile(want.id, state)
  if (isGone && !isUp(state)) return null
  if (isGone) return { ...state, enabled: 'bad', needReload: true, isGone }
  const { isGone: _, isBare: __, ...was } = state ?? {}
  // Links that enable it outlive its file.
  const links = look(id, 'unit') ? { unsure: ['enabled'] } : {}
  const made = after === null || want.id.endsWith('.conf') ? null : { ...newUnit, fragment: want.id, ...links }
  const known = (state && was) ?? made
  return known === null
    ? undefined
    : { ...known, ...(want.id.endsWith('.conf') ? {} : enabledBy(after, known)), needReload: true }
}

/** A reload is of all units: it forgets those without a file. systemctl reloads too behind what it links. */
function reloads({ want, before, after }: ResourceChange): boolean {
  if (want.kind === 'systemd-manager') return true
  const isReloaded = before?.needReload === true && want.state?.needReload === false
  return want.kind === 'unit' && (isReloaded || ['enabled', 'load'].some(field => before?.[field] !== after?.[field]))
}

/** Each job leaves a unit running, but one that ends by itself. */
function begun(state: State | null): State | undefined {
  if (state === null || isUp(state) || state.ends === true) return undefined
  return { ...state, active: 'active', sub: 'running', mainPid: 0, gids: [], replaced: [] }
}

/** The link that masked it goes: it is what the file behind says. */
function withoutMask(state: State, after: State | null): Followed {
  const { behindMask, ...was } = state
  return after !== null ? 'unknown' : { ...was, load: 'loaded', enabled: behindMask ?? 'disabled', needReload: true }
}

type Followed = State | null | 'unknown' | undefined

/** Without [Install] a unit can be neither enabled nor disabled. Links of a unit that is enabled stay. */
function enabledBy(file: State | null, { enabled }: State): State {
  if (typeof file?.text !== 'string') return {}
  if (enabled === 'enabled') return /^\[Install\]/m.test(file.text) ? {} : { isBare: true }
  if (enabled !== 'static' && enabled !== 'disabled') return {}
  return {
    enabled: /^\[Install\][^[]*^(WantedBy|RequiredBy|UpheldBy|Alias|Also)=/m.test(file.text) ? 'disabled' : 'static',
  }
}

const isOnlyFile = (path: string, { fragment, hasOther }: State): boolean =>
  posix.basename(path) === posix.basename(String(fragment)) && hasOther !== true

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
  const isUnmasked = before?.load === 'masked' && wanted.load === 'loaded' && before.behindMask !== undefined
  const enabled = isUnmasked ? { enabled: before.behindMask } : {}
  const { isBare: _, ...was } = before ?? {}
  const kept = wanted.enabled === undefined ? before : was
  return { ...newUnit, ...kept, ...enabled, ...(begins ? { mainPid: 0, gids: [], replaced: [] } : {}), ...wanted }
}

const verbs = { started: 'start', stopped: 'stop', restarted: 'restart', reloaded: 'reload' } as const

/** id: `restarted nginx.service`. */
export const unitJobKind: Kind = {
  name: 'unit-job',
  affects: affectsAnything,
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

function jobOf(id: string): readonly [job: string, unit: string] {
  const [job = '', unit = ''] = id.split(/ (.*)/s)
  return [job, unit]
}
