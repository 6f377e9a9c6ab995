/** `streams` of a stream-writer. */
import { hintFor } from '../../errors/suggest.ts'
import { describe, type Reader } from '../../yaml/reader.ts'
import { type Role, type Stream, streams } from '../model/role.ts'
import type { Declared } from './declared.ts'
import type { Part } from './preset.ts'

export const streamWriter = 'stream-writer'

/** `reader`: the value of `streams`, undefined where it is not there; `at`: the role; `preset`: what that says instead. */
export function streamsOf(role: Role, reader: Reader | undefined, at: Reader, preset?: Part): Declared['streams'] {
  if (role.name !== streamWriter) {
    if (reader) misplaced(role, reader)
    return []
  }
  if (reader === undefined && preset) return preset.streams.map(stream => ({ stream, at: preset.at }))
  if (reader === undefined) return nothing(at)
  const items = reader.items('`streams`', 'Write streams: [typing, to_device].') ?? []
  if (items.length === 0 && Array.isArray(reader.value)) return nothing(reader)
  return items.flatMap((item, i) => {
    const stream = streams.find(other => other === item.value)
    if (stream === undefined) return unknown(item)
    if (items.findIndex(({ value }) => value === stream) < i) return twice(stream, item)
    return [{ stream, at: item }]
  })
}

function nothing(at: Reader): [] {
  at.fail({
    code: 'no-streams',
    message: `A \`${streamWriter}\` needs \`streams\`: what it is to write.`,
    expected: `streams of ${streams.join(', ')}`,
    hint: `Write ${streamWriter}: { count: 1, streams: [typing, to_device] }.`,
  })
  return []
}

function unknown(item: Reader): [] {
  const found = item.value
  const names = [...streams, 'quarantined_media'] as const
  const hint = typeof found === 'string' ? hintFor(found, names) : {}
  item.fail({
    code: 'unknown-stream',
    message: `The stream ${typeof found === 'string' ? `\`${found}\` ` : ''}does not exist.`,
    found: describe(found),
    expected: streams.join(', '),
    ...(hint.hint?.includes('quarantined_media?') ? { hint: 'did you mean quarantined_media_changes?' } : hint),
  })
  return []
}

function twice(stream: Stream, item: Reader): [] {
  item.fail({
    code: 'stream-twice',
    message: `The stream \`${stream}\` is in the list already.`,
    found: stream,
    hint: 'Remove it here.',
  })
  return []
}

function misplaced(role: Role, reader: Reader): void {
  const itsOwn = role.writers ? `\`${role.name}\` writes the stream of its name.` : `\`${role.name}\` writes no stream.`
  reader.fail({
    at: 'key',
    code: 'streams-of-other-role',
    message: `\`streams\` belongs to the role \`${streamWriter}\`. ${itsOwn}`,
    found: role.name,
    expected: streamWriter,
    hint: `Write ${streamWriter}: { count: 1, streams: [...] } in addition to ${role.name}.`,
  })
}
