/** Which role a worker has that somebody set up: by what the configuration gives it, then by what it is asked, then by its name. */
import type { HostView } from '../../engine/module.ts'
import { duties } from '../../resources/synapse/settings.ts'
import { workersOf } from '../model/deployment.ts'
import { readSetting } from '../model/effective-config.ts'
import type { Facts, FoundWorker } from '../model/facts.ts'
import { type Role, type Stream, streams } from '../model/role.ts'
import { roles } from '../model/roles/index.ts'
import { listenersOf, resourcesOf, settingsOf } from '../model/worker-file.ts'
import { pathsTo } from './locations.ts'

export type Suggestion = {
  readonly role: string
  /** Of the role `stream-writer`. */
  readonly streams?: readonly Stream[]
  readonly because: string
}

export function suggest(worker: FoundWorker, facts: Facts, observed: HostView): Suggestion {
  return (
    byMedia(worker) ??
    bySetting(worker, facts) ??
    byStreams(worker, facts) ??
    byApp(worker) ??
    byLocations(worker, facts, observed) ??
    byName(worker) ??
    byResources(worker)
  )
}

function byMedia(worker: FoundWorker): Suggestion | undefined {
  const { worker_app: app, enable_media_repo: enabled } = settingsOf(worker)
  if (app === 'synapse.app.media_repository') return { role: 'mediaworker', because: `its worker_app is ${app}` }
  return enabled === true ? { role: 'mediaworker', because: 'its file has enable_media_repo' } : undefined
}

function bySetting({ name }: FoundWorker, { files }: Facts): Suggestion | undefined {
  const found = duties.find(setting => [readSetting(files, setting.name)].flat().includes(name))
  return found && { role: found.role, because: `${found.name} names it` }
}

function byStreams({ name }: FoundWorker, { files }: Facts): Suggestion | undefined {
  const writers = (readSetting(files, 'stream_writers') ?? {}) as Record<string, unknown>
  const own = streams.filter(stream => [writers[stream]].flat().includes(name))
  const [first, ...more] = own
  if (first === undefined) return undefined
  const because = `stream_writers names it for ${own.join(', ')}`
  const alone = more.length === 0 ? roles.find(role => writes(role, first)) : undefined
  return alone ? { role: alone.name, because } : { role: 'stream-writer', streams: own, because }
}

export function writes(role: Role, stream: Stream): boolean {
  return role.rank === 'writers' && Object.keys(role.writers?.(workersOf(role, 1), '999') ?? {}).join() === stream
}

/** Apps of old that still say what they are for. */
const apps: Readonly<Record<string, string>> = {
  federation_sender: 'federation-sender',
  pusher: 'pusher',
  user_dir: 'user-dir',
  appservice: 'appservice',
  synchrotron: 'client-sync',
  client_reader: 'client-reader',
  federation_reader: 'federation-reader',
  event_creator: 'event-creator',
  frontend_proxy: 'client-reader',
}

function byApp(worker: FoundWorker): Suggestion | undefined {
  const app = String(settingsOf(worker).worker_app ?? '')
  const role = apps[app.replace('synapse.app.', '')]
  return role === undefined ? undefined : { role, because: `its worker_app is ${app}` }
}

/** The role of whose routes most lead to it; of equals the one with the fewest others. A location does not look at positions. */
function byLocations(worker: FoundWorker, facts: Facts, observed: HostView): Suggestion | undefined {
  const patterns = pathsTo(listenersOf(worker), facts, observed)
  const scores = roles
    .filter(({ rank, name }) => rank !== 'writers' && name !== 'sso')
    .map(role => ({
      role,
      hits: role.routes.filter(
        ({ example, position }) => position === undefined && patterns.some(matches => matches(example)),
      ).length,
    }))
    .filter(({ hits }) => hits > 0)
    .toSorted((a, b) => b.hits - a.hits || a.role.routes.length - b.role.routes.length)
  const [best] = scores
  return best && { role: best.role.name, because: 'nginx routes its requests there' }
}

function byName({ name }: FoundWorker): Suggestion | undefined {
  const role = roles.find(role => [role.name, ...(role.aliases ?? [])].some(known => plain(known) === plain(name)))
  return role && { role: role.name, because: 'because of its name' }
}

/** `federation_sender1` -> `federationsender` */
const plain = (name: string): string => name.toLowerCase().replace(/[^a-z]/g, '')

function byResources(worker: FoundWorker): Suggestion {
  const resources = resourcesOf(worker)
  if (resources.includes('media')) return { role: 'mediaworker', because: 'it serves media' }
  if (resources.includes('client') && resources.includes('federation')) {
    return { role: 'roomworker', because: 'it serves clients and federation; its configuration tells no more' }
  }
  if (resources.includes('client'))
    return { role: 'client-reader', because: 'it serves clients; its configuration tells no more' }
  if (resources.includes('federation'))
    return { role: 'federation-reader', because: 'it serves federation; its configuration tells no more' }
  return { role: 'background', because: 'it serves nothing; its configuration tells no more' }
}
