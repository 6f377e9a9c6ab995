/** Which programs a session has on the host: each travels with the first frame that needs it. */
import { programsOf, withStoredPrograms } from '../shell/program.ts'
import type { Frame, Reply } from './session.ts'

export class SentPrograms {
  readonly #stored = new Set<string>()

  /** Frames that bring what they need. `settle` is called with their replies: a frame that was skipped has stored nothing. */
  prepare(frames: readonly Frame[]): { frames: readonly Frame[]; settle(replies: readonly Reply[]): void } {
    const underway = new Set<string>()
    const brings = frames.map(frame => {
      // What an earlier frame of this exchange brings is lost where that one is skipped.
      if (frame.kind === 'clear') underway.clear()
      if (frame.kind === 'lock' || frame.kind === 'clear') return []
      const missing = [...programsOf(frame.script)].filter(hash => !this.#stored.has(hash) && !underway.has(hash))
      for (const hash of missing) underway.add(hash)
      return missing
    })
    return {
      frames: frames.map((frame, i) => ({ ...frame, script: withStoredPrograms(frame.script, brings[i] ?? []) })),
      settle: replies => {
        for (const [i, { skipped, rc }] of replies.entries())
          if (!skipped && rc !== 73) for (const hash of brings[i] ?? []) this.#stored.add(hash)
      },
    }
  }
}
