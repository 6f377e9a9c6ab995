/** A worker role as data. A new role is a new file in roles/: nothing else has to know it. */
import type { Version } from './version.ts'

export type Resource = 'client' | 'federation' | 'media' | 'health'
export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE'

/** Requests that the role serves. */
export type Route = {
  /** Absent: all methods. HEAD and OPTIONS go where GET goes. */
  readonly methods?: readonly Method[]
  /** A regular expression (PCRE and JavaScript alike) for the decoded path, without the query. Begins with `^`. */
  readonly path: string
  /** A path that matches: asked for by the verification. It must do no harm to ask for it without a token. */
  readonly example: string
}

/** What a role adds to the configuration that all processes share. */
export type Shared = {
  readonly settings?: Readonly<Record<string, unknown>>
  /** Stream -> workers that write it. They get a replication socket and a place in instance_map. */
  readonly writers?: Readonly<Record<string, readonly string[]>>
}

export type Role = {
  /** As in the playbook: `client-sync`. Workers are named after it: `clientsync1`. */
  readonly name: string
  readonly summary: string
  /** Of the socket on which it serves. A role that serves no requests has `health`, so that one can ask how it is. */
  readonly resources: readonly Resource[]
  readonly routes: readonly Route[]
  /** Routes of all roles in this order make the one map of nginx; the first that matches wins. */
  readonly rank: 'media' | 'writers' | 'sync' | 'room' | 'rest' | 'federation'
  /** How requests are spread over the workers of the role. */
  readonly balance: 'user' | 'room' | 'least-connections'
  /**
   * When its workers start: `beside-main` while main still does all work, and then take theirs over at once; `first` right after
   * main, since nobody else does their work then; `last` behind those.
   */
  readonly start: 'beside-main' | 'first' | 'last'
  /** More settings of the worker's own file. */
  readonly settings?: Readonly<Record<string, unknown>>
  readonly atMost?: number
  /** Synapse version from which the role works, and versions (from, to) with which it does not. */
  readonly since?: Version
  readonly broken?: { readonly from: Version; readonly to: Version; readonly because: string }
  shared?(workers: readonly string[], version: Version): Shared
}
