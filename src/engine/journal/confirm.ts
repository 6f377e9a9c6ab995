/** What the host needs to take a run back without the controller: the undo of each change as a script of its own. */
import { hasTrait } from '../../resources/index.ts'
import { refKey, type State, type Want } from '../../resources/kind.ts'
import { inlinePrograms, program } from '../../shell/program.ts'
import { readProgram } from '../../shell/program-file.ts'
import { fed, lines, raw, type Sh, sh } from '../../shell/sh.ts'
import { renderSteps } from '../apply/steps.ts'
import { planChange } from '../plan/change.ts'
import type { Entry } from './entry.ts'
import { lastWants } from './last-wants.ts'

export const confirmFunctions: Sh = sh`eval ${raw(program(readProgram('engine/journal/arm.sh')))}`

/** Ahead of the first change. */
export const arm = (run: string, seconds: number): Sh =>
  sh`swk_arm ${[run, seconds]} ${raw(program(readProgram('engine/journal/watch.sh')))}`

/** Statements that leave the steps on the host; `at`: where the changes that are new stand in the run. */
export function leaveSteps(run: readonly Entry[], at: number): readonly Sh[] {
  const last = lastWants(run)
  return run.slice(at).flatMap((entry, i) => {
    const { undo } = entry
    if ('cannot' in undo) return []
    const name = String(at + i).padStart(5, '0')
    return (['first', 'wants', 'last'] as const).flatMap(part => {
      const wants = part === 'last' ? last.get(entry) : undo[part]
      const script = scriptOf(wants ?? [], entry)
      return script === undefined ? [] : [fed(sh`swk_step ${`${name}.${suffixes[part]}`}`, 0, script)]
    })
  })
}

const suffixes = { first: 'first', wants: 'back', last: 'last' } as const

/** Planned from the state that the change is to leave: each script makes sure that this is what it finds. */
function scriptOf(wants: readonly Want[], { change }: Entry): Sh | undefined {
  const states = new Map<string, State | null>([[refKey(change.want), change.after]])
  const steps = wants.flatMap(want => {
    const change = planChange(want, stateBefore(want, states))
    if (change === null) return []
    states.set(refKey(want), change.after)
    return renderSteps([change])
  })
  if (steps.length === 0) return undefined
  const scripts = steps.map(step => sh`(\n${raw(inlinePrograms(step.script))}\n)`)
  return lines(
    sh`set -e; LC_ALL=C PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin; export LC_ALL PATH`,
    ...scripts,
  )
}

function stateBefore(want: Want, states: ReadonlyMap<string, State | null>): State | null {
  if (hasTrait(want.kind, 'writeOnly')) return null
  const known = states.get(refKey(want))
  return known !== undefined ? known : want.state === null ? { type: 'file' } : null
}
