/** `version`: loose, strict, semantic and PEP 440 ordering, as Ansible's. Pure. */

import { isNumber } from '../../python/number.ts'
import { PythonError } from '../failure.ts'
import { compareText } from '../values/compare.ts'
import { str } from '../values/text.ts'
import { truth } from '../values/truth.ts'
import { comparePep440 } from './pep440.ts'

const operators: Readonly<Record<string, (order: number) => boolean>> = {
  '==': order => order === 0,
  '=': order => order === 0,
  eq: order => order === 0,
  '!=': order => order !== 0,
  '<>': order => order !== 0,
  ne: order => order !== 0,
  '<': order => order < 0,
  lt: order => order < 0,
  '<=': order => order <= 0,
  le: order => order <= 0,
  '>': order => order > 0,
  gt: order => order > 0,
  '>=': order => order >= 0,
  ge: order => order >= 0,
}

const schemes: Readonly<Record<string, (a: string, b: string) => number>> = {
  loose: compareLoose,
  strict: compareStrict,
  semver: compareSemantic,
  semantic: compareSemantic,
  pep440: comparePep440,
}

export function versionTest(
  value: unknown,
  other: unknown,
  operator: unknown,
  strict: unknown,
  type: unknown,
): boolean {
  if (strict !== null && type !== null) throw new PythonError("Cannot specify both 'strict' and 'version_type'")
  if (!truth(value)) throw new PythonError('Input version value cannot be empty')
  if (!truth(other)) throw new PythonError('Version parameter to compare against cannot be empty')
  const scheme =
    schemes[strict !== null && truth(strict) ? 'strict' : type !== null && truth(type) ? str(type) : 'loose']
  if (!scheme)
    throw new PythonError(`Invalid version type (${str(type)})`, { expected: Object.keys(schemes).join(', ') })
  const holds = operators[str(operator)]
  if (!holds)
    throw new PythonError(`Invalid operator type (${str(operator)})`, { expected: Object.keys(operators).join(', ') })
  return holds(scheme(str(value), str(other)))
}

type Parts = readonly (number | string)[]

function compareLoose(a: string, b: string): number {
  return compareParts(looseParts(a), looseParts(b))
}

function looseParts(text: string): Parts {
  return text
    .split(/(\d+|[a-z]+|\.)/)
    .filter(part => part !== '' && part !== '.')
    .map(part => (/^\d+$/.test(part) ? Number(part) : part))
}

/** As Python's lists: a number and a word cannot be compared. */
function compareParts(a: Parts, b: Parts): number {
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    const [left, right] = [a[i] as number | string, b[i] as number | string]
    if (left === right) continue
    if (isNumber(left) && isNumber(right)) return Number(left) - Number(right)
    if (typeof left === 'string' && typeof right === 'string') return compareText(left, right)
    throw new PythonError(`Version comparison failed: ${left} and ${right} cannot be compared`, {
      hint: "say what kind of versions these are: version_type='semver' or 'pep440'",
    })
  }
  return a.length - b.length
}

function compareStrict(a: string, b: string): number {
  const [left, right] = [strictParts(a), strictParts(b)]
  return compareParts(left.numbers, right.numbers) || compareParts(left.before, right.before)
}

function strictParts(text: string): { numbers: Parts; before: Parts } {
  const [, major, minor, patch, kind, count] = /^(\d+)\.(\d+)(?:\.(\d+))?(?:([ab])(\d+))?$/.exec(text) ?? []
  if (major === undefined) throw new PythonError(`Version comparison failed: invalid version number '${text}'`)
  // A release comes behind its alphas and betas.
  return {
    numbers: [Number(major), Number(minor), Number(patch ?? 0)],
    before: kind === undefined ? ['z'] : [kind, Number(count)],
  }
}

const semantic =
  /^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(?:-((?:0|[1-9]\d*|\d*[a-zA-Z-][\da-zA-Z-]*)(?:\.(?:0|[1-9]\d*|\d*[a-zA-Z-][\da-zA-Z-]*))*))?(?:\+[\da-zA-Z-]+(?:\.[\da-zA-Z-]+)*)?$/

function compareSemantic(a: string, b: string): number {
  const [left, right] = [semanticParts(a), semanticParts(b)]
  const core = compareParts(left.core, right.core)
  if (core !== 0) return core
  if (left.before.length === 0 || right.before.length === 0) return right.before.length - left.before.length
  for (let i = 0; i < Math.min(left.before.length, right.before.length); i++) {
    const [x, y] = [left.before[i] as number | string, right.before[i] as number | string]
    if (x === y) continue
    if (typeof x === 'number' && typeof y === 'number') return x - y
    if (typeof x !== typeof y) return typeof x === 'number' ? -1 : 1
    return compareText(String(x), String(y))
  }
  return left.before.length - right.before.length
}

function semanticParts(text: string): { core: Parts; before: Parts } {
  const found = semantic.exec(text)
  if (!found) throw new PythonError(`Version comparison failed: invalid semantic version '${text}'`)
  const before = found[4]?.split('.').map(part => (/^\d+$/.test(part) ? Number(part) : part)) ?? []
  return { core: found.slice(1, 4).map(Number), before }
}
