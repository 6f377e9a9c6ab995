/** `hosts`, `serial` and `order` of a play as templates: over its own variables and those of the command line, the same for all hosts. */
import { SwkError } from '../errors/diagnostic.ts'
import { render, toPlain, vars } from '../template/index.ts'
import { describe } from '../yaml/reader.ts'
import { batchSizes, toBatchSize } from './batches.ts'
import { isOrder, type Order, orders } from './order.ts'
import { optional } from './parse/optional.ts'
import type { Play } from './types.ts'

type Values = Readonly<Record<string, unknown>>

/** The play with these rendered. Throws SwkError at their place. */
export function renderPlay(play: Play, extraVars: Values): Play {
  const isTemplate = (value: unknown) => typeof value === 'string' && value.includes('{{')
  if (![play.hosts, play.order, ...play.serial].some(isTemplate)) return play
  const scope = vars({ values: extraVars }, { values: play.vars })
  const value = (text: unknown, ...path: readonly (string | number)[]) =>
    isTemplate(text) ? toPlain(render(String(text), scope, play.source.place([...play.path, ...path]))) : text
  const hosts = [value(play.hosts, 'hosts')].flat().join(',')
  const serial = play.serial.flatMap((size, i) => [value(size, 'serial', i)].flat().map(one => sizeOf(one, play)))
  const order = orderOf(value(play.order, 'order'), play)
  return { ...play, hosts, serial, ...optional('order', order), ...(play.name === play.hosts && { name: hosts }) }
}

function orderOf(order: unknown, { source, path }: Play): Order | undefined {
  if (order === undefined || isOrder(order)) return order
  throw new SwkError({
    code: 'bad-value',
    message: '`order` is not an order of hosts.',
    found: describe(order),
    expected: orders.join(', '),
    place: source.place([...path, 'order']),
  })
}

function sizeOf(size: unknown, { source, path }: Play): number | string {
  const found = toBatchSize(size)
  if (found !== undefined) return found
  throw new SwkError({
    code: 'bad-value',
    message: '`serial` is not a valid batch size.',
    found: describe(size),
    expected: batchSizes,
    place: source.place([...path, 'serial']),
  })
}
