import { expect, test } from 'vitest'
import { SwkError } from '../../src/errors/diagnostic.ts'
import {
  evaluateExpression,
  float,
  omit,
  render,
  renderData,
  renderFile,
  toPlain,
  Unsafe,
  vars,
} from '../../src/template/index.ts'

const scope = () =>
  vars(
    { values: { result: { stdout: '{{ secret }}', lines: ['{{ secret }}'], rc: 0 } }, data: true },
    {
      values: {
        x: 1,
        a: '{{ x }}',
        b: '{{ a }}-{{ x }}',
        list: [1, '{{ x }}', { deep: '{{ b }}' }],
        order: { z: 1, a: '{{ x }}' },
        yes: true,
        none: null,
        secret: 's3cret',
        said: '{{ result.stdout }}',
        one: '{{ two }}',
        two: '{{ one }}',
        broken: '{{ nowhere }}',
        mode: '0660',
        omit,
      },
    },
  )

const faultOf = (work: () => unknown) => {
  try {
    return { value: work() }
  } catch (error) {
    if (error instanceof SwkError) return error.diagnostics[0]
    throw error
  }
}

test.each([
  ['{{ x }}', 1],
  ['{{ a }}', '1'],
  ['{{ b }}', '1-1'],
  ['v{{ x }}', 'v1'],
  ['{{ list }}', [1, 1, { deep: '1-1' }]],
  ['{{ list[2].deep }}', '1-1'],
  ['{{ order["a"] }}', '1'],
  ['{{ yes }}', true],
  ['{{ none }}', null],
  ['{{ mode }}', '0660'],
  ['{{ [x, yes] }}', [1, true]],
  ['{{ "1" | int + 1 }}', '2'],
  ['is {{ yes }}, {{ none }}, {{ list[0:2] }}', 'is True, , [1, 1]'],
  ["{{ ['it', \"isn't\"] }} ", ['it', "isn't"]],
  ["x{{ ['it', \"isn't\"] }}", "x['it', \"isn't\"]"],
  ['{% if yes %}a{% endif %}', 'a'],
  ['{{ missing | default("d") }}', 'd'],
  ['{{ order.p.q.r | default("d") }}', 'd'],
  ['{{ (order.p.q) | default("d") }}', 'd'],
  ['{{ order.p.q is defined }}', false],
  ['{{ broken | default("d") }}', 'd'],
  ['{{ x if yes else broken }}', '1'],
  ['{{ order.get("q", 5) }}', '5'],
  ['{{ "a b".split() }}', ['a', 'b']],
  ['{{ "{} is {}".format(x, yes) }}', '1 is True'],
  ["{{ 'a1b2' | regex_replace('\\d', '') }}", 'ab'],
])('%s gives %j', (text, expected) => {
  expect(render(text, scope())).toEqual(expected)
})

test('a mapping keeps the order of its keys', () => {
  expect(Object.keys(render('{{ order }}', scope()) as object)).toEqual(['z', 'a'])
})

test.each([
  ['{{ result.stdout }}'],
  ['{{ said }}'],
  ['{{ result.lines[0] }}'],
  ['{{ result.stdout | trim }}'],
  ['{{ [result.stdout][0] }}'],
  ['{% set y = result.stdout %}{{ y }}'],
])('what a host said is never a template: %s', text => {
  expect(render(text, scope())).toBe('{{ secret }}')
})

test('what a host said stays as it is inside of data', () => {
  const data = { a: ['{{ said }}'], '{{ a }}': '{{ result }}' }
  expect(toPlain(renderData(data, scope()))).toEqual({
    a: ['{{ secret }}'],
    1: { stdout: '{{ secret }}', lines: ['{{ secret }}'], rc: 0 },
  })
})

test.each([
  ['{{ secrt }}', 'undefined-variable', "'secrt' is undefined", 'did you mean secret?'],
  ['x {{ secrt }}', 'undefined-variable', "'secrt' is undefined", 'did you mean secret?'],
  ['{{ not missing }}', 'undefined-variable', "'missing' is undefined", undefined],
  ['{{ missing == 1 }}', 'undefined-variable', "'missing' is undefined", undefined],
  ['{{ missing ~ "a" }}', 'undefined-variable', "'missing' is undefined", undefined],
  ['{{ missing | upper }}', 'undefined-variable', "'missing' is undefined", undefined],
  ['{{ missing | to_json }}', 'undefined-variable', "'missing' is undefined", undefined],
  ['{{ [missing] }}', 'undefined-variable', "'missing' is undefined", undefined],
  ['{% for i in missing %}{% endfor %}', 'undefined-variable', "'missing' is undefined", undefined],
  ['{{ result.stdot }}', 'undefined-variable', "'dict object' has no attribute 'stdot'", 'did you mean stdout?'],
  ['{{ result.q == 1 }}', 'undefined-variable', "'dict object' has no attribute 'q'", undefined],
  ['{{ broken }}', 'undefined-variable', "'nowhere' is undefined (in the variable broken)", undefined],
  [
    '{{ 1 | round(precision=1, precision=2) }}',
    'template-error',
    'syntax error: keyword argument repeated: precision',
    undefined,
  ],
  ["{{ lookup('subelements', [], 'a', 'b') }}", 'template-error', expect.stringContaining('must be a dict'), undefined],
  [
    "{{ lookup('subelements', [], 'a', {}, 'b') }}",
    'template-error',
    expect.stringContaining('two or three'),
    undefined,
  ],
  [
    "{{ lookup('subelements', [{'a': [1]}], 'a.b') }}",
    'template-error',
    "the key a should point to a dictionary, got '[1]'",
    undefined,
  ],
  [
    "{{ [{}, 'a'] | combine({}) }}",
    'template-error',
    expect.stringContaining("expected dicts but got a 'dict' and a 'str'"),
    undefined,
  ],
  [
    "{{ lookup('password', '/dev/null lenght=8') }}",
    'template-error',
    expect.stringContaining('given to password lookup: lenght'),
    undefined,
  ],
  [
    "{{ lookup('password', '/dev/null encrypt=sha512_crypt') }}",
    'template-error',
    expect.stringContaining('plain passwords only'),
    expect.stringContaining('leave out'),
  ],
  ['{{ 1 + }}', 'template-error', 'syntax error: unexpected end of the tag, expected an expression', undefined],
  ['{{ x | uper }}', 'template-error', 'uper is not a filter', 'did you mean upper?'],
  ['{{ x is mtch("a") }}', 'template-error', 'mtch is not a test', 'did you mean match?'],
  ['{{ lookup("url", "x") }}', 'not-supported', 'the lookup url is not supported', expect.stringContaining('uri')],
  ['{% include "x" %}', 'template-error', 'a template cannot include, import or extend another one here', undefined],
  ['{{ "{" | from_json }}', 'template-error', expect.stringContaining('from_json: '), undefined],
])('%s is refused', (text, code, message, hint) => {
  expect(faultOf(() => render(text, scope()))).toEqual(
    expect.objectContaining({ code, message, ...(hint && { hint }) }),
  )
})

