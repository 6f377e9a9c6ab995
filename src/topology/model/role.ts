/** A worker role as data. A new role is a new file in roles/: nothing else has to know it. */
import type { Version } from './version.ts'

export type Resource = 'client' | 'federation' | 'media' | 'health'
export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE'

/** By what requests are spread: the device's token, the room, the address that asks, the whole URI, or who has least to do. */
export type Balance = 'user' | 'room' | 'source' | 'uri' | 'least-connections'

/** Requests that the role serves. */
export type Route = {
  /** Absent: all methods. HEAD and OPTIONS go where GET goes. */
  readonly methods?: readonly Method[]
  /** A regular expression (PCRE and JavaScript alike) for the decoded path, without the query. Begins with `^`. */
  readonly path: string
  /** A path that matches: asked for by the verification. It must do no harm to ask for it without a token. */
  readonly example: string
  /** Only requests that carry a position to go on from (`since`, `from`), or only those that carry none. Absent: both. */
  readonly position?: 'given' | 'none'
  /** Where it is not the role's. */
  readonly balance?: Balance
}

/** Streams whose writer can be a worker, as `stream_writers` names them. */
export const streams = [
  'events',
  'typing',
  'to_device',
  'account_data',
  'receipts',
  'presence',
  'push_rules',
  'device_lists',
  'thread_subscriptions',
  'quarantined_media_changes',
] as const
export type Stream = (typeof streams)[number]
/** Synapse takes one writer for these, no more: what they say of the present is in the writer's memory. */
export const singleWriterStreams: readonly Stream[] = ['typing', 'to_device', 'account_data', 'presence', 'push_rules']
export type Writers = Readonly<Partial<Record<Stream, readonly string[]>>>

export type Role = {
  /** As in the playbook: `client-sync`. Workers are named after it: `clientsync1`. */
  readonly name: string
  /** What others call it; understood in playbooks too. */
  readonly aliases?: readonly string[]
  readonly summary: string
  /** Of the socket on which it serves. A role that serves no requests has `health`, so that one can ask how it is. */
  readonly resources: readonly Resource[]
  readonly routes: readonly Route[]
  /** Routes of all roles in this order make the one map of nginx; the first that matches wins. */
  readonly rank: Rank
  /** How requests are spread over the workers of the role. */
  readonly balance: Balance
  /**
   * When its workers start: `first` with main or right after it, in the same step, since no other process does their work then; `last` behind
   * those.
   */
  readonly start: 'first' | 'last'
  /** More settings of the worker's own file. */
  readonly settings?: Readonly<Record<string, unknown>>
  readonly atMost?: number
  /** Synapse version from which the role works, and versions (from, to) with which it does not. */
  readonly since?: Version
  readonly broken?: { readonly from: Version; readonly to: Version; readonly because: string }
  /**
   * The file in conf.d, without `.yaml`, that holds its settings of resources/synapse/settings.ts for all processes. Main and the role's
   * own workers restart together when it changes.
   */
  readonly sharedIn?: string
  /** Streams that its workers write. They get a replication socket and a place in instance_map. */
  writers?(workers: readonly Worker[], version: Version): Writers
  /** The role of one worker of several, where it depends on what the playbook says: `stream-writer`. `nth` counts from 0. */
  as?(options: WorkerOptions, nth: number, count: number): Role
  /** Of what {@link as} made: the role that the playbook names. */
  readonly of?: string
}

export type Worker = {
  /** `clientsync1`: name in Synapse, of its unit, its files and its sockets. */
  readonly name: string
  readonly role: Role
  readonly options: WorkerOptions
}

/** What a playbook can say of the workers of a role, beside how many there are. */
export type WorkerOptions = {
  /** `cache_factor`: `caches.global_factor` of Synapse. */
  readonly cacheFactor?: number
  readonly environment?: Readonly<Record<string, string>>
  /** More settings of the worker's own file; never those that the topology makes. */
  readonly settings?: Readonly<Record<string, unknown>>
  readonly logLevel?: 'DEBUG' | 'INFO' | 'WARNING' | 'ERROR'
  /** -20 to 19 */
  readonly nice?: number
  /** systemd's CPUQuota: "150%". */
  readonly cpu?: string
  /** systemd's MemoryMax: "2G". */
  readonly memory?: string
  /** Of the role `stream-writer`: what its workers write. */
  readonly streams?: readonly Stream[]
}

/** As the playbook names it. */
export const declaredName = ({ name, of }: Role): string => of ?? name

/** Where patterns overlap, the first rank wins: what main alone can do, then those who alone write, then by what is most special. */
export const ranks = ['main', 'writers', 'media', 'sync', 'room', 'events', 'client', 'login', 'federation'] as const
export type Rank = (typeof ranks)[number]
