/** What is known ahead to be impossible: the kind forbids it, who writes may not, or it would show a secret. */
import { hasTrait, kindOf } from '../../resources/index.ts'
import type { Look, Want, Writer } from '../../resources/kind.ts'
import { becomeHint, writerFrom, writerRef } from '../../resources/writer.ts'
import { hasSecrets, holdsSecret } from '../../secret/index.ts'
import { Refusal } from '../module.ts'
import { type Task, writingUser } from '../task.ts'
import { type Change, planChange } from './change.ts'
import type { HostState } from './host-state.ts'

/**
 * Before anything is predicted, so that a refused item leaves nothing behind. Returns warnings; throws Refusal, and Unknown where an
 * earlier task decides whether the change can be made (the directory in which it is made is there, apt would install the package).
 */
export function refuseForbidden(
  wants: readonly Want[],
  world: HostState,
  writer: Writer | undefined,
): readonly string[] {
  const warnings = new Set<string>()
  for (const [i, want] of wants.entries()) {
    const { forbid, warn, standsIn, requires } = kindOf(want.kind)
    const isBarred = writer !== undefined && hasTrait(want.kind, 'rootOnly')
    const change = forbid || isBarred ? planChange(want, currentState(want, world), writer) : null
    if (change === null) continue
    if (isBarred)
      throw new Refusal(`only root changes ${want.kind} ${want.id}; the task runs as ${writer.owner}`, {
        hint: becomeHint,
      })
    for (const ref of [standsIn?.(want) ?? [], requires?.(want) ?? []].flat())
      if (world.has(ref) && !world.isMade(ref)) world.state(ref)
    if (forbid === undefined) continue
    const earlier = new Set(wants.slice(0, i).map(one => one.id))
    const look: Look = (id, kind = want.kind) => {
      const ref = { kind, id }
      return (kind === want.kind && earlier.has(id)) || !world.has(ref) || world.mayExist(ref)
        ? undefined
        : world.state(ref)
    }
    const forbidden = forbid(change, look, writer)
    if (forbidden !== undefined) throw new Refusal(forbidden.message, forbidden)
    const warning = warn?.(change, look)
    if (warning !== undefined) warnings.add(warning)
  }
  return [...warnings]
}

/** Throws Refusal where other users of the host could read a secret. */
export function refuseExposure(change: Change): void {
  if (!exposedTexts(change).some(text => holdsSecret(text, 8))) return
  throw new Refusal('a secret is in the arguments of a command, which every user of the host can read', {
    hint: 'Give it on standard input (`stdin`), or in a file that the command reads.',
  })
}

/** Arguments of the programs that make a change. Who names a resource after a secret shows it to all users anyway. */
function exposedTexts({ want, before, after }: Change): readonly string[] {
  const kind = kindOf(want.kind)
  if (kind.exposes) return kind.exposes(want)
  if (!hasSecrets() || want.together || holdsSecret(want.id, 8)) return []
  return (kind.write?.(before, after, want) ?? []).map(({ script }) => script)
}

/** Undefined: root. */
export function writerOf(task: Task, world: HostState): Writer | undefined {
  const name = writingUser(task, world.loginUser)
  if (name === undefined) return undefined
  const ref = writerRef(name)
  return writerFrom(name, world.has(ref) && !world.mayExist(ref) ? world.state(ref) : null)
}

/** What can't be read back was never there. */
export function currentState(want: Change['want'], world: HostState) {
  if (hasTrait(want.kind, 'writeOnly')) return null
  const state = world.state(want)
  world.requireSure(want)
  return state
}
