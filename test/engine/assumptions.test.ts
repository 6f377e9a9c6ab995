import { expect, test } from 'vitest'
import { AssumedHost } from '../../src/engine/plan/assumptions.ts'
import { planChange } from '../../src/engine/plan/change.ts'
import { HostState } from '../../src/engine/plan/host-state.ts'
import type { Want } from '../../src/resources/kind.ts'

const redis = '/etc/redis/redis.conf'
const ref = (id: string) => ({ kind: 'path', id })

/** A host on which nothing is known of the paths, since a package may bring them. */
function assumed(...paths: readonly string[]) {
  const world = new HostState()
  for (const path of paths) world.markUnknown(ref(path), 'Install Redis')
  return new AssumedHost(world, paths.map(ref))
}

function apply(host: AssumedHost, want: Want) {
  const change = planChange(want, host.state(want))
  if (change !== null) host.record(change)
  return change
}

const line = (host: AssumedHost, text: string) => {
  const content = `${host.text(redis) ?? ''}${text}\n`
  return apply(host, { ...ref(redis), state: { type: 'file', sha256: content }, content })
}

test('edits of an unknown file build on each other', () => {
  const host = assumed(redis)
  expect(line(host, 'port 0')?.after).toMatchObject({ text: 'port 0\n' })
  expect(line(host, 'unixsocketperm 770')?.before).toMatchObject({ text: 'port 0\n' })
  expect(host.text(redis)).toBe('port 0\nunixsocketperm 770\n')
})

test('a file in a directory that the task creates is new', () => {
  const directory = '/etc/systemd/system/redis-server.service.d'
  const file = `${directory}/swk.conf`
  const world = new HostState(new Map([[`path:${directory}`, null]]))
  world.markUnknown(ref(file), 'Install Redis')
  const host = new AssumedHost(world, [ref(directory), ref(file)])
  expect(apply(host, { ...ref(directory), state: { type: 'directory' } })?.before).toBeNull()
  const written = apply(host, { ...ref(file), state: { type: 'file', sha256: 'a' }, content: 'a' })
  expect(written?.before).toBeNull()
})
