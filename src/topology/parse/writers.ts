/** Who writes which stream, over all roles: one role a stream, and a stream for each writer. */
import type { Reader } from '../../yaml/reader.ts'
import type { Stream } from '../model/role.ts'
import type { Declared } from './declared.ts'
import { streamWriter } from './streams.ts'

type Claim = { readonly stream: Stream; readonly by: Declared; readonly at: Reader }

export function checkWriters(declared: readonly Declared[]): void {
  const claims = declared.filter(one => one.workers.length > 0).flatMap(claimsOf)
  for (const one of declared) checkDealt(one)
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

/** The streams of a stream-writer are dealt to its workers one by one. */
function checkDealt({ role, workers, streams }: Declared): void {
  const [first] = workers
  if (role.name !== streamWriter || first === undefined) return
  if (streams.length === 0 || workers.length <= streams.length) return
  const at = workers[streams.length]?.at ?? first.at
  at.fail({
    code: 'more-writers-than-streams',
    message: `There are ${workers.length} workers for ${streams.length} ${streams.length === 1 ? 'stream' : 'streams'}.`,
    found: `${workers.length} workers`,
    expected: `${streams.length} or less`,
    hint: `Write count: ${streams.length} or less: the streams are dealt to the workers one by one.`,
  })
}

/** Said once for a pair: at the item of the list, or where a preset has the list, at the role beside it. */
function checkOneRole({ stream, by, at }: Claim, claims: readonly Claim[]): void {
  const other = claims.find(claim => claim.stream === stream && claim.by !== by)
  if (other === undefined || by.role.name !== streamWriter) return
  const owner = other.by.role.name
  if (at.value !== stream) {
    besidePreset(stream, by, other)
    return
  }
  const takeOff = other.by.isOfPreset ? `write ${owner}: 0` : `take the role \`${owner}\` out`
  at.fail({
    code: 'stream-of-two-roles',
    message: `The stream \`${stream}\` is written by the role \`${owner}\` already.`,
    found: stream,
    hint: `Take \`${stream}\` out of the list, or ${takeOff}.`,
  })
}

function besidePreset(stream: Stream, { streams, workers }: Declared, { at, by }: Claim): void {
  const rest = streams.map(one => one.stream).filter(one => one !== stream)
  const count = Math.min(workers.length, rest.length)
  at.fail({
    at: 'key',
    code: 'stream-of-two-roles',
    message: `The \`${streamWriter}\` of the preset writes \`${stream}\` already.`,
    found: by.role.name,
    hint: `Take the line out, or write ${streamWriter}: { count: ${count}, streams: [${rest.join(', ')}] } as well.`,
  })
}

function checkMedia({ stream, by, at }: Claim, declared: readonly Declared[]): void {
  const media = declared.filter(({ role }) => role.rank === 'media')
  if (stream !== 'quarantined_media_changes' || media.some(({ workers }) => workers.length > 0)) return
  // Of a preset from which the mediaworkers were taken: that is the line to look at.
  const taken = by.isOfPreset ? media[0]?.at : undefined
  const isItem = at.value === stream
  ;(taken ?? at).fail({
    at: isItem ? 'value' : 'key',
    code: 'quarantine-without-media',
    message: 'Quarantined media is written by a process that has the media repository; here only main has it.',
    expected: 'a mediaworker',
    hint: by.isOfPreset
      ? `Write ${by.role.name}: 0 as well: main does both.`
      : 'Write mediaworker: 1 as well, or take this out: main does both.',
  })
}
