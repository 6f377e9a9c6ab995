/** Filters that apply another filter or test to each item. */
import { type Context, contextual, type Keywords } from '../evaluate/context.ts'
import { PythonError } from '../failure.ts'
import { iterate } from '../values/iterate.ts'
import { str } from '../values/text.ts'
import { truth } from '../values/truth.ts'
import { getter } from './attributes.ts'

export const higherFilters = contextual({
  map: ['value, *args, **kwargs', map],
  select: [
    'value, *args, **kwargs',
    (context, value: unknown, args: readonly unknown[], keywords: Keywords) =>
      picked(context, value, args, keywords, true, false),
  ],
  reject: [
    'value, *args, **kwargs',
    (context, value: unknown, args: readonly unknown[], keywords: Keywords) =>
      picked(context, value, args, keywords, false, false),
  ],
  selectattr: [
    'value, *args, **kwargs',
    (context, value: unknown, args: readonly unknown[], keywords: Keywords) =>
      picked(context, value, args, keywords, true, true),
  ],
  rejectattr: [
    'value, *args, **kwargs',
    (context, value: unknown, args: readonly unknown[], keywords: Keywords) =>
      picked(context, value, args, keywords, false, true),
  ],
})

function map(context: Context, value: unknown, args: readonly unknown[], keywords: Keywords): unknown[] {
  if (!truth(value)) return []
  const [name, ...rest] = args
  if (name === undefined && keywords.has('attribute')) {
    const unknown = [...keywords.keys()].find(key => key !== 'attribute' && key !== 'default')
    if (unknown !== undefined) throw new PythonError(`map: Unexpected keyword argument '${unknown}'`)
    return iterate(value).map(getter(keywords.get('attribute'), keywords.get('default') ?? null))
  }
  if (name === undefined) throw new PythonError('map requires a filter argument')
  return iterate(value).map(item => context.callFilter(str(name), item, rest, keywords))
}

function picked(
  context: Context,
  value: unknown,
  args: readonly unknown[],
  keywords: Keywords,
  wanted: boolean,
  byAttribute: boolean,
): unknown[] {
  if (!truth(value)) return []
  if (byAttribute && args.length === 0) throw new PythonError('Missing parameter for attribute name')
  const get = byAttribute ? getter(args[0]) : (item: unknown) => item
  const [name, ...rest] = args.slice(byAttribute ? 1 : 0)
  const holds = (item: unknown): boolean =>
    name === undefined ? truth(item) : context.callTest(str(name), item, rest, keywords)
  return iterate(value).filter(item => holds(get(item)) === wanted)
}
