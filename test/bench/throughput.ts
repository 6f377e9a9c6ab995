/** How much a homeserver answers when its users ask for more. */
import type { LabHost } from '../../src/lab/index.ts'
import { pastOf } from '../lab/support/expect-users.ts'
import { kindsOn, tenKinds } from '../lab/support/load-kinds.ts'

/** Answers a second: each of `clients` sends its next request when the one before is answered, of ten kinds in turn. */
export async function requestsPerSecond(host: LabHost, clients: number, seconds: number): Promise<number> {
  const { room, media } = await pastOf(host)
  const kinds = await kindsOn({ address: host.address, room, media }, tenKinds)
  const end = performance.now() + seconds * 1000
  let answered = 0
  const client = async (turn: number): Promise<void> => {
    for (let i = turn; performance.now() < end; i++) {
      const { status } = await (kinds[i % kinds.length] as (typeof kinds)[number]).send().answer
      if (status !== 200) throw new Error(`a request of ${kinds[i % kinds.length]?.name} was answered with ${status}`)
      if (performance.now() < end) answered++
    }
  }
  await Promise.all(Array.from({ length: clients }, (_, i) => client(i)))
  return Math.round(answered / seconds)
}
