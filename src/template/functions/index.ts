/** Functions that every template has. */

import { isNumber } from '../../python/number.ts'
import { type Context, contextual, type Plugin } from '../evaluate/context.ts'
import { PythonError } from '../failure.ts'
import { formatDate } from '../filters/strftime.ts'
import { lookup } from '../lookups/index.ts'
import { pairsOf } from '../methods/dict.ts'
import { DateTime } from '../values/date.ts'
import { dict } from '../values/dict.ts'
import { rolled } from '../values/special.ts'
import { str } from '../values/text.ts'
import { truth } from '../values/truth.ts'
import { typeName } from '../values/type.ts'
import { defined, Undefined } from '../values/undefined.ts'
import { Cycler, Joiner, Namespace } from './objects.ts'

type More = ReadonlyMap<string, unknown>

const query = (context: Context, name: unknown, args: readonly unknown[], more: More) =>
  lookup(context, str(name), args, new Map([...more, ['wantlist', true]]))

export const functions: ReadonlyMap<string, Plugin> = new Map(
  Object.entries(
    contextual({
      range: ['*args', (_context, args: readonly unknown[]) => range(args)],
      dict: [
        '*args, **kwargs',
        (_context, args: readonly unknown[], more: More) => {
          if (args.length > 1) throw new PythonError(`dict expected at most 1 argument, got ${args.length}`)
          return dict([...(args.length > 0 ? pairsOf(args[0]) : []), ...more])
        },
      ],
      namespace: [
        '*args, **kwargs',
        (_context, args: readonly unknown[], more: More) =>
          new Namespace(dict([...(args.length > 0 ? pairsOf(args[0]) : []), ...more])),
      ],
      cycler: ['*items', (_context, items: readonly unknown[]) => new Cycler(items)],
      joiner: ['sep=", "', (_context, separator: unknown) => new Joiner(str(separator))],
      lookup: [
        'name, *args, **kwargs',
        (context, name: unknown, args: readonly unknown[], more: More) => lookup(context, str(name), args, more),
      ],
      query: ['name, *args, **kwargs', query],
      q: ['name, *args, **kwargs', query],
      now: [
        'utc=False, fmt=None',
        (_context, utc: unknown, format: unknown) => {
          const now = Date.now()
          if (format !== null && truth(format)) return formatDate(str(format), now, truth(utc) ? 'UTC' : 'local')
          const offset = truth(utc) ? 0 : -new Date(now).getTimezoneOffset() * 60_000
          return new DateTime(now + offset, (now % 1000) * 1000)
        },
      ],
      undef: [
        'hint=None',
        (_context, hint: unknown) =>
          new Undefined(
            hint === null || hint instanceof Undefined || hint === ''
              ? 'Mandatory variable has not been overridden'
              : str(hint),
          ),
      ],
      lipsum: [
        '**kwargs',
        () => {
          throw new PythonError('lipsum() is not supported', { hint: 'write the text' })
        },
      ],
    }),
  ),
)

const LARGEST = 1_000_000

function range(args: readonly unknown[]): unknown {
  if (args.length < 1 || args.length > 3) throw new PythonError(`range expected 1 to 3 arguments, got ${args.length}`)
  const [first = 0, second, step = 1] = args.map(arg => {
    if (
      !isNumber(defined(arg)) ||
      (typeof arg !== 'number' && typeof arg !== 'boolean') ||
      !Number.isInteger(Number(arg))
    )
      throw new PythonError(`'${typeName(arg)}' object cannot be interpreted as an integer`)
    return Number(arg)
  })
  const [start, stop] = second === undefined ? [0, first] : [first, second]
  if (step === 0) throw new PythonError('range() arg 3 must not be zero')
  const count = Math.max(0, Math.ceil((stop - start) / step))
  if (count > LARGEST) throw new PythonError(`the range has ${count} items; at most ${LARGEST} are possible`)
  const shown = `range(${start}, ${stop}${step === 1 ? '' : `, ${step}`})`
  return rolled(
    'range',
    Array.from({ length: count }, (_, i) => start + i * step),
    shown,
  )
}
