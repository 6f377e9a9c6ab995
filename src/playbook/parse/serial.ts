/** `serial`, `order` and `max_fail_percentage`. */
import { hintFor } from '../../errors/suggest.ts'
import { describe, type Reader } from '../../yaml/reader.ts'
import { batchSizes, toBatchSize } from '../batches.ts'
import { isOrder, orders } from '../order.ts'

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

/** The order of a play's hosts, or a template of it. */
export function readOrder(reader: Reader, what: string): string | undefined {
  const order = reader.text(what)
  if (order === undefined || isOrder(order) || order.includes('{{')) return order
  return reader.fail({
    code: 'bad-value',
    message: `${what} is not an order of hosts.`,
    found: describe(order),
    expected: orders.join(', '),
    ...hintFor(order, orders),
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
