/** Turns the changes of one task into the frames that make them. */
import { kindOf, renderTransaction } from '../../resources/index.ts'
import type { Step } from '../../resources/kind.ts'
import { inlinePrograms } from '../../shell/program.ts'
import { fed, lines, type Sh, sh } from '../../shell/sh.ts'
import type { Frame } from '../../transport/session.ts'
import type { Change } from '../plan/change.ts'

/** The steps of the changes, in order; changes that take effect together become one step, as do packages of one kind. */
export function renderSteps(changes: readonly Change[]): readonly Step[] {
  const all = runs(changes)
  const steps: Step[] = []
  for (const [i, run] of all.entries()) {
    const [first, ...others] = renderRun(run)
    const joins = run[0]?.want.joins && all[i - 1]?.[0]?.want.together
    const before = joins && first ? steps.pop() : undefined
    if (first) steps.push(before ? join(before, first) : first, ...others)
  }
  return steps
}

function renderRun(run: readonly Change[]): readonly Step[] {
  const [first] = run as [Change]
  const kind = kindOf(first.want.kind)
  if (first.want.together) return [renderTransaction(run)]
  if (kind.writeMany) return kind.writeMany(run)
  return run.flatMap(change => kind.write?.(change.before, change.after, change.want) ?? [])
}

/** When its controller is gone, a host ends the step at work and begins no other. */
function join(first: Step, second: Step): Step {
  const part = first.part ?? second.part
  return {
    name: `${first.name}, ${second.name}`,
    script: lines(inSubshell(first), inSubshell(second)),
    timeout: first.timeout + second.timeout,
    ...(first.payload === undefined ? {} : { payload: first.payload }),
    ...(first.long || second.long ? { long: true as const } : {}),
    ...(part === undefined ? {} : { part }),
  }
}

const inSubshell = ({ script }: Step): Sh => lines(sh`( set -e`, script, sh`)`)

/** Neighbours that are written as one: of the same set, or of a kind that writes many at once. */
function runs(changes: readonly Change[]): readonly (readonly Change[])[] {
  const result: Change[][] = []
  for (const change of changes) {
    const last = result.at(-1)
    if (last?.[0] !== undefined && belongTogether(last[0], change)) last.push(change)
    else result.push([change])
  }
  return result
}

function belongTogether(a: Change, b: Change): boolean {
  if (a.want.together || b.want.together) return a.want.together?.name === b.want.together?.name
  return (
    a.want.kind === b.want.kind &&
    kindOf(a.want.kind).writeMany !== undefined &&
    (a.after === null) === (b.after === null)
  )
}

/** A step as a frame; `user`: run as this user from the root shell. */
export function renderFrame(step: Step, user: string | undefined, environment: Environment = {}): Frame {
  const script = lines(sh`set -e`, ...exportsOf(environment), step.script)
  return {
    kind: step.long ? 'long' : 'step',
    script: user === undefined ? script : asUser(user, inlinePrograms(script)),
    timeout: step.timeout,
    ...(step.payload === undefined ? {} : { payload: step.payload }),
    ...(step.streams && { streams: true }),
  }
}

export type Environment = Readonly<Record<string, string>>

function exportsOf(environment: Environment): readonly Sh[] {
  return Object.entries(environment).map(([name, value]) => sh`export ${`${name}=${value}`}`)
}

/**
 * The script reaches the user's shell through a descriptor: it is in no argument, where `ps` would show it and its length be
 * limited, and standard input stays the payload's.
 */
function asUser(user: string, script: Sh): Sh {
  return fed(sh`exec runuser -u ${user} -- sh -c ${'eval "$(cat <&3)" 3<&-'}`, 3, script)
}
