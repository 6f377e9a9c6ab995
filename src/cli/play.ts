import { ansibleConfig } from './ansible-config.ts'
import type { Command } from './io.ts'
import { playRequest } from './request.ts'

/** `swk play`: makes the hosts what the playbook declares. */
export const play: Command = async (argv, io) => {
  // Read first: who mistyped an option does not wait for the engine.
  const request = playRequest(argv, ansibleConfig(io))
  const { perform } = await import('./perform.ts')
  return perform(request, io)
}
