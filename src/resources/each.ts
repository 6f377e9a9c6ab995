/** Kinds of which each resource is read by a command of its own: few of them, and no program reads them all at once. */
import { lines, raw, type Sh, sh } from '../shell/sh.ts'
import { type Kind, type Ref, refKey, type State } from './kind.ts'

export type Answer = { readonly rc: number; readonly stdout: string }

/** `ask`: prints what is known of an id; must not print NUL. */
export const probeEach =
  (ask: (id: string) => Sh): Kind['probe'] =>
  refs =>
    lines(
      ...refs.map(
        ref => sh`said=$( ( ${raw(ask(ref.id))}
) 2>/dev/null; printf '\\n%s' "$?"); printf '%s\\0' "$said"`,
      ),
    )

/** `stateOf`: what the answer means. */
export const readEach =
  (stateOf: (answer: Answer, id: string) => State | null): Kind['read'] =>
  (output: Buffer, refs: readonly Ref[]) => {
    const answers = output.toString('utf8').split('\0')
    return new Map(
      refs.map((ref, i) => {
        const said = answers[i] ?? ''
        const end = said.lastIndexOf('\n')
        return [refKey(ref), stateOf({ rc: Number(said.slice(end + 1)), stdout: said.slice(0, end) }, ref.id)]
      }),
    )
  }
