import { ansibleConfig } from './ansible-config.ts'
import type { Command } from './io.ts'
import { adhocRequest } from './request.ts'

/** `swk adhoc`: runs one task on hosts. */
export const adhoc: Command = async (argv, io) => {
  const request = adhocRequest(argv, ansibleConfig(io))
  const { perform } = await import('./perform.ts')
  return perform(request, io)
}
