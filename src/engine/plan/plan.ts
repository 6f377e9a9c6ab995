/** What is to be done for one task, or why nothing is. */
import type { Ref } from '../../resources/kind.ts'
import type { Refusal } from '../module.ts'
import type { LeftItem } from '../task.ts'
import type { Change } from './change.ts'
import type { HostState } from './host-state.ts'

export type ItemPlan = {
  readonly label?: string
  readonly item?: unknown
  readonly loopVar?: string
  readonly environment?: Readonly<Record<string, string>>
  readonly changes: readonly Change[]
  readonly result: Record<string, unknown>
  /** The same by what the host holds after the changes. */
  readonly resultAfter?: (host: HostState) => Record<string, unknown>
  readonly notes: readonly string[]
  readonly warnings: readonly string[]
  /** The module refuses this item of the loop; the others are done. */
  readonly refusal?: Refusal
}

export type Plan =
  | {
      readonly type: 'planned'
      readonly items: readonly ItemPlan[]
      readonly refs: readonly Ref[]
      readonly left?: readonly LeftItem[]
    }
  | { readonly type: 'skipped'; readonly because: string; readonly left?: readonly LeftItem[] }
  /** `edits`: what it would do on the assumed initial states. */
  | {
      readonly type: 'unknown'
      readonly because: string
      /** It depends on what other hosts register in this play. */
      readonly forOthers?: true | undefined
      readonly edits: readonly Change[]
      readonly intents: readonly string[]
      readonly refs: readonly Ref[]
    }
  | { readonly type: 'refused'; readonly refusal: Refusal }
  | { readonly type: 'unread'; readonly refs: readonly Ref[] }
