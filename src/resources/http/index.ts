/** HTTP as the host sees it, over TCP or a UNIX socket. */

import { readProgram, runProgram } from '../../shell/program-file.ts'
import { raw, type Sh, sh } from '../../shell/sh.ts'
import { affectsAnything, type Kind, type Ref, refKey, type Want } from '../kind.ts'
import { probeNothing, readNothing } from '../write-only.ts'
import { describeAnswer } from './describe.ts'
import { http } from './http.ts'
import { answers, request } from './message.ts'
import type { HttpSpec, HttpState } from './state.ts'

const ask: Sh = sh`perl -e ${http + readProgram('resources/http/ask.pl')}`

/** Requests that only read. id: canonical JSON of {@link HttpSpec}. */
export const httpKind: Kind = {
  name: 'http',
  traits: ['transient'],
  probe(refs) {
    const words = refs.flatMap(ref => {
      const { words, bytes } = request(specOf(ref))
      return [...words, bytes.toString('utf8')]
    })
    return sh`printf ${'%s\\0%s\\0%s\\0%s\\0%s\\0%s\\0%s\\0%s\\0%s'} ${words} | ${raw(ask)}`
  },
  read(output, refs) {
    const found = answers(output)
    return new Map(refs.map((ref, i) => [refKey(ref), found[i] ?? null]))
  },
}

/** Requests that may change something. id: canonical JSON of {@link HttpSpec} and the statuses that are right; body: the want's `secret`. */
export const httpRequestKind: Kind = {
  name: 'http-request',
  affects: affectsAnything,
  describe: ({ want }) => {
    const { method, url } = JSON.parse(want.id) as { readonly method?: string; readonly url?: string }
    return url === undefined ? undefined : `request ${method ?? 'GET'} ${url}`
  },
  traits: ['writeOnly'],
  probe: probeNothing,
  read: readNothing,
  undo: () => ({ cannot: 'swk does not know what a request changes' }),
  write(_before, _after, want) {
    const { status, ...spec } = JSON.parse(want.id) as HttpSpec & { readonly status: readonly number[] }
    const { words, bytes } = request(spec, want.secret === undefined ? undefined : Buffer.from(want.secret))
    const payload = Buffer.concat([Buffer.from(words.map(word => `${word}\0`).join('')), bytes])
    const name = `${spec.method} ${spec.url}`
    return [{ name, script: expecting(status), payload, timeout: Math.ceil(spec.timeout) + 15 }]
  },
  result([reply], want) {
    const [answer] = reply ? answers(reply.stdout) : []
    if (!answer) return {}
    return resultOf(answer, want)
  },
}

function resultOf(answer: HttpState, want: Want | undefined): Record<string, unknown> {
  const { url = '', content } =
    want === undefined ? {} : (JSON.parse(want.id) as { readonly url: string; readonly content?: boolean })
  return describeAnswer(answer, url, content === true)
}

const specOf = (ref: Ref): HttpSpec => JSON.parse(ref.id) as HttpSpec

/** Exits 0 where the status is right; else says what came instead. The answer goes to standard output in both cases. */
function expecting(statuses: readonly number[]): Sh {
  return sh`${raw(ask)} | ${raw(runProgram('resources/http/expect.pl', statuses))}`
}
