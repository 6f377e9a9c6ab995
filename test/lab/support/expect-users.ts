/** What must hold for the people on the homeserver, before and after whatever is done to it. */
import { expect } from 'vitest'
import type { LabHost } from '../../../src/lab/index.ts'
import { download, login, messages, send, sync, upload } from './matrix.ts'

export type Past = {
  readonly room: string
  readonly lines: readonly string[]
  readonly media: string
  readonly picture: string
}

/** What was said and uploaded before swk came by. */
export async function pastOf(host: LabHost): Promise<Past> {
  return JSON.parse((await host.run('cat /root/matrix.json')).stdout)
}

/** Log in, send, see it in the other one's sync, upload and download, find everything old. */
export async function expectUsersAtHome(host: LabHost, past: Past): Promise<void> {
  const { address } = host
  const [alice, bob] = await Promise.all([login(address, 'alice'), login(address, 'bob')])
  const { next_batch: since } = await sync(address, bob)
  const text = `said at ${Date.now()}`
  await send(address, alice, past.room, text)
  expect(await heard(address, bob, since, past.room, text)).toBe(true)
  const picture = Buffer.from(`picture ${text}`)
  expect(await download(address, bob, await upload(address, alice, picture))).toEqual(picture)
  expect(await download(address, bob, past.media)).toEqual(Buffer.from(past.picture, 'base64'))
  expect(await messages(address, bob, past.room)).toEqual(expect.arrayContaining([text]))
}

/** The old lines may lie behind many new ones: they are asked for by their event. */
export async function expectOldMessages(
  host: LabHost,
  past: Past & { readonly messages: readonly string[] },
): Promise<void> {
  const { ask, json } = await import('./matrix.ts')
  const token = await login(host.address, 'bob')
  for (const [i, line] of past.lines.entries()) {
    const path = `/_matrix/client/v3/rooms/${encodeURIComponent(past.room)}/event/${encodeURIComponent(past.messages[i] as string)}`
    expect((await json<{ content: { body: string } }>(ask(host.address, 'GET', path, { token }))).content.body).toBe(
      line,
    )
  }
}

async function heard(address: string, token: string, since: string, room: string, text: string): Promise<boolean> {
  for (let from = since, tries = 0; tries < 20; tries++) {
    const answer = await sync(address, token, from, 2000)
    from = answer.next_batch
    const events = answer.rooms?.join?.[room]?.timeline?.events ?? []
    if (events.some(event => event.content?.body === text)) return true
  }
  return false
}
