/** `serial` and `max_fail_percentage`. */
import { describe, type Reader } from '../../yaml/reader.ts'
import { batchSizes, toBatchSize } from '../batches.ts'

/** Batch sizes: a count, a percentage, a template, or a list of them. Counts come out as numbers, percentages as text ("50%"). */
export function readSerial(serial: Reader, what: string): (number | string)[] {
  const items = Array.isArray(serial.value) ? (serial.items(what) ?? []) : [serial]
  return items.flatMap(item => readSize(item, what) ?? [])
}

function readSize(size: Reader, what: string): number | string | undefined {
  const simple = typeof size.value === 'number' || typeof size.value === 'string'
  const found = simple ? toBatchSize(size.value) : undefined
  if (found !== undefined) return found
  const text = String(size.value).trim()
  if (text.includes('{{')) return text
  return size.fail({
    code: simple ? 'bad-value' : 'wrong-type',
    message: `${what} is not a valid batch size.`,
    found: describe(size.value),
    expected: batchSizes,
  })
}

/** A percentage from 0 to 100, with or without its sign. */
export function readMaxFail(reader: Reader, what: string): number | undefined {
  const simple = typeof reader.value === 'number' || typeof reader.value === 'string'
  const text = String(reader.value).trim().replace(/%$/, '')
  const value = simple && /^[0-9]+(?:\.[0-9]+)?$/.test(text) ? Number(text) : Number.NaN
  if (value >= 0 && value <= 100) return value
  const found = describe(reader.value)
  return reader.fail({
    code: simple ? 'bad-value' : 'wrong-type',
    message: `${what} is not a percentage.`,
    found,
    expected: 'a number from 0 to 100',
  })
}
