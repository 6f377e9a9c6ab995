/** Which handler runs next at a flush. Pure. */
import type { HostPlay, Task } from '../task.ts'

/**
 * The first that is due, so that a handler may notify one above it. `runs`: those that ran at this flush; none runs more
 * than twice, so that handlers that notify each other come to an end.
 */
export function nextHandler(
  { handlers }: HostPlay,
  isDue: (name: string) => boolean,
  runs: readonly string[],
): Task | undefined {
  return handlers.find(({ name }) => isDue(name) && runs.filter(ran => ran === name).length < 2)
}
