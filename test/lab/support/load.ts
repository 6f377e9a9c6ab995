/** Users at work while the homeserver changes under them: a request every few milliseconds, of each kind in turn. */
import { type Answer, ask, login, sync } from './matrix.ts'

export type Failure = { readonly kind: string; readonly at: number; readonly status: number; readonly text: string }
export type LoadReport = {
  readonly sent: number
  readonly failed: readonly Failure[]
  readonly slowestMs: number
  readonly slowest: string
}
export type Load = { stop(): Promise<LoadReport> }

/** Starts sending `everyMs`; `stop` waits for what is still under way. */
export async function startLoad(address: string, room: string, media: string, everyMs: number): Promise<Load> {
  const [alice, bob] = await Promise.all([login(address, 'alice'), login(address, 'bob')])
  const kinds = requestKinds(address, room, media, alice, bob, (await sync(address, bob)).next_batch)
  const begin = performance.now()
  const failed: Failure[] = []
  const underWay = new Set<Promise<void>>()
  let sent = 0
  let slowest = { ms: 0, kind: '' }
  const fire = (): void => {
    const [kind, call] = kinds[sent++ % kinds.length] as (typeof kinds)[number]
    const at = Math.round(performance.now() - begin)
    const done = call().then(({ status, body, ms }) => {
      underWay.delete(done)
      if (ms > slowest.ms) slowest = { ms, kind: `${kind} at ${at} ms` }
      if (status !== 200) failed.push({ kind, at, status, text: body.toString('utf8').slice(0, 120) })
    })
    underWay.add(done)
  }
  const timer = setInterval(fire, everyMs)
  return {
    async stop() {
      clearInterval(timer)
      await Promise.all(underWay)
      return { sent, failed, slowestMs: Math.round(slowest.ms), slowest: slowest.kind }
    },
  }
}

type Kind = readonly [name: string, call: () => Promise<Answer>]

function requestKinds(
  address: string,
  room: string,
  media: string,
  alice: string,
  bob: string,
  first: string,
): readonly Kind[] {
  let since = first
  let number = 0
  const run = `load${process.pid}-${Date.now()}`
  const inRoom = `/_matrix/client/v3/rooms/${encodeURIComponent(room)}`
  return [
    ['versions', () => ask(address, 'GET', '/_matrix/client/versions')],
    ['whoami', () => ask(address, 'GET', '/_matrix/client/v3/account/whoami', { token: alice })],
    [
      'sync',
      async () => {
        // `since` is carried on: the same sync asked twice is answered from a cache.
        const answer = await ask(address, 'GET', `/_matrix/client/v3/sync?timeout=0&since=${since}`, { token: bob })
        if (answer.status === 200) since = JSON.parse(answer.body.toString('utf8')).next_batch
        return answer
      },
    ],
    [
      'send',
      () =>
        ask(address, 'PUT', `${inRoom}/send/m.room.message/${run}-${number++}`, {
          token: alice,
          body: { msgtype: 'm.text', body: `load ${number}` },
        }),
    ],
    ['media', () => ask(address, 'GET', `/_matrix/client/v1/media/download/${media.slice(6)}`, { token: bob })],
  ]
}
