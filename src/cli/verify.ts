import { ansibleConfig } from './ansible-config.ts'
import type { Command } from './io.ts'
import { verifyRequest } from './request.ts'

/** `swk verify`: runs only the verification of what the play declares. */
export const verify: Command = async (argv, io) => {
  // Read first: who mistyped an option does not wait for the engine.
  const request = verifyRequest(argv, ansibleConfig(io))
  const { perform } = await import('./perform.ts')
  return perform(request, io)
}
