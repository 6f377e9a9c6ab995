/** Two people who count aloud in a room, each on a homeserver of their own. */
import { ask, json, login } from './matrix.ts'

export type Person = { readonly address: string; readonly token: string; readonly id: string }
export type Talk = {
  /** All that was said, in order: the homeserver has acknowledged every line of it. */
  stop(): Promise<{ readonly said: readonly string[]; readonly repeated: number }>
}

export async function personOn(address: string, server: string, user: string): Promise<Person> {
  return { address, token: await login(address, user), id: `@${user}:${server}` }
}

/** A room of the first one's homeserver that the second one has joined. */
export async function commonRoom(first: Person, second: Person): Promise<string> {
  const create = { body: { name: 'Between servers', preset: 'private_chat', invite: [second.id] }, token: first.token }
  const { room_id: room } = await json<{ room_id: string }>(
    ask(first.address, 'POST', '/_matrix/client/v3/createRoom', create),
  )
  const join = `/_matrix/client/v3/join/${encodeURIComponent(room)}?server_name=${first.id.split(':')[1]}`
  await json(ask(second.address, 'POST', join, { body: {}, token: second.token }))
  return room
}

/** Says `name 1`, `name 2`... A line that is not acknowledged is said again with its transaction, as clients do. */
export function startTalking(person: Person, room: string, name: string, everyMs: number): Talk {
  const said: string[] = []
  let repeated = 0
  let isOver = false
  const talking = (async () => {
    while (!isOver) {
      const line = `${name} ${said.length + 1}`
      const pause = sleep(everyMs)
      while ((await say(person, room, line)) !== 200) {
        repeated++
        await sleep(everyMs)
      }
      said.push(line)
      await pause
    }
  })()
  return {
    async stop() {
      isOver = true
      await talking
      return { said, repeated }
    },
  }
}

async function say({ address, token }: Person, room: string, line: string): Promise<number> {
  const transaction = encodeURIComponent(`${process.pid} ${line}`)
  const path = `/_matrix/client/v3/rooms/${encodeURIComponent(room)}/send/m.room.message/${transaction}`
  return (await ask(address, 'PUT', path, { token, body: { msgtype: 'm.text', body: line } })).status
}

/** Waits until a person's homeserver has all these lines; those that never came. */
export async function missing(person: Person, room: string, lines: readonly string[], seconds = 120) {
  for (const end = Date.now() + seconds * 1000; ; await sleep(1000)) {
    const heard = new Set(await linesHeard(person, room))
    const rest = lines.filter(line => !heard.has(line))
    if (rest.length === 0 || Date.now() > end) return rest
  }
}

/** Every line of the room, oldest first. */
export async function linesHeard({ address, token }: Person, room: string): Promise<readonly string[]> {
  type Page = { readonly chunk: readonly { readonly content: { readonly body?: string } }[]; readonly end?: string }
  const heard: string[] = []
  for (let from: string | undefined = ''; from !== undefined; ) {
    const query: string = `dir=b&limit=500${from && `&from=${encodeURIComponent(from)}`}`
    const path = `/_matrix/client/v3/rooms/${encodeURIComponent(room)}/messages?${query}`
    const page: Page = await json<Page>(ask(address, 'GET', path, { token }))
    heard.push(...page.chunk.flatMap(event => event.content.body ?? []))
    from = page.chunk.length > 0 ? page.end : undefined
  }
  return heard.reverse()
}

const sleep = (ms: number): Promise<void> => new Promise(resolve => setTimeout(resolve, ms))
