/** Roles that are there to write streams. */
import { writerRoutes } from './api/writers.ts'
import { type Resource, type Role, type Stream, singleWriterStreams, type Writers } from './role.ts'
import { isAtLeast, type Version } from './version.ts'

/** Synapse versions from which a worker can write a stream; the others it could before workers spoke over UNIX sockets. */
const since: Readonly<Partial<Record<Stream, Version>>> = {
  push_rules: '1.105',
  device_lists: '1.135',
  thread_subscriptions: '1.136',
  quarantined_media_changes: '1.159',
}

type About = { readonly name: string; readonly summary: string } & Partial<Role>

/** A role whose workers write these streams and serve what changes them. */
export function writerRole(streams: readonly Stream[], about: About): Role {
  const routes = streams.flatMap(stream => writerRoutes[stream])
  const newest = sinceOf(streams)
  return {
    resources: resourcesOf(streams),
    routes,
    rank: 'writers',
    // All requests of a user meet one writer, whose caches know the user; a room's come from many users.
    balance: 'user',
    start: 'first',
    ...(streams.includes('quarantined_media_changes') ? { settings: { enable_media_repo: true } } : {}),
    ...(streams.some(stream => singleWriterStreams.includes(stream)) ? { atMost: 1 } : {}),
    ...(newest ? { since: newest } : {}),
    writers: (workers): Writers => {
      const names = workers.map(({ name }) => name)
      return Object.fromEntries(streams.map(stream => [stream, writersOfStream(stream, names)]))
    },
    ...about,
  }
}

function resourcesOf(streams: readonly Stream[]): readonly Resource[] {
  const asksMedia = streams.includes('quarantined_media_changes')
  const asksClient = streams.some(stream => stream !== 'quarantined_media_changes' && writerRoutes[stream].length > 0)
  if (!asksMedia && !asksClient) return ['health']
  return [...(asksClient ? (['client'] as const) : []), ...(asksMedia ? (['media'] as const) : [])]
}

function sinceOf(streams: readonly Stream[]): Version | undefined {
  const all = streams.flatMap(stream => since[stream] ?? [])
  return all.toSorted((a, b) => (isAtLeast(a, b) ? -1 : 1))[0]
}

/** Main writes what was quarantined before the stream was there, as a background update. */
const writersOfStream = (stream: Stream, names: readonly string[]): readonly string[] =>
  stream === 'quarantined_media_changes' ? ['master', ...names] : names
