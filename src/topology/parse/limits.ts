/** `cpu`, `memory`, `nice`: what systemd gives the unit of a worker. */
import { describe, type Reader } from '../../yaml/reader.ts'
import { wholeNumber } from './numbers.ts'

export const niceOf = (reader: Reader): number | undefined =>
  wholeNumber(reader, {
    code: 'bad-nice',
    what: '`nice`',
    from: -20,
    to: 19,
    hint: '19 is served last of all, 0 is as the others.',
  })

/** CPUQuota: per cent of one core. */
export function cpuOf(reader: Reader): string | undefined {
  const { value } = reader
  if (typeof value === 'string' && /^\d{1,6}(\.\d{1,2})?%$/.test(value) && Number.parseFloat(value) > 0) return value
  const number = Number.parseFloat(String(value))
  const percent = number <= 16 ? number * 100 : number
  const hint = number > 0 ? { hint: `Write "${percent}%"; "100%" is one core.` } : { hint: '"100%" is one core.' }
  const message = '`cpu` must be a share of CPU time as systemd writes it.'
  return reader.fail({ code: 'bad-cpu', message, found: describe(value), expected: 'per cent: "150%"', ...hint })
}

/** What a worker takes that has just started, in MiB, with some room. */
const leastMemory = 160

/** MemoryMax: a size, or a share of the machine's memory. */
export function memoryOf(reader: Reader): string | undefined {
  const { value } = reader
  const text = typeof value === 'number' ? String(value) : value
  const size = typeof text === 'string' ? sizeOf(text) : undefined
  if (size === undefined) return badMemory(reader)
  if (size >= leastMemory) return text as string
  return reader.fail({
    code: 'memory-too-small',
    message: `A worker that has just started takes more than ${typeof value === 'number' ? `${text} bytes` : text}.`,
    found: describe(value),
    expected: `${leastMemory}M or more`,
    hint: 'Leave `memory` out, or start with 512M.',
  })
}

const mebibytes: Readonly<Record<string, number>> = { '': 1 / 2 ** 20, K: 1 / 1024, M: 1, G: 1024, T: 2 ** 20 }

/** In MiB; a share of the machine's memory counts as enough. Undefined: systemd would not read it. */
function sizeOf(text: string): number | undefined {
  const share = /^(\d{1,3})%$/.exec(text)
  if (share) return Number(share[1]) >= 1 && Number(share[1]) <= 100 ? Number.POSITIVE_INFINITY : undefined
  const [, number, unit = ''] = /^(\d+(?:\.\d+)?)([KMGT]?)$/.exec(text) ?? []
  return number === undefined ? undefined : Number(number) * (mebibytes[unit] as number)
}

function badMemory(reader: Reader): undefined {
  const { value } = reader
  const [, number, unit] = (typeof value === 'string' && /^(\d+(?:\.\d+)?)\s*([kmgt])i?b?$/i.exec(value)) || []
  const meant = number === undefined ? undefined : `did you mean ${number}${unit?.toUpperCase()}?`
  return reader.fail({
    code: 'bad-memory',
    message: '`memory` must be a size as systemd writes it.',
    found: describe(value),
    expected: '"2G", "800M" or "25%"',
    hint: meant ?? 'Write K, M, G or T after the number, without a B.',
  })
}
