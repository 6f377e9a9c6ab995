/** Random expressions and templates of a seed, over random values. Pure. */

export type Random = { readonly below: (count: number) => number; readonly pick: <T>(list: readonly T[]) => T }

/** Numbers that a seed fixes (mulberry32). */
export function random(seed: number): Random {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
  const below = (count: number): number => Math.floor(next() * count)
  return { below, pick: list => list[below(list.length)] as (typeof list)[number] }
}

export const variables = {
  i: 5,
  n: -3,
  z: 0,
  f: 2.5,
  h: -0.125,
  t: true,
  u: false,
  none: null,
  s: 'Hello World',
  e: '',
  w: ' a b\tc\n',
  num: '42',
  csv: 'a,b,,c',
  l: [3, 1, 2, 3],
  ls: ['b', 'A', 'c'],
  le: [],
  nest: [1, [2, [3]], null],
  d: { zoe: 1, adam: 2, '10': 'ten' },
  de: {},
  deep: { a: { b: [10, 20] } },
  users: [
    { name: 'zoe', age: 30, tags: ['x'] },
    { name: 'Adam', age: 25, tags: [] },
  ],
}

const numbers = [
  '0',
  '1',
  '2',
  '-1',
  '7',
  '0.5',
  '2.0',
  '-1.5',
  'i',
  'n',
  'z',
  'f',
  'h',
  'num | int',
  'l | length',
  'users[0].age',
]
const texts = [
  "''",
  "'a'",
  "'Hello'",
  "'a b'",
  "'x,y'",
  "'12'",
  's',
  'e',
  'w',
  'num',
  'csv',
  'ls[0]',
  "d['10']",
  'users[1].name',
]
const lists = [
  '[]',
  '[1, 2]',
  "['a', 'b']",
  '(1, 2)',
  'l',
  'ls',
  'le',
  'nest',
  'deep.a.b',
  'range(3)',
  "csv.split(',')",
  "users | map(attribute='age')",
  'd.keys() | list',
  '[[1, 2], [3]]',
  '[none, 1]',
  '[1, 1.0, true]',
]
const dicts = ['{}', "{'a': 1}", 'd', 'de', 'deep', 'users[0]', "{'b': 1, 'a': {'c': 2}}"]
const others = ['none', 't', 'u', 'nope', 'd.nope', 'deep.x.y']

const textFilters =
  "upper lower title capitalize trim length reverse list first last string int float bool wordcount sort unique hash('md5') b64encode quote urlencode basename dirname splitext regex_escape to_json indent(2) center(9) truncate(6) split split('a') replace('a','b') replace('l','L',1) regex_replace('[aeiou]','<\\0>') regex_replace('(.)b','\\1-') regex_search('[A-Z]') regex_findall('\\w') default('q') d('q',true) type_debug to_nice_yaml comment wordwrap(4) urldecode striptags xmlattr batch(2) join('-') min max format".split(
    ' ',
  )
const numberFilters =
  "abs int float round round(1) round(1,'ceil') round(0,'floor') string bool filesizeformat human_readable pow(2) root to_json type_debug default(1) to_yaml batch(1) format log(10) ternary('y','n')".split(
    ' ',
  )
const listFilters =
  "length first last sort sort(reverse=true) unique reverse join join(',') sum min max list string flatten flatten(1) batch(2) batch(2,'-') slice(2) slice(2,0) map('string') map('int') map('upper') select reject select('odd') select('number') reject('none') select('string') to_json to_nice_json to_yaml to_nice_yaml zip(l) zip_longest(ls) product([1,2]) combinations(2) union([1])|sort difference([1])|sort intersect([1,3])|sort symmetric_difference([1])|length type_debug default([]) map(attribute='name') map(attribute='0') selectattr('name') selectattr('age','gt',26) groupby('age') tojson dict2items items2dict combine({'q':1}) sum(start=1) map('default',0) map('type_debug') random(seed=1) shuffle(seed='a') subelements('tags') unique(attribute='age') max(attribute='age') sort(attribute='name') batch(3) permutations(2)".split(
    ' ',
  )
const dictFilters =
  "length list dict2items dictsort dictsort(by='value') dictsort(reverse=true) combine({'a':9}) combine(d) combine({'a':{'z':1}},recursive=true) to_json to_json(sort_keys=true) to_nice_json to_yaml to_nice_yaml(indent=2) string first join(',') items list type_debug default(1) map('upper') sort tojson urlencode unique".split(
    ' ',
  )
const tests =
  "defined undefined none string number integer float boolean mapping sequence iterable odd even truthy falsy lower upper sameas(none) in([1,'a',none]) eq(1) gt(1) contains(1) match('a') search('o') divisibleby(2) subset([1,2,3]) superset([1]) any all abs".split(
    ' ',
  )
