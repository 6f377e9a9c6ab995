/** `async`: a command that is left running (`poll: 0`), or that has so many seconds. */
import type { Module } from '../engine/module.ts'
import { canonical } from '../resources/canonical.ts'
import type { Want } from '../resources/kind.ts'

/** `isLeft`: the play does not wait for it. */
export function withTimeLimit(module: Module, seconds: number, isLeft: boolean): Module {
  const limit = isLeft ? { detach: seconds } : { timeout: seconds }
  const limited = (want: Want): Want =>
    want.kind === 'command' ? { ...want, id: canonical({ ...JSON.parse(want.id), ...limit }) } : want
  return { ...module, plan: (args, observed) => module.plan(args, observed).map(limited) }
}
