/** Who writes which stream, over all roles: one role a stream, and one process where Synapse wants that. */
import type { Reader } from '../../playbook/parse/reader.ts'
import type { Stream } from '../role.ts'
import type { Declared } from './declared.ts'
import { singleWriter, streamWriter } from './streams.ts'
import { twoWriters } from './too-many.ts'

type Claim = { readonly stream: Stream; readonly by: Declared; readonly at: Reader }

export function checkWriters(declared: readonly Declared[]): void {
  const claims = declared.filter(one => one.workers.length > 0).flatMap(claimsOf)
  for (const claim of claims) checkSingle(claim)
  for (const claim of claims) checkOneRole(claim, claims)
  for (const claim of claims) checkMedia(claim, declared)
}

function claimsOf(by: Declared): readonly Claim[] {
  if (by.role.name === streamWriter) return by.streams.map(({ stream, at }) => ({ stream, at, by }))
  if (by.role.rank !== 'writers') return []
  const workers = by.workers.map(({ name }) => ({ name, role: by.role, options: by.options }))
  const written = Object.keys(by.role.writers?.(workers, newest) ?? {}) as Stream[]
  return written.map(stream => ({ stream, at: by.at, by }))
}

/** A Synapse that knows all streams; what the host's knows is asked there. */
const newest = '999'

function checkSingle({ stream, by, at }: Claim): void {
  const count = by.workers.length
  if (by.role.name !== streamWriter || !singleWriter.has(stream) || count < 2) return
  const hint = `Write count: 1, or take \`${stream}\` out of the list and write ${stream.replaceAll('_', '-')}: 1.`
  at.fail({ ...twoWriters(`\`${stream}\``, hint), found: `${count} workers`, expected: '1' })
}

/** Said once for a pair: at the stream-writer's list, where there is one. */
function checkOneRole({ stream, by, at }: Claim, claims: readonly Claim[]): void {
  const other = claims.find(claim => claim.stream === stream && claim.by !== by)
  if (other === undefined || by.role.name !== streamWriter) return
  const owner = other.by.role.name
  const takeOff = other.by.isOfPreset ? `write ${owner}: 0` : `take \`${owner}\` out`
  at.fail({
    code: 'stream-of-two-roles',
    message: `The stream \`${stream}\` is written by the role \`${owner}\` already.`,
    found: stream,
    hint: `Take \`${stream}\` out of the list, or ${takeOff}.`,
  })
}

function checkMedia({ stream, by, at }: Claim, declared: readonly Declared[]): void {
  const hasMedia = declared.some(({ role, workers }) => role.rank === 'media' && workers.length > 0)
  if (stream !== 'quarantined_media_changes' || hasMedia) return
  at.fail({
    ...(by.role.name === streamWriter || by.isOfPreset ? {} : { at: 'key' as const }),
    code: 'quarantine-without-media',
    message: 'Quarantined media is written by a process that has the media repository; here only main has it.',
    expected: 'a mediaworker',
    hint: 'Write mediaworker: 1 as well, or take this out: main does both.',
  })
}
