/** What the tests of the resources share: read a resource on a lab host, bring it to a wanted state, read it again. */

import { renderFrame, renderSteps } from '../../../src/engine/apply/steps.ts'
import { probe } from '../../../src/engine/observe/probe.ts'
import { type Change, differing, planChange } from '../../../src/engine/plan/change.ts'
import { type Ref, refKey, type State, type Want } from '../../../src/resources/kind.ts'
import { sha256 } from '../../../src/sdk/content.ts'
import type { Reply, Session } from '../../../src/transport/session.ts'
import { one } from '../transport/rig.ts'

export type Brought = { readonly changes: readonly Change[]; readonly replies: readonly Reply[] }

export async function see(session: Session, ref: Ref): Promise<State | null> {
  return (await seeAll(session, [ref])).get(refKey(ref)) ?? null
}

export async function seeAll(session: Session, refs: readonly Ref[]): Promise<ReadonlyMap<string, State | null>> {
  const look = probe(refs)
  return look.read(await one(session, look.frame))
}

/** Reads, makes what differs, and answers with what was done; a failed step is in the replies. */
export async function bring(session: Session, wants: readonly Want[]): Promise<Brought> {
  const before = await seeAll(
    session,
    wants.map(({ kind, id }) => ({ kind, id })),
  )
  const changes = wants.flatMap(want => planChange(want, before.get(refKey(want)) ?? null) ?? [])
  const frames = renderSteps(changes).map(step => renderFrame(step, undefined))
  const replies = frames.length === 0 ? [] : await session.exchange(frames)
  if (replies.some(reply => reply.rc !== 0)) await session.exchange([clear])
  return { changes, replies }
}

/** Brings it there, and proves that it is there and that a second time has nothing to do. Answers with the state. */
export async function converge(session: Session, want: Want): Promise<State | null> {
  const { replies } = await bring(session, [want])
  for (const { rc, stderr, stdout } of replies)
    if (rc !== 0) throw new Error(`exit ${rc}\n${stderr.toString()}${stdout.toString().slice(-500)}`)
  const after = await see(session, want)
  if ((after === null) !== (want.state === null)) throw new Error(`${refKey(want)} is ${JSON.stringify(after)}`)
  const wrong = want.state && after ? differing(want.state, after) : []
  if (wrong.length > 0) throw new Error(`${refKey(want)}: ${wrong.join(', ')} wrong in ${JSON.stringify(after)}`)
  const again = await bring(session, [want])
  if (again.changes.length > 0) throw new Error(`a second time changes ${JSON.stringify(again.changes)}`)
  return after
}

export const said = ({ replies }: Brought): string => replies.map(reply => `${reply.stderr}`).join('')

export const fileWant = (id: string, content: string | Buffer, more: State = {}, rest: Partial<Want> = {}): Want => ({
  kind: 'path',
  id,
  state: { type: 'file', sha256: sha256(content), ...more },
  content,
  ...rest,
})

const clear = { kind: 'clear', script: ':' as never, timeout: 10 } as const

export const want = (kind: string, id: string, state: Want['state'], more: Partial<Want> = {}): Want => ({
  kind,
  id,
  state,
  ...more,
})
