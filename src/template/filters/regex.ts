/** Filters of regular expressions, as Python reads them. */

import { escapeRegex, expandMatch, groupOf, pythonRegex } from '../../python/regex.ts'
import { plugins } from '../evaluate/context.ts'
import { PythonError } from '../failure.ts'
import { tuple } from '../values/special.ts'
import { str } from '../values/text.ts'
import { truth } from '../values/truth.ts'

export const regexFilters = plugins({
  regex_replace: [
    'value="", pattern="", replacement="", ignorecase=False, multiline=False, count=0, mandatory_count=0',
    (
      value: unknown,
      pattern: unknown,
      by: unknown,
      ignoreCase: unknown,
      multiline: unknown,
      count: number,
      mandatory: number,
    ) => {
      const text = str(value)
      let done = 0
      const expression = compile(pattern, ignoreCase, multiline, 'g')
      const result = guarded(() =>
        text.replace(expression, (...match) => {
          if (count > 0 && done >= count) return match[0]
          done++
          return expandMatch(matchOf(match), str(by))
        }),
      )
      if (mandatory && mandatory !== done)
        throw new PythonError(
          `'${str(pattern)}' should match ${mandatory} times, but matches ${count} times in '${text}'`,
        )
      return result
    },
  ],
  regex_search: [
    'value, regex, *args, ignorecase=None, multiline=None',
    (value: unknown, pattern: unknown, ignoreCase: unknown, multiline: unknown, args: readonly unknown[]) => {
      const groups = args.map(groupName)
      const match = compile(pattern, ignoreCase ?? false, multiline ?? false).exec(str(value))
      if (!match) return null
      return groups.length === 0 ? match[0] : guarded(() => groups.map(group => groupOf(match, group) ?? null))
    },
  ],
  regex_findall: [
    'value, regex, multiline=False, ignorecase=False',
    (value: unknown, pattern: unknown, multiline: unknown, ignoreCase: unknown) =>
      [...str(value).matchAll(compile(pattern, ignoreCase, multiline, 'g'))].map(match =>
        match.length > 2
          ? tuple(match.slice(1).map(part => part ?? ''))
          : match.length === 2
            ? (match[1] ?? '')
            : match[0],
      ),
  ],
  regex_escape: [
    'string, re_type="python"',
    (value: unknown, type: unknown) => {
      if (type === 'python') return escapeRegex(str(value))
      if (type === 'posix_basic') return str(value).replace(/[\].[^$*\\]/g, '\\$&')
      throw new PythonError(`Regex type (${str(type)}) not yet implemented`)
    },
  ],
})

/** A pattern with its keywords. Throws PythonError for what is no expression. */
export function compile(pattern: unknown, ignoreCase: unknown, multiline: unknown, more = ''): RegExp {
  return guarded(() =>
    pythonRegex(str(pattern), `${more}${truth(ignoreCase) ? 'i' : ''}${truth(multiline) ? 'm' : ''}`),
  )
}

function guarded<T>(work: () => T): T {
  try {
    return work()
  } catch (error) {
    if (error instanceof TypeError) throw new PythonError(`the regular expression: ${error.message}`)
    throw error
  }
}

function groupName(arg: unknown): string {
  const text = str(arg)
  const [, name, number] = /^\\(?:g<(\S+)>|(\d+))/.exec(text) ?? []
  if (name === undefined && number === undefined)
    throw new PythonError(`Unknown argument ${text}`, { expected: '\\1 or \\g<name>' })
  return name ?? (number as string)
}

/** The arguments of a replace callback as a match. */
function matchOf(args: readonly unknown[]): RegExpExecArray {
  const at = args.findIndex((part, i) => i > 0 && typeof part === 'number')
  const named = args[at + 2] as Record<string, string> | undefined
  return Object.assign(args.slice(0, at), { groups: named }) as unknown as RegExpExecArray
}
