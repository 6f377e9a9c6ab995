import type { SwkEvent } from '../../src/engine/events.ts'
import type { Reporter, ReporterOptions } from '../../src/reporters/index.ts'

/** What a reporter writes, without colours unless asked for. */
export async function written(
  open: (options: ReporterOptions) => Reporter,
  events: readonly SwkEvent[],
  options: Partial<ReporterOptions> = {},
): Promise<string> {
  let text = ''
  const out = (more: string) => {
    text += more
  }
  const reporter = open({ out, env: {}, terminal: false, showDiff: true, ...options })
  for (const event of events) reporter.event(event)
  await reporter.end()
  return text
}
