import { ansibleConfig } from './ansible-config.ts'
import { parse } from './args.ts'
import type { Command } from './io.ts'
import { playOptions } from './play-options.ts'
import { playRequest } from './request.ts'

/** `swk play`: makes the hosts what the playbook declares. */
export const play: Command = async (argv, io) => {
  // Read first: who mistyped an option does not wait for the engine.
  const { values } = parse(argv, playOptions)
  const isHeld = values.plan !== undefined && !values.check
  const saved = isHeld ? (await import('../plans/index.ts')).readPlan(values.plan) : undefined
  const request = playRequest(argv, ansibleConfig(io), saved?.plan.options)
  const { perform } = await import('./perform.ts')
  return perform(request, io, saved)
}
