/**
 * Processes that change as one: those that leave have stopped before anything starts again, and what cannot wait starts first. Before
 * one stops that nginx leads nobody to any more, those whom it still serves have time to be served.
 */
import { z } from 'zod'
import { defineModule, type HostView, type Module } from '../../../engine/module.ts'
import { planChange } from '../../../engine/plan/change.ts'
import { drainOf } from '../../../resources/drain.ts'
import type { Want } from '../../../resources/kind.ts'
import { see, unit, want } from '../../../sdk/refs.ts'
import { type FilesArgs, filesModule, predictFiles } from './files.ts'

export type Started = {
  /** Arguments of the module `systemd`. */
  readonly args: unknown
  readonly unit: string
  /** See `transactionStep`. */
  readonly order: number
  /** Where nginx leads nobody by then: drained before it stops. */
  readonly sockets: readonly string[]
  /** Libraries of an older version that it must not run on. */
  readonly replaced: readonly string[]
  /** What it listens at and will not listen at any more. */
  readonly removes?: readonly string[]
}
export type Stopped = {
  readonly unit: string
  readonly sockets: readonly string[]
  /** Nobody can do its work before others begin anew: it stops as they do, and not a moment earlier. */
  readonly held?: boolean
  /** What it listens at, and removes when it ends. */
  readonly removes?: readonly string[]
  /** Units that stop with it. */
  readonly stops?: readonly string[]
}

export type ProcessesArgs = {
  readonly started: readonly Started[]
  readonly stopped: readonly Stopped[]
  /** Seconds that a drain may take. */
  readonly drain: number
  /** A unit that is reloaded before anything stops. */
  readonly reload?: string
  /** But for this one: what the reload leads there shall meet the process as it will be. */
  readonly closing?: string
  /** Why, in words. */
  readonly why: readonly string[]
  /** Files that are written in the same step, so that no process ever starts with them alone. */
  readonly files?: FilesArgs
}

export function processesModule(systemd: Module): Module {
  return defineModule({
    name: 'processes',
    summary: 'Stops, restarts and starts processes as one.',
    args: z.custom<ProcessesArgs>(),
    reads: ({ started, stopped, files }) => [
      ...(files === undefined ? [] : filesModule.reads(files)),
      ...started.flatMap(({ args }) => systemd.reads(args)),
      ...stopped.map(one => unit(one.unit)),
    ],
    plan(args, observed) {
      const { files } = args
      const written = files === undefined ? [] : filesModule.plan(files, observed)
      const after = files === undefined ? observed : predictFiles(files.files, observed)
      const wants = args.started.flatMap(one => wantsOf(one, systemd, args, after))
      const units = [
        ...wants.filter(({ kind }) => kind === 'unit'),
        ...args.stopped.flatMap(one => stop(one, observed)),
      ]
      return [
        ...wants.filter(({ kind }) => kind !== 'unit' && kind !== 'unit-job'),
        ...drains(args, units, observed),
        ...written,
        ...(written.length > 0 ? units.map(wanted => ({ ...wanted, joins: true as const })) : units),
        ...wants.filter(({ kind }) => kind === 'unit-job'),
      ]
    },
    notes: ({ why }) => why,
    intent: ({ started }) => started.map(one => one.unit).join(', '),
  })
}

const transaction = 'processes'

function wantsOf(
  one: Started,
  systemd: Module,
  { reload, closing }: ProcessesArgs,
  observed: HostView,
): readonly Want[] {
  const reloaded = { ...(reload === undefined ? {} : { reload }), ...(closing === undefined ? {} : { closing }) }
  const how = { transaction, order: one.order, ...reloaded, ...listOf('removes', one.removes) }
  const fresh = one.replaced.length > 0 ? { replaced: [] } : {}
  return systemd
    .plan(one.args, observed)
    .map(wanted => (wanted.kind === 'unit' ? { ...wanted, state: { ...wanted.state, ...fresh }, how } : wanted))
}

/** A unit that systemd no longer knows has nothing to stop. */
function stop({ unit: id, held = false, removes, stops }: Stopped, observed: HostView): readonly Want[] {
  const state = see(observed, unit(id))
  if (state === null) return []
  const enabled = state.enabled.startsWith('enabled') ? { enabled: 'disabled' } : {}
  return [
    want(
      unit(id),
      { active: 'inactive', needReload: false, ...enabled },
      { how: { transaction, order: held ? 0 : 1, ...listOf('removes', removes), ...listOf('stops', stops) } },
    ),
  ]
}

const listOf = (name: string, values: readonly string[] = []): Record<string, string> =>
  values.length === 0 ? {} : { [name]: values.join(' ') }

/** Only of those that run, and that the change will stop. */
function drains(
  { started, stopped, drain }: ProcessesArgs,
  units: readonly Want[],
  observed: HostView,
): readonly Want[] {
  const sockets = [...started, ...stopped].flatMap(one => {
    const now = see(observed, unit(one.unit))
    const wanted = units.find(({ id }) => id === one.unit)
    const stops = now?.active === 'active' && wanted !== undefined && ends(wanted, now)
    return stops ? one.sockets : []
  })
  return sockets.length > 0 && drain > 0 ? [drainOf({ sockets, seconds: drain })] : []
}

function ends(wanted: Want, now: Parameters<typeof planChange>[1]): boolean {
  const change = planChange(wanted, now)
  return change?.fields.some(field => ['active', 'config', 'replaced'].includes(field)) ?? false
}
