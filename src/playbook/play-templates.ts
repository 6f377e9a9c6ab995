/** `hosts` and `serial` of a play as templates: over its own variables and those of the command line, the same for all hosts. */
import { SwkError } from '../errors/diagnostic.ts'
import { render, toPlain, vars } from '../template/index.ts'
import { describe } from '../yaml/reader.ts'
import { batchSizes, toBatchSize } from './batches.ts'
import type { Play } from './types.ts'

type Values = Readonly<Record<string, unknown>>

/** The play with both rendered. Throws SwkError at their place. */
export function renderPlay(play: Play, extraVars: Values): Play {
  const isTemplate = (value: unknown) => typeof value === 'string' && value.includes('{{')
  if (!isTemplate(play.hosts) && !play.serial.some(isTemplate)) return play
  const scope = vars({ values: extraVars }, { values: play.vars })
  const value = (text: unknown, ...path: readonly (string | number)[]) =>
    isTemplate(text) ? toPlain(render(String(text), scope, play.source.place([...play.path, ...path]))) : text
  const hosts = [value(play.hosts, 'hosts')].flat().join(',')
  const serial = play.serial.flatMap((size, i) => [value(size, 'serial', i)].flat().map(one => sizeOf(one, play)))
  return { ...play, hosts, serial, ...(play.name === play.hosts && { name: hosts }) }
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
