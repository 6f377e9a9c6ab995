/** How a running host differs from its topology: what a check of that topology alone would change, by what is changed. Pure. */
import type { Diff, SwkEvent } from '../../engine/events.ts'

export type Difference = {
  readonly host: string
  /** Workers of the topology that do not run; workers that run and are not of it. */
  readonly missing: readonly string[]
  readonly surplus: readonly string[]
  readonly files: readonly FileDifference[]
  /** Units that would be started, stopped, restarted, enabled or disabled. */
  readonly units: readonly { readonly unit: string; readonly change: string }[]
  /** Packages, groups and all else that is neither. */
  readonly others: readonly string[]
  /** Why processes stop and start together, in the words of the plan. */
  readonly because: readonly string[]
  readonly warnings: readonly string[]
  /** Why the topology would be refused there; null: it would not. */
  readonly refused: string | null
}

export type FileDifference = { readonly path: string; readonly change: 'new' | 'changed' | 'removed' }

type TaskEvent = Extract<SwkEvent, { type: 'task' }>

/** `events`: of the check of one host. `workers`: those that the topology names. */
export function differenceOf(host: string, events: readonly TaskEvent[], workers: readonly string[]): Difference {
  const diffs = events.flatMap(({ diff }) => diff)
  const units = diffs.filter(({ path }) => path.startsWith('unit ')).map(unitChange)
  const failed = events.find(({ status }) => status === 'failed')
  return {
    host,
    missing: workersOf(units, 'starts').filter(name => workers.includes(name)),
    surplus: workersOf(units, 'stops').filter(name => !workers.includes(name)),
    files: unique(diffs.filter(isFile).map(fileChange), ({ path }) => path),
    units: unique(units, ({ unit }) => unit),
    others: unique(
      diffs.filter(isOther).map(({ path }) => path),
      path => path,
    ),
    because: events.filter(({ diff }) => diff.length > 0).flatMap(({ notes = [] }) => notes),
    warnings: events.flatMap(({ warnings = [] }) => warnings),
    refused: failed?.error?.message ?? null,
  }
}

/** Nothing would be changed. */
export const isSame = ({ files, units, others, refused }: Difference): boolean =>
  files.length + units.length + others.length === 0 && refused === null

/** What lies in /run comes and goes with its process. */
const isFile = ({ path }: Diff): boolean => /^\/(?!run\/)/.test(path)
const isOther = ({ path }: Diff): boolean => !path.startsWith('/') && !/^(unit|unit-job|notified|apt-cache) /.test(path)

function fileChange({ path, before, after }: Diff): FileDifference {
  return { path, change: before === null ? 'new' : after === null ? 'removed' : 'changed' }
}

function unitChange({ path, before, after }: Diff) {
  const [was, is] = [fieldsOf(before), fieldsOf(after)]
  const enabling = was.enabled === is.enabled ? [] : [is.enabled === 'enabled' ? 'enabled' : 'disabled']
  const begins = is.active === 'active' && was.active !== 'active' ? ['starts'] : []
  const ends = is.active === 'inactive' && was.active !== 'inactive' ? ['stops'] : []
  const anew = begins.length + ends.length === 0 && enabling.length === 0 ? ['restarts'] : []
  return { unit: path.slice('unit '.length), change: [...begins, ...ends, ...anew, ...enabling].join(', ') }
}

/** Lines of `field: value`. */
function fieldsOf(text: string | null): Readonly<Record<string, string>> {
  const lines = (text ?? '').split('\n').map(line => line.match(/^(\w+): (.*)$/) ?? [])
  return Object.fromEntries(lines.map(([, name = '', value = '']) => [name, value]))
}

function workersOf(units: readonly { unit: string; change: string }[], change: string): readonly string[] {
  const own = units.filter(one => one.change.split(', ').includes(change))
  return own.flatMap(({ unit }) => unit.match(/^matrix-synapse-worker@(.+)\.service$/)?.[1] ?? [])
}

/** The last of what is changed more than once: a file that is written in two steps is as the second leaves it. */
function unique<T>(list: readonly T[], keyOf: (one: T) => string): readonly T[] {
  return [...new Map(list.map(one => [keyOf(one), one])).values()]
}
