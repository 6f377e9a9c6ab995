/** Steps ahead of a task's changes, without which none of them is made: what is noted in the journal, and of handlers. */
import type { Step } from '../../resources/kind.ts'
import type { Frame, Reply } from '../../transport/session.ts'
import type { Task } from '../task.ts'
import { renderFrame } from './steps.ts'

export type FailedStep = { readonly task: Task; readonly step: Step; readonly reply: Reply }

export class RequiredSteps {
  readonly #sent = new Map<Frame, { readonly task: Task; readonly step: Step }>()

  render(task: Task, steps: readonly Step[]): readonly Frame[] {
    return steps.map(step => {
      const frame: Frame = { ...renderFrame(step, undefined), kind: 'required' }
      this.#sent.set(frame, { task, step })
      return frame
    })
  }

  /** The one that failed: nothing after it was run. */
  failedIn(frames: readonly Frame[], replies: readonly (Reply | undefined)[]): FailedStep | undefined {
    return frames.flatMap((frame, at) => {
      const [one, reply] = [this.#sent.get(frame), replies[at]]
      return one && reply && !reply.skipped && reply.rc !== 0 ? [{ ...one, reply }] : []
    })[0]
  }
}
