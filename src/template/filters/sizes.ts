/** Sizes for people: `1.50 MB`. Pure. */

import { fixedText, int, isNumber, roundHalfEven } from '../../python/number.ts'
import { PythonError } from '../failure.ts'
import { str } from '../values/text.ts'
import { truth } from '../values/truth.ts'
import { typeName } from '../values/type.ts'

const suffixes = 'YZEPTGMKB'
const powers: Readonly<Record<string, number>> = { Y: 80, Z: 70, E: 60, P: 50, T: 40, G: 30, M: 20, K: 10, B: 0 }
const names: Readonly<Record<string, string>> = {
  Y: 'yotta',
  Z: 'zeta',
  E: 'exa',
  P: 'peta',
  T: 'tera',
  G: 'giga',
  M: 'mega',
  K: 'kilo',
  B: '',
}

export function humanReadable(size: unknown, bits: unknown, unit: unknown): string {
  if (typeof size === 'string' || !isNumber(size))
    throw new PythonError(`human_readable() failed on bad input: ${typeName(size)} is not a number`)
  const given = Number(size)
  const wanted = unit === null ? undefined : str(unit).toUpperCase()
  const suffix =
    [...suffixes].find(one => (wanted === undefined ? given >= 2 ** (powers[one] as number) : wanted === one)) ?? 'B'
  const value = given / 2 ** (powers[suffix] as number)
  const text = (value < 0 ? '-' : '') + fixedText(Math.abs(value), 2)
  const base = truth(bits) ? 'bits' : 'Bytes'
  return `${text} ${suffix === 'B' ? base : suffix + base[0]}`
}

export function humanToBytes(value: unknown, defaultUnit: unknown, bits: unknown): unknown {
  const text = str(value)
  const [, number, written] = /^(\d*\.?\d+)(?:\s*([A-Za-z]+))?\s*$/.exec(text) ?? []
  if (number === undefined) throw new PythonError(`human_to_bytes() can't interpret following string: ${text}`)
  const unit = written ?? (defaultUnit === null ? undefined : str(defaultUnit))
  if (unit === undefined || unit === '') return int(roundHalfEven(Number(number), 0))
  const range = (unit[0] as string).toUpperCase()
  const power = powers[range]
  if (power === undefined)
    throw new PythonError(
      `human_to_bytes() failed to convert ${text} (unit = ${unit}). The suffix must be one of ${[...suffixes].join(', ')}`,
    )
  const kind = truth(bits) ? 'bit' : 'byte'
  const mark = truth(bits) ? 'b' : 'B'
  if (unit.length > 1 && unit.toLowerCase() !== names[range] + kind && unit !== (range === 'B' ? mark : range + mark))
    throw new PythonError(
      `human_to_bytes() failed to convert ${text}. Value is not a valid string (expect ${range}${mark} or ${range})`,
    )
  return int(BigInt(roundHalfEven(Number(number) * 2 ** power, 0)))
}
