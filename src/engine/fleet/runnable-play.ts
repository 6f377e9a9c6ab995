/** A play as the fleet runs it: its hosts, their batches, and what each of them is to do. */
import type { Session } from '../../transport/session.ts'
import type { Addition } from '../additions.ts'
import type { DeclaredTopology } from '../journal/run-info.ts'
import type { HostPlay } from '../task.ts'

export type RunnablePlay = {
  readonly name: string
  readonly hosts: readonly string[]
  /** `serial`: a batch begins when the one before has ended (and was verified). */
  readonly batches: readonly (readonly string[])[]
  readonly maxFailPercentage?: number
  /** A host that cannot be reached stays in the run, and is tried again by the next play. */
  readonly ignoresUnreachable?: boolean
  /** The hosts that its tasks delegate to, with whether that needs root. */
  readonly delegates?: ReadonlyMap<string, boolean>
  /** Some task of the play needs root. */
  readonly needsBecome: boolean
  /** Whether that holds for a host; default: for all. */
  becomes?(host: string): boolean
  /** The topology that it declares for a host. */
  declares?(host: string): DeclaredTopology | undefined
  /** The play as it is with what earlier plays have added to the inventory. Throws SwkError. */
  extend?(additions: readonly Addition[]): Promise<RunnablePlay>
  /** What is run on a host; of a rollback only its journal tells. */
  bind(host: string, session: Session): HostPlay | Promise<HostPlay>
}
