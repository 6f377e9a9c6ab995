import { expect, test } from 'vitest'
import type { SwkError } from '../../src/errors/diagnostic.ts'

import { checkTemplate, evaluateExpression, vars } from '../../src/template/index.ts'

const scope = vars({
  values: { d: { b: { x: 1 }, a: 2 }, l: [3, 1, 3], failed: { failed: true, changed: false }, ok: { changed: true } },
})

test.each([
  ["'a.b' | regex_replace('\\\\.(.)', '-\\\\1')", 'a-b'],
  ["'Abc' | regex_replace('(?P<first>a)', '[\\\\g<first>]', ignorecase=true)", '[A]bc'],
  ["'a1b22' | regex_search('[0-9]+')", '1'],
  ["'v1.2' | regex_search('v(\\\\d)\\\\.(\\\\d)', '\\\\1', '\\\\2')", ['1', '2']],
  ["'abc' | regex_search('x')", null],
  ["'a1b22' | regex_findall('[0-9]+')", ['1', '22']],
  ["'a.b' | regex_escape", 'a\\.b'],
  ["'/a/b.c' | basename", 'b.c'],
  ["'/a/b.c' | dirname", '/a'],
  ["'/a/b.c' | splitext", ['/a/b', '.c']],
  ["['/a', 'b'] | path_join", '/a/b'],
  ['"it\'s" | quote', `'it'"'"'s'`],
  ["'ä' | b64encode", 'w6Q='],
  ["'w6Q=' | b64decode", 'ä'],
  ["'x' | hash('sha256')", '2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881'],
  ["'a\\nb' | indent(2)", 'a\n  b'],
  ["'a\\n\\nb' | indent(width=2, first=true)", '  a\n\n  b'],
  ["'a\\nb' | comment", '#\n# a\n# b\n#'],
  ["'%03d %s' | format(7, 'x')", '007 x'],
  ["'a b/c' | urlencode", 'a%20b/c'],
  ['d | to_json', '{"b": {"x": 1}, "a": 2}'],
  ['d | to_nice_json', '{\n    "a": 2,\n    "b": {\n        "x": 1\n    }\n}'],
  ['d | to_nice_yaml(indent=2)', 'a: 2\nb:\n  x: 1\n'],
  ['\'{"a": [1]}\' | from_json', { a: [1] }],
  ["'a: [1]' | from_yaml", { a: [1] }],
  ["'yes' | bool", true],
  ["'no' | bool", false],
  ["'' | bool", false],
  ["'12.7' | int", 12],
  ["'x' | int", 0],
  ["'x' | int(default=5)", 5],
  ["'ff' | int(base=16)", 255],
  ["'1.5' | float", 1.5],
  ["true | ternary('a', 'b')", 'a'],
  ["none | ternary('a', 'b', 'c')", 'c'],
  ['d | combine({"c": 3})', { a: 2, b: { x: 1 }, c: 3 }],
  ['d | combine({"b": {"y": 2}}, recursive=true)', { a: 2, b: { x: 1, y: 2 } }],
  ["lookup('password', '/dev/null seed=foo')", '6JUEsF6-,RiuGZDEWF4r'],
  ["lookup('password', '/dev/null', length=8, chars='digits', seed=5)", '94580730'],
  ["lookup('password', '/dev/null length=8 chars=digits seed=5')", '54808379'],
  ['l | union([4])', [3, 1, 4]],
  ['l | difference([1])', [3]],
  ['l | intersect([3, 5])', [3]],
  ['l | symmetric_difference([1, 4])', [3, 4]],
  ['l | unique', [3, 1]],
  ['[1, [2, [3]]] | flatten', [1, 2, 3]],
  ['[1, [2, [3]]] | flatten(levels=1)', [1, 2, [3]]],
  [
    '[1, 2] | zip(["a", "b"]) | list',
    [
      [1, 'a'],
      [2, 'b'],
    ],
  ],
  ['{"a": 1} | dict2items', [{ key: 'a', value: 1 }]],
  ['[{"n": "a", "v": 1}] | items2dict(key_name="n", value_name="v")', { a: 1 }],
  ['[{"n": 1}, {"n": 2}] | map(attribute="n") | list', [1, 2]],
  ['["a", "b"] | map("regex_replace", "^", "x") | list', ['xa', 'xb']],
  ['["ab", "c"] | select("match", "a") | list', ['ab']],
  ['[{"n": 1}, {}] | selectattr("n", "defined") | list', [{ n: 1 }]],
  ["'abc' is match('a')", true],
  ["'abc' is match('b')", false],
  ["'abc' is search('b')", true],
  ['l is contains(1)', true],
  ['ok is succeeded', true],
  ['failed is failed', true],
  ['ok is changed', true],
  ['failed is skipped', false],
  ["'1.100' is version('1.99', '>=')", true],
  ["'1.2rc1' is version('1.2', '<')", false],
  ["'1.2rc1' is version('1.2', '<', version_type='pep440')", true],
  ["'' is truthy", false],
])('%s is %j', (expression, expected) => {
  expect(evaluateExpression(expression, scope)).toEqual(expected)
})

const faultOf = (expression: string) => {
  try {
    checkTemplate(expression, 'expression')
    return undefined
  } catch (error) {
    return (error as SwkError).diagnostics[0]
  }
}

test.each([
  ["s | replace('a', 'b', cnt=1)", "filter replace got an unexpected keyword argument 'cnt'"],
  ['s | upper(1)', 'filter upper takes at most 1 arguments (2 given)'],
  ['s | replace', "filter replace is missing the argument 'old'"],
  ['l | map("uper")', 'uper is not a filter'],
  ['l | select("mach")', 'mach is not a test'],
  ['l | selectattr("a", "mach")', 'mach is not a test'],
  ['lookup("fil", "x")', 'lookup plugin (fil) not found'],
  ['lookup("file", "x", rtrim=true)', "lookup file got an unexpected keyword argument 'rtrim'"],
  ['lookup("url", "https://example.org")', 'the lookup url is not supported'],
  ['nosuch(1)', "'nosuch' is undefined"],
  ['s is matches("a")', 'matches is not a test'],
])('%s is refused before any value is known', (expression, message) => {
  expect(faultOf(expression)?.message).toBe(message)
})
