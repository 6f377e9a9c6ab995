/** HTTP requests: what is sent, and what is answered. */

import { canonical } from '../canonical.ts'
import type { RefTo } from '../kind.ts'

/** id: canonical JSON of { url, socket?, method, headers }. Fleeting. status 0: no answer; `error` says why. */
export type HttpState = {
  readonly status: number
  readonly body: string
  readonly headers: string
  readonly server: string
  readonly error: string | null
  /** Where it came from, after redirects. */
  readonly url?: string
}

export type HttpSpec = {
  readonly url: string
  readonly socket?: string
  readonly method: string
  readonly headers: Readonly<Record<string, string>>
  readonly timeout: number
  /** Which redirects are followed: `safe` are those of GET and HEAD. Default: none. */
  readonly follow?: 'all' | 'safe'
  /** Files of the host: the client's certificate, its key, and the authorities that are trusted. */
  readonly cert?: string
  readonly key?: string
  readonly authorities?: string
}

/** A request that only reads. */
export const http = (spec: HttpSpec): RefTo<HttpState> => ({ kind: 'http', id: canonical(spec) })

/** A request that may change something; its body goes into the want's `secret`. */
export const httpRequest = (
  spec: HttpSpec & { readonly status: readonly number[]; readonly content?: boolean },
): RefTo<{ readonly done: boolean }> => ({
  kind: 'http-request',
  id: canonical(spec),
})