const methods =
  "upper() lower() strip() split() split(',') rsplit('l',1) splitlines() startswith('H') endswith('d') find('o') replace('l','L') count('l') title() zfill(8) partition(' ') isdigit() isalpha() center(15,'*') ljust(8) rjust(8) swapcase() join(ls) format(1) index('o') capitalize() expandtabs(4)".split(
    ' ',
  )
const slices = '[0] [-1] [1:] [:2] [::-1] [::2] [1:-1] [5] [-3:] ["a"] .zoe .name .a[0]'.split(' ')
const operators = [
  '+',
  '-',
  '*',
  '/',
  '//',
  '%',
  '**',
  '~',
  '==',
  '!=',
  '<',
  '<=',
  '>',
  '>=',
  'in',
  'not in',
  'and',
  'or',
]
const formats = ['%s', '%d', '%5.2f', '%05d', '%-6s|', '%x', '%r', '%e', '%+d', '%g', '%%', '%3s']
const specifications = ['', ':>6', ':<6', ':^7', ':.2f', ':05', ':,', ':x', ':e', ':g', ':+', ':%', '!r', ':*^9', ':.3']

export function expression({ below, pick }: Random, depth = 3): string {
  const again = (): string => expression({ below, pick }, depth - 1)
  if (depth === 0 || below(10) === 0)
    return pick([numbers, texts, lists, dicts, numbers, texts, lists, others].map(list => pick(list)))
  switch (below(14)) {
    case 0:
    case 1:
      return `(${again()}) ${pick(operators)} (${again()})`
    case 2:
      return `(${pick(texts)}) | ${pick(textFilters)}`
    case 3:
      return `(${pick(numbers)}) | ${pick(numberFilters)}`
    case 4:
    case 5:
      return `(${pick(lists)}) | ${pick(listFilters)}`
    case 6:
      return `(${pick(dicts)}) | ${pick(dictFilters)}`
    case 7:
      return `(${again()}) | ${pick([...textFilters, ...numberFilters, ...listFilters, ...dictFilters])}`
    case 8:
      return `(${again()}) is ${below(4) === 0 ? 'not ' : ''}${pick(tests)}`
    case 9:
      return `(${pick(texts)}).${pick(methods)}`
    case 10:
      return `(${again()})${pick(slices)}`
    case 11:
      return `(${again()}) if (${again()}) else (${again()})`
    case 12:
      return below(2) === 0 ? `'${pick(formats)}' % (${again()})` : `'{${pick(specifications)}}'.format(${again()})`
    default:
      return pick([
        () => `[${again()}, ${again()}]`,
        () => `{'k': ${again()}, 'j': ${again()}}`,
        () =>
          `${pick(numbers)} ${pick(['<', '<=', '=='])} ${pick(numbers)} ${pick(['<', '>=', '!='])} ${pick(numbers)}`,
        () => `not (${again()})`,
        () => `-(${again()})`,
        () => `(${again()}, ${again()})`,
        () => `(${again()}) | default(${again()}, ${pick(['true', 'false'])})`,
        () => `dict(zip=${again()})`,
      ])()
  }
}

const spaces = ['', ' ', '\n', '\n\n', '  ', '\n  ', ' \n', '\t']

/** A template file, with white space of all kinds around its tags. */
export function template(source: Random, depth = 2): string {
  const { below, pick } = source
  const gap = (): string => pick(spaces)
  const open = (): string => pick(['{%', '{%', '{%-', '{%+'])
  const close = (): string => pick(['%}', '%}', '-%}', '+%}'])
  const body = (): string => (depth === 0 ? pick(['x', '{{ i }}', 'a\n']) : template(source, depth - 1))
  const tag = (text: string): string => `${gap()}${open()} ${text} ${close()}${gap()}`
  const part = (): string => {
    switch (below(9)) {
      case 0:
        return `{{${pick(['', '-'])} ${expression(source, 1)} ${pick(['', '-'])}}}`
      case 1:
        return `${tag(`if ${pick(['t', 'u', 'l', 'e', 'i > 3'])}`)}${body()}${below(2) ? `${tag('else')}${body()}` : ''}${tag('endif')}`
      case 2:
        return `${tag(`for x in ${pick(['l', 'ls', 'le', 'd', 'range(2)'])}`)}${pick(['{{ x }}', '{{ loop.index }}', '{{ x }}{{ "," if not loop.last }}'])}${body()}${tag('endfor')}`
      case 3:
        return `${tag(`set y = ${pick(['1', 'l', 's'])}`)}{{ y }}`
      case 4:
        return `${gap()}${pick(['{# c #}', '{#- c -#}', '{# c\n #}'])}${gap()}`
      case 5:
        return `${tag('raw')}{{ x }}${tag('endraw')}`
      case 6:
        return `${tag('filter upper')}${body()}${tag('endfilter')}`
      case 7:
        return `${tag('macro m(a)')}${body()}{{ a }}${tag('endmacro')}{{ m(1) }}`
      default:
        return `${gap()}text${gap()}`
    }
  }
  return Array.from({ length: 1 + below(3) }, part).join('') + pick(['', '\n', '\n\n'])
}
