/** Tests (`x is match('a')`): over text, lists and registered results. */
import { pythonBool, pythonRegex, pythonText, pythonTruth } from '../python.ts'
import { type Filter, filter } from './filter.ts'

type Result = Record<string, unknown>

const failed = (result: Result): boolean => result?.failed === true
const changed = (result: Result): boolean => result?.changed === true
const skipped = (result: Result): boolean => result?.skipped === true

export const tests: Readonly<Record<string, Filter>> = {
  match: filter(
    (value, pattern, ignorecase = false, multiline = false) => matches(value, `^(?:${pattern})`, ignorecase, multiline),
    'pattern',
    'ignorecase',
    'multiline',
  ),
  search: filter(
    (value, pattern, ignorecase = false, multiline = false) => matches(value, pattern, ignorecase, multiline),
    'pattern',
    'ignorecase',
    'multiline',
  ),
  regex: filter(
    (value, pattern, ignorecase = false, multiline = false) => matches(value, pattern, ignorecase, multiline),
    'pattern',
    'ignorecase',
    'multiline',
  ),
  failed: filter(failed),
  failure: filter(failed),
  succeeded: filter((result: Result) => !failed(result)),
  success: filter((result: Result) => !failed(result)),
  changed: filter(changed),
  change: filter(changed),
  skipped: filter(skipped),
  skip: filter(skipped),
  contains: filter((value, item) =>
    Array.isArray(value) || typeof value === 'string'
      ? value.includes(item as never)
      : Object.hasOwn(value ?? {}, item),
  ),
  subset: filter((value: unknown[], of: unknown[]) => value.every(item => of.includes(item))),
  superset: filter((value: unknown[], of: unknown[]) => of.every(item => value.includes(item))),
  truthy: filter((value, convert = false) => (convert ? pythonBool(value) : pythonTruth(value)), 'convert_bool'),
  falsy: filter((value, convert = false) => !(convert ? pythonBool(value) : pythonTruth(value)), 'convert_bool'),
  any: filter((value: unknown[]) => value.some(pythonTruth)),
  all: filter((value: unknown[]) => value.every(pythonTruth)),
  version: filter(version, 'version', 'operator'),
  version_compare: filter(version, 'version', 'operator'),
}

function matches(value: unknown, pattern: string, ignorecase: unknown, multiline: unknown): boolean {
  return pythonRegex(pattern, `${ignorecase ? 'i' : ''}${multiline ? 'm' : ''}`).test(pythonText(value))
}

/** Numbers are compared as numbers, all else as text, part by part. */
function version(value: unknown, other: unknown, operator = '=='): boolean {
  const order = compare(parts(value), parts(other))
  const answers: Readonly<Record<string, boolean>> = {
    '==': order === 0,
    '=': order === 0,
    eq: order === 0,
    '!=': order !== 0,
    '<>': order !== 0,
    ne: order !== 0,
    '<': order < 0,
    lt: order < 0,
    '<=': order <= 0,
    le: order <= 0,
    '>': order > 0,
    gt: order > 0,
    '>=': order >= 0,
    ge: order >= 0,
  }
  const answer = answers[operator]
  if (answer === undefined) throw new Error(`${operator} is not an operator of the version test`)
  return answer
}

function parts(value: unknown): (number | string)[] {
  return (pythonText(value).match(/\d+|[a-z]+/gi) ?? []).map(part => (/^\d/.test(part) ? Number(part) : part))
}

function compare(a: readonly (number | string)[], b: readonly (number | string)[]): number {
  for (let i = 0; i < Math.max(a.length, b.length); i++) {
    // A release candidate (1.2rc1) comes before its release (1.2), which comes before 1.2.1.
    const [left, right] = [
      a[i] ?? (typeof b[i] === 'string' ? Number.POSITIVE_INFINITY : 0),
      b[i] ?? (typeof a[i] === 'string' ? Number.POSITIVE_INFINITY : 0),
    ]
    if (left === right) continue
    if (typeof left === typeof right) return left < right ? -1 : 1
    return typeof left === 'string' ? -1 : 1
  }
  return 0
}
