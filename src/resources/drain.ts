/** Waiting until nobody is served through UNIX sockets any more, for a while at most: then whoever stops it may. */
import { runProgram } from '../shell/program-file.ts'
import { affectsAnything, type Kind, undoNothing, type Want } from './kind.ts'
import { probeNothing, readNothing } from './write-only.ts'

export type DrainSpec = { readonly sockets: readonly string[]; readonly seconds: number }

export const drainOf = (spec: DrainSpec): Want => ({
  kind: 'drain',
  id: JSON.stringify(spec),
  state: { drained: true },
})

/** id: JSON of {@link DrainSpec}. */
export const drainKind: Kind = {
  name: 'drain',
  traits: ['writeOnly', 'silent'],
  affects: affectsAnything,
  probe: probeNothing,
  read: readNothing,
  undo: undoNothing,
  write(_before, _after, { id }) {
    const { sockets, seconds } = JSON.parse(id) as DrainSpec
    const name = `wait until no client is connected to ${sockets.join(', ')}, at most ${seconds} s`
    return [{ name, script: runProgram('resources/drain.pl', [seconds, ...sockets]), timeout: seconds + 60 }]
  },
}
