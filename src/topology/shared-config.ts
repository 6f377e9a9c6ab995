/** The configuration that all processes of a deployment share: conf.d/listeners.yaml, redis.yaml and workers.yaml. */
import { stringify } from 'yaml'
import type { Deployment } from './deployment.ts'
import { ofRole, rolesOf } from './deployment.ts'
import type { Facts } from './facts.ts'
import { managed, redisSocket, replicationGateSocket, replicationSocket, secretFile, sharedFile } from './layout.ts'
import { withReplication } from './listeners.ts'
import type { Shared, Writers } from './role.ts'
import { isAtLeast } from './version.ts'

export type TextFile = { readonly path: string; readonly text: string }

export function sharedFiles(deployment: Deployment, facts: Facts): readonly TextFile[] {
  return [
    listenersFile(deployment, facts),
    redisFile,
    workersFile(deployment, facts),
    ...sharesOf(deployment, facts).map(({ file, settings }) => ({
      path: sharedFile(file),
      text: managed(stringify(settings, { version: '1.1', lineWidth: 0 })),
    })),
  ]
}

export const sharedPaths: readonly string[] = ['listeners', 'redis', 'workers'].map(sharedFile)

/** Not `managed`: what a person adds to the list stays, since it is the list that Synapse goes by. */
function listenersFile(deployment: Deployment, facts: Facts): TextFile {
  const media = !rolesOf(deployment).some(role => role.resources.includes('media'))
  const text = `# Main's listeners. This list replaces the one in homeserver.yaml as a whole: change it here.\n${withReplication(facts.listenersText, { media })}`
  return { path: sharedFile('listeners'), text }
}

const redisFile: TextFile = {
  path: sharedFile('redis'),
  text: managed(
    `# How the processes of Synapse tell each other what is new.\nredis:\n  enabled: true\n  path: ${redisSocket}\n`,
  ),
}

function workersFile(deployment: Deployment, facts: Facts): TextFile {
  const settings = { ...instanceMap(deployment, facts), ...secret(facts), ...streamWriters(deployment, facts) }
  const yaml = stringify(settings, { version: '1.1', lineWidth: 0 })
  return { path: sharedFile('workers'), text: managed(`# What the workers take over from the main process.\n${yaml}`) }
}

/** Who writes which stream. Where a role is there for a stream alone, others leave it to that. */
export function writersOf(deployment: Deployment, facts: Facts): Writers {
  const all = rolesOf(deployment).toSorted((a, b) => Number(a.rank === 'writers') - Number(b.rank === 'writers'))
  return Object.assign({}, ...all.map(role => role.writers?.(ofRole(deployment, role), facts.version ?? '0') ?? {}))
}

/** Workers that others have to reach: writers of a stream. */
export function replicates(name: string, deployment: Deployment, facts: Facts): boolean {
  return Object.values(writersOf(deployment, facts)).flat().includes(name)
}

function sharesOf(deployment: Deployment, facts: Facts): readonly Shared[] {
  return rolesOf(deployment).flatMap(role => {
    const names = ofRole(deployment, role).map(worker => worker.name)
    return role.shared?.(names, facts.version ?? '0') ?? []
  })
}

/** Main is asked through its gate. */
function instanceMap(deployment: Deployment, facts: Facts) {
  const writers = deployment.workers.map(({ name }) => name).filter(name => replicates(name, deployment, facts))
  const others = writers.map(name => [name, { path: replicationSocket(name) }] as const)
  return { instance_map: { main: { path: replicationGateSocket }, ...Object.fromEntries(others) } }
}

/** A secret that the host has already stays the one. */
function secret({ files, version }: Facts) {
  const others = files.filter(({ path }) => path !== sharedFile('workers'))
  const isSet = others.some(({ keys }) => keys.some(key => key.startsWith('worker_replication_secret')))
  return isSet || !isAtLeast(version ?? '0', '1.126') ? {} : { worker_replication_secret_path: secretFile }
}

function streamWriters(deployment: Deployment, facts: Facts) {
  const writers = writersOf(deployment, facts)
  return Object.keys(writers).length > 0 ? { stream_writers: writers } : {}
}
