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
}

export type HttpSpec = {
  readonly url: string
  readonly socket?: string
  readonly method: string
  readonly headers: Readonly<Record<string, string>>
  readonly timeout: number
}

/** A request that only reads. */
export const http = (spec: HttpSpec): RefTo<HttpState> => ({ kind: 'http', id: canonical(spec) })

/** A request that may change something; its body goes into the want's `secret`. */
export const httpRequest = (
  spec: HttpSpec & { readonly status: readonly number[] },
): RefTo<{ readonly done: boolean }> => ({
  kind: 'http-request',
  id: canonical(spec),
})
