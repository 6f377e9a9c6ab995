/** A recorded run: the events of each step of the demo, as lines of JSON in docs/run.jsonl. */
import { z } from 'zod'
import type { SwkEvent } from '../src/engine/events.ts'
import { eventSchema } from '../src/reporters/schema.ts'

export const recordingFile = 'docs/run.jsonl'

const lineSchema = z.union([
  z.strictObject({ title: z.string(), args: z.array(z.string()) }),
  /** `at`: milliseconds since the step started. */
  z.strictObject({ at: z.number(), event: eventSchema }),
])

export type RecordedStep = {
  readonly title: string
  readonly args: readonly string[]
  readonly events: readonly { readonly at: number; readonly event: SwkEvent }[]
}

export function writeRecording(steps: readonly RecordedStep[]): string {
  const lines = steps.flatMap(({ title, args, events }) => [{ title, args }, ...events])
  return lines.map(line => `${JSON.stringify(line)}\n`).join('')
}

/** Throws if a line is not as the schema of today's events says. */
export function readRecording(text: string): readonly RecordedStep[] {
  const steps: (Omit<RecordedStep, 'events'> & { events: RecordedStep['events'][number][] })[] = []
  for (const line of text.trimEnd().split('\n')) {
    const read = lineSchema.parse(JSON.parse(line))
    if ('title' in read) steps.push({ ...read, events: [] })
    else steps.at(-1)?.events.push({ at: read.at, event: read.event as SwkEvent })
  }
  return steps
}
