/** Every socket is there, and for those alone who need it. */
import { path, see } from '../../../sdk/refs.ts'
import { clubGroup, inboundSocket, mainReplication, replicationSocket } from '../../model/paths.ts'
import { replicates } from '../../model/writers.ts'
import { holdingSocketsOf } from '../../systemd/holding-sockets.ts'
import type { Check, Subject } from './check.ts'

export const sockets: Check = {
  name: 'Every socket exists with its owner and mode',
  ofWorkers: true,
  reads: subject => wanted(subject).map(({ id }) => path(id)),
  faults: (subject, observed) =>
    wanted(subject).flatMap(({ id, owner, group, mode }) => {
      const state = see(observed, path(id))
      if (state === null) return [`${id} is missing`]
      if (state.type !== 'socket') return [`${id} is not a socket but a ${state.type}`]
      const found = `${state.owner}:${state.group} ${state.mode}`
      const expected = `${owner}:${group} ${mode}`
      return found === expected ? [] : [`${id} is ${found}, not ${expected}`]
    }),
}

function wanted({ deployment, facts }: Subject) {
  const names = deployment.workers.map(({ name }) => name)
  const writers = names.filter(name => replicates(name, deployment, facts))
  const own = [
    ...holdingSocketsOf(deployment, facts).map(({ socket }) => socket),
    mainReplication,
    ...names.map(inboundSocket),
    ...writers.map(replicationSocket),
  ]
  return [
    { id: facts.redis.socket, owner: 'redis', group: 'redis', mode: '0770' },
    ...own.map(id => ({ id, owner: facts.user, group: clubGroup, mode: '0660' })),
  ]
}
