/**
 * swk without its command line: load a project, check it, play it, and hear what happens.
 *   node examples/library.ts INVENTORY
 */
import { type HostSummary, loadProject, play, SwkError, type SwkEvent } from 'swk'

export type Outcome = {
  /** Tasks that a check says would change something. */
  readonly pending: readonly string[]
  readonly changed: readonly string[]
  readonly exit: number
  readonly hosts: Readonly<Record<string, HostSummary>>
}

/** Throws SwkError, with everything that is wrong and its places, before any host is contacted. */
export async function converge(inventory: string): Promise<Outcome> {
  const project = await loadProject({ playbook: 'motd.yaml', inventory, cwd: import.meta.dirname })
  const pending: string[] = []
  const changed: string[] = []
  await play(project, { mode: 'check', onEvent: event => collect(event, pending) })
  const { exit, hosts } = await play(project, { onEvent: event => collect(event, changed) })
  return { pending, changed, exit, hosts }
}

function collect(event: SwkEvent, into: string[]): void {
  if (event.type === 'task' && event.status === 'changed') into.push(`${event.host}: ${event.task}`)
}

if (import.meta.main) {
  try {
    console.log(await converge(process.argv[2] ?? 'hosts.yaml'))
  } catch (error) {
    if (!(error instanceof SwkError)) throw error
    for (const { message, place } of error.diagnostics) console.error(`${place?.file}:${place?.line}: ${message}`)
    process.exitCode = 1
  }
}
