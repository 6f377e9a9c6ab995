/** Secrets do not show themselves; what is derived from them is hidden as well. */
import { inspect } from 'node:util'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { eventRedactor, forgetSecrets, holdsSecret, learn, redact, redactData, Secret } from '../../src/secret/index.ts'
import { evaluateExpression, render, renderData, renderFile, vars } from '../../src/template/index.ts'

beforeEach(forgetSecrets)
afterEach(forgetSecrets)

const password = 'correct horse'
const scope = () =>
  vars({ values: { pw: new Secret(password), user: 'ana', db: { pw: new Secret(password), user: 'bob' } } })

test('a secret shows a mask wherever it is printed', () => {
  const secret = new Secret(password)
  const shown = [`${secret}`, JSON.stringify({ a: [secret] }), inspect({ secret }), secret.toString()]
  expect(shown).toEqual(['<secret>', '{"a":["<secret>"]}', '{ secret: <secret> }', '<secret>'])
  expect(Object.keys(secret)).toEqual([])
})

describe('what a template makes of a secret is hidden', () => {
  test.each([
    ['the value', '{{ pw }}'],
    ['a part of a text', 'postgres://{{ user }}:{{ pw }}@localhost'],
    ['an encoded value', '{{ pw | b64encode }}'],
    ['a hash', "{{ pw | hash('sha256') }}"],
    ['a part of a value', '{{ pw[:8] }}'],
    ['a method of it', '{{ pw.upper() }}'],
    ['a value in a mapping', '{{ db.pw | b64encode }}'],
    ['a mapping as a whole, encoded', '{{ db | to_json | b64encode }}'],
    ['a variable of the template', '{% set x = pw | b64encode %}{{ x }}'],
  ])('%s', (_, text) => {
    const rendered = String(render(text, scope()))
    expect(holdsSecret(rendered)).toBe(true)
    expect(redact(`-- ${rendered} --`)).not.toContain(rendered)
  })

  test('through other variables, data and files', () => {
    const more = vars({
      values: { line: 'PGPASSWORD={{ token }}', token: '{{ pw | b64encode }}', pw: new Secret(password) },
    })
    const encoded = Buffer.from(password).toString('base64')
    expect(renderData({ a: ['{{ line }}'] }, more)).toEqual({ a: [`PGPASSWORD=${encoded}`] })
    expect(holdsSecret(encoded)).toBe(true)
    expect(renderFile('a\n{{ pw }}\n', scope(), 'x.j2')).toBe(`a\n${password}\n`)
    expect(evaluateExpression('pw == "correct horse"', scope())).toBe(true)
  })

  test.each([
    ['what stands beside it', '{{ db.user }} {{ user }}'],
    ['the words of the template', "{{ 'production' if pw else 'test' }}"],
    ['a number or a condition', '{{ pw | length }}'],
  ])('but not %s', (_, text) => {
    expect(holdsSecret(String(render(text, scope())))).toBe(false)
  })
})

test('a key of several lines is found line by line', () => {
  learn('-----BEGIN KEY-----\nMIIEowIBAAKCAQEA0123\nabcdefghijklmnopqrst\n-----END KEY-----\n')
  expect(redact('line: MIIEowIBAAKCAQEA0123')).toBe('line: <secret>')
  expect(redact('-----BEGIN KEY-----')).toBe('-----BEGIN KEY-----')
})

test('a short secret is hidden only where it is the whole value', () => {
  learn('www')
  learn('true')
  expect(redactData({ user: 'www', path: '/var/www', ready: 'true', text: 'is true' })).toEqual({
    user: '<secret>',
    path: '/var/www',
    ready: '<secret>',
    text: 'is true',
  })
})

describe('events', () => {
  const redacted = (...events: { type: string; [key: string]: unknown }[]) => {
    const seen: unknown[] = []
    const emit = eventRedactor(event => seen.push(event))
    for (const event of events) emit(event)
    return seen
  }

  test('a diff that shows one says only that it changed', () => {
    learn(password)
    const diff = [
      { path: '/a', before: 'pw = of yesterday\n', after: `pw = ${password}\n` },
      { path: '/b', before: null, after: password },
      { path: '/c', before: 'x', after: 'y' },
    ]
    expect(redacted({ type: 'task', diff })).toEqual([
      {
        type: 'task',
        diff: [
          { path: '/a', before: '<secret>\n', after: '<secret changed>\n' },
          { path: '/b', before: null, after: '<secret>\n' },
          { path: '/c', before: 'x', after: 'y' },
        ],
      },
    ])
  })

  test('a secret in two pieces of output is found', () => {
    learn(password)
    const piece = (text: string) => ({ type: 'output', host: 'a', text })
    expect(redacted(piece('x\ncorrect'), piece(' horse\nrest'), { type: 'task', host: 'a' })).toEqual([
      piece('x\n'),
      piece('<secret>\n'),
      piece('rest'),
      { type: 'task', host: 'a' },
    ])
  })

  test('words of the engine stay', () => {
    learn('ok')
    expect(redacted({ type: 'task', status: 'ok', host: 'ok', because: 'ok' })).toEqual([
      { type: 'task', status: 'ok', host: 'ok', because: '<secret>' },
    ])
  })
})
