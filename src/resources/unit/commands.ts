/** Commands that a unit runs when it starts, stops or is reloaded: what they name, they may change. Pure. */
import type { Look, Ref, ResourceChange, State } from '../kind.ts'
import { mentions } from '../mentions.ts'
import { jobOf } from './job.ts'
import { isDue, isUp } from './write.ts'

/**
 * Of the commands of a unit (`ExecStart=WORDS`) those that may change what they name: a program that stays only reads what it is started
 * with, unless it is a shell.
 */
export function changingCommands(type: string, commands: readonly string[]): readonly string[] {
  const isProgram = (one: string): boolean => one.startsWith('ExecStart=') && !/^\w+=\S*\/(?:ba|da)?sh -\w*c /.test(one)
  return type === 'oneshot' ? commands : commands.filter(one => !isProgram(one))
}

/** Whether a command that runs with this change of the unit names the path. */
export function obscuredByUnit(change: ResourceChange, { kind, id }: Ref): boolean {
  return kind === 'path' && isNamed(change.before, id, keysOfChange(change))
}

/** The same of a job. `look`: for the state of its unit. */
export function obscuredByJob({ want }: ResourceChange, { kind, id }: Ref, look: Look): boolean {
  const [job, unit] = jobOf(want.id)
  return kind === 'path' && isNamed(look(unit, 'unit'), id, keysOfJob[job])
}

const starting = /^Exec(?:Condition|Start)/
const stopping = /^ExecStop/
const restarting = /^Exec(?:Condition|Start|Stop)/
const keysOfJob: Readonly<Record<string, RegExp>> = {
  started: starting,
  restarted: restarting,
  reloaded: /^ExecReload/,
}

function keysOfChange({ want: { state }, before }: ResourceChange): RegExp | undefined {
  if (state?.active === 'inactive') return before?.active === 'inactive' ? undefined : stopping
  if (isUp(before)) return isDue(before, state) ? restarting : undefined
  return state?.active === 'active' ? starting : undefined
}

/** What comes and goes in /run with a service is not foreseen, whether its commands name it or not. */
function isNamed(unit: State | null | undefined, path: string, keys: RegExp | undefined): boolean {
  if (path.startsWith('/run/')) return false
  const commands = Array.isArray(unit?.commands) ? unit.commands.map(String) : []
  return path !== unit?.fragment && commands.some(one => keys?.test(one) && mentions(one.replace(/^\w+=/, ''), path))
}
