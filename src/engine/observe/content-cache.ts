/** Texts of files by their hash: what was read or written once does not travel again. */
import type { Ref, State } from '../../resources/kind.ts'
import type { Change } from '../plan/change.ts'

export class ContentCache {
  readonly #byHash = new Map<string, string>()

  /** Remembers the text of a state, or completes a state whose text the host did not send because its hash was the hint. */
  complete(state: State | null): State | null {
    if (state === null || typeof state.sha256 !== 'string') return state
    if (typeof state.text === 'string') this.#byHash.set(state.sha256, state.text)
    const known = this.#byHash.get(state.sha256)
    return state.text === undefined && known !== undefined ? { ...state, text: known } : state
  }

  /** What a change writes is known before it is read back. */
  expect(changes: readonly Change[]): void {
    for (const { after } of changes) this.complete(after)
  }

  /** The ref with a hint, where the text that is expected there is known. */
  hinted(ref: Ref, expected: State | null | undefined): Ref {
    const hash = expected?.sha256
    if (ref.need !== 'content' || ref.hint !== undefined || typeof hash !== 'string' || !this.#byHash.has(hash))
      return ref
    return { ...ref, hint: hash }
  }
}
