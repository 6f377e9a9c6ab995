/** The steps that bring a unit from one state to another. */
import { lines, type Sh, sh } from '../../shell/sh.ts'
import type { State, Step, Want } from '../kind.ts'
import { functions } from './change.ts'

/** Seconds. Type=notify units say themselves when they run; a homeserver takes its time. */
export const startTimeout = 300

export function writeUnit(before: State | null, after: State | null, { id, state }: Want): readonly Step[] {
  if (after === null || state === null) throw new Error(`${id} is removed by removing its file`)
  const changes = (field: string): boolean => state[field] !== undefined && state[field] !== before?.[field]
  const isMasked = state.load === 'masked'
  const reload = before === null || (state.needReload === false && before.needReload === true)
  return [
    ...(reload ? [step('daemon-reload', sh`systemctl daemon-reload`, 90)] : []),
    ...(changes('load') && !isMasked ? [masking(id, false)] : []),
    ...(changes('enabled') ? [enabling(id, state.enabled === 'enabled')] : []),
    // systemctl neither enables nor disables a masked unit; nothing starts it while it stops.
    ...(changes('load') && isMasked ? [masking(id, true)] : []),
    ...running(id, before, state),
  ]
}

/** What a process began with only changes when it begins again. */
function running(id: string, before: State | null, state: State): readonly Step[] {
  if (state.active === 'inactive') return before?.active === 'inactive' ? [] : [unitStep('stop', id)]
  if (isUp(before) && isDue(before, state)) return [unitStep('restart', id)]
  return state.active === 'active' && before?.active !== 'active' ? [unitStep('start', id)] : []
}

export const isUp = (before: State | null): boolean =>
  ['active', 'activating', 'reloading'].includes(String(before?.active))

/** Whether what runs began with something else than what is wanted. */
export const isDue = (before: State | null, state: State | null): boolean =>
  ['config', 'gids', 'replaced'].some(field => differs(state?.[field], before?.[field]))

const differs = (wanted: State[string], is: State[string]): boolean =>
  wanted !== undefined && JSON.stringify(wanted) !== JSON.stringify(is)

function masking(id: string, masked: boolean): Step {
  const verb = masked ? 'mask' : 'unmask'
  return step(`${verb} ${id}`, sh`systemctl ${verb} -- ${id} >&2`, 90)
}

function enabling(id: string, enabled: boolean): Step {
  const verb = enabled ? 'enable' : 'disable'
  return step(`${verb} ${id}`, sh`systemctl ${verb} -- ${id} >&2`, 90)
}

/** Start, stop, restart or reload. Where it fails, what the unit logged is the error. */
export function unitStep(verb: 'start' | 'stop' | 'restart' | 'reload' | 'reload-or-restart', id: string): Step {
  const run = lines(functions, sh`swk_do ${[verb, id]}`)
  // A unit that failed too often is not started before its failures are forgotten; one that was stopped is not failed.
  const forget = sh`systemctl is-failed --quiet -- ${id} && systemctl reset-failed -- ${id} || :`
  const script =
    verb === 'stop' ? lines(run, forget) : verb.startsWith('reload') ? run : lines(forget, run, sh`swk_settle ${id}`)
  return step(`${verb} ${id}`, script, startTimeout)
}

const step = (name: string, script: Sh, timeout: number): Step => ({ name, script, timeout })
