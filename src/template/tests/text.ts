/** Tests over texts: expressions, versions, addresses. */
import { plugins } from '../evaluate/context.ts'
import { PythonError } from '../failure.ts'
import { compile } from '../filters/regex.ts'
import { urlParts } from '../filters/url.ts'
import { contains } from '../values/compare.ts'
import { str } from '../values/text.ts'
import { truth } from '../values/truth.ts'
import { versionTest } from './version.ts'

const version = ['value, version, operator="eq", strict=None, version_type=None', versionTest] as const

export const textTests = plugins({
  lower: [
    'value',
    (value: unknown) => str(value) === str(value).toLowerCase() && str(value) !== str(value).toUpperCase(),
  ],
  upper: [
    'value',
    (value: unknown) => str(value) === str(value).toUpperCase() && str(value) !== str(value).toLowerCase(),
  ],
  match: [
    'value, pattern="", ignorecase=False, multiline=False',
    (value: unknown, pattern: unknown, ignoreCase: unknown, multiline: unknown) =>
      matches(value, pattern, ignoreCase, multiline, 'match'),
  ],
  search: [
    'value, pattern="", ignorecase=False, multiline=False',
    (value: unknown, pattern: unknown, ignoreCase: unknown, multiline: unknown) =>
      matches(value, pattern, ignoreCase, multiline, 'search'),
  ],
  regex: ['value="", pattern="", ignorecase=False, multiline=False, match_type="search"', matches],
  version,
  version_compare: version,
  uri: ['value, schemes=None', isUri],
  url: ['value, schemes=None', (value: unknown, schemes: unknown) => isUri(value, schemes) && isAddress(value)],
  urn: ['value', (value: unknown) => isUri(value, ['urn'])],
})

function matches(value: unknown, pattern: unknown, ignoreCase: unknown, multiline: unknown, type: unknown): boolean {
  const text = str(value)
  if (type !== 'match' && type !== 'fullmatch') return compile(pattern, ignoreCase, multiline).test(text)
  const found = compile(pattern, ignoreCase, multiline, 'y').exec(text)
  return found !== null && (type === 'match' || found[0].length === text.length)
}

function isUri(value: unknown, schemes: unknown): boolean {
  if (typeof value !== 'string') return false
  try {
    const { scheme } = urlParts(value)
    return schemes === null || !truth(schemes) || contains(schemes, scheme)
  } catch (error) {
    if (error instanceof PythonError) return false
    throw error
  }
}

function isAddress(value: unknown): boolean {
  const { netloc, scheme } = urlParts(str(value))
  return netloc !== '' || scheme === 'file'
}