test('a variable that is defined by itself is refused with its way', () => {
  const fault = faultOf(() => render('{{ one }}', scope()))
  expect(fault).toMatchObject({ code: 'template-error', found: 'one -> two -> one' })
})

test('a failing filter does not end the template engine', () => {
  const fault = faultOf(() => render('a {{ "hunter2" | from_json }}', scope()))
  expect(fault).toMatchObject({ code: 'template-error' })
  // The value may be a secret (`no_log`).
  expect(JSON.stringify(fault)).not.toContain('hu')
  expect(render('a {{ x + 1 }}', scope())).toBe('a 2')
})

test('a template that recurses without end is refused, and the engine goes on', () => {
  const text = '{% macro m(n) %}{{ m(n + 1) }}{% endmacro %}{{ m(0) }}'
  expect(faultOf(() => render(text, scope()))).toMatchObject({ code: 'template-error' })
  expect(render('a {{ x + 1 }}', scope())).toBe('a 2')
})

test('omit takes keys and items away, at any depth', () => {
  const data = { a: '{{ omit }}', b: { c: '{{ no | default(omit) }}', d: 1 }, e: ['{{ omit }}', 2] }
  expect(renderData(data, scope())).toEqual({ b: { d: 1 }, e: [2] })
})

test('data without templates comes back as the very same object', () => {
  const data = { a: [1, { b: 'c' }] }
  expect(renderData(data, scope())).toBe(data)
})

test('all that is undefined in data is told at once, each at its path', () => {
  const at = (path: readonly (string | number)[]) => ({ file: path.join('.'), line: 1, column: 1 })
  try {
    renderData({ a: '{{ p }}', b: ['{{ q }}'] }, scope(), at)
    expect.unreachable()
  } catch (error) {
    expect((error as SwkError).diagnostics.map(({ place }) => place?.file)).toEqual(['a', 'b.0'])
  }
})

test('a file keeps its newline, and lines with statements only leave none', () => {
  const text = '{# head #}\n{% for i in list[0:2] %}\n  {{ i }}\n{% endfor %}\nend\n'
  expect(renderFile(text, scope(), 't.j2')).toBe('  1\n  1\nend\n')
})

test('what is undefined in a file stands at its line there', () => {
  expect(faultOf(() => renderFile('a\n  {{ nope }}\n', scope(), 't.j2'))).toMatchObject({
    code: 'undefined-variable',
    place: { file: 't.j2', line: 2, column: 3, source: '  {{ nope }}' },
  })
})

test('one expression keeps its type where that is asked for, and in conditions', () => {
  expect(render('{{ x + 1 }}', scope(), undefined, { native: true })).toBe(2)
  expect(render('a{{ x + 1 }}', scope(), undefined, { native: true })).toBe('a2')
  expect(evaluateExpression('x + 1', scope())).toBe(2)
})

test('a mapping keeps keys that an object would sort, and whole floats are floats', () => {
  const ports = new Map<unknown, unknown>([
    [8080, 'a'],
    [22, float(1)],
  ])
  const own = vars({ values: { ports } })
  expect(render('{{ ports }}', own)).toEqual(ports)
  expect(render('{% for k, v in ports.items() %}{{ k }}={{ v }} {% endfor %}', own)).toBe('8080=a 22=1.0 ')
  expect(toPlain(render('{{ ports }}', own))).toEqual({ 8080: 'a', 22: 1 })
})

test('a text marked as unsafe is never rendered', () => {
  const own = vars({ values: { x: new Unsafe('{{ y }}'), z: { deep: new Unsafe('{{ y }}') } } })
  expect(render('{{ x }}', own)).toBe('{{ y }}')
  expect(render('{{ z.deep }}!', own)).toBe('{{ y }}!')
  expect(renderData({ a: new Unsafe('{{ y }}') }, own)).toEqual({ a: '{{ y }}' })
})

test('a template that changes a value changes its own copy', () => {
  const own = vars({ values: { list: [1, 2] }, data: true })
  expect(render('{% set _ = list.append(3) %}{{ list }}', own)).toEqual([1, 2, 3])
  expect(render('{{ list }}', own)).toEqual([1, 2])
})
