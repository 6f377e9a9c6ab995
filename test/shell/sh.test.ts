import { spawnSync } from 'node:child_process'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fed, lines, quote, raw, sh } from '../../src/shell/sh.ts'

const run = (shell: string, script: string, input = ''): string =>
  spawnSync(shell, ['-c', script], { input, encoding: 'utf8', env: { PATH: process.env.PATH } }).stdout

/** Any text but NUL, often of what shells find special. */
const text = fc
  .oneof(
    fc.string({ unit: 'binary' }),
    fc.string({ unit: fc.constantFrom(...`'"\`$\\;&|<>(){}[]*?!~#\n\t -=%é\u202e`) }),
  )
  .map(value => value.replaceAll('\0', '').replaceAll(/[\ud800-\udfff]/g, ''))

describe.each(['dash', 'bash'])('what sh`` makes, in %s', shell => {
  it('gives any text to a program as one word, byte for byte', () => {
    fc.assert(
      fc.property(fc.array(text, { minLength: 1, maxLength: 300, size: 'max' }), words => {
        expect(run(shell, sh`printf '%s\\0' ${words}`)).toBe(`${words.join('\0')}\0`)
      }),
      { numRuns: 6 },
    )
  })

  it('feeds a body to a descriptor word for word, and leaves standard input alone', () => {
    fc.assert(
      fc.property(text, body => {
        const script = fed(sh`sh -c ${'cat <&3; echo "|$(cat)"'}`, 3, quote(body))
        expect(run(shell, script, 'payload')).toBe(`${quote(body)}\n|payload\n`)
      }),
      { numRuns: 6 },
    )
  })
})

describe('sh``', () => {
  it('takes shell text as it is where it is said to be shell text', () => {
    expect(sh`( ${raw(sh`echo ${'a b'}`)} )`).toBe("( echo 'a b' )")
  })

  it('makes as many words of a list as it has', () => {
    expect(sh`rm -- ${['a', "b'c"]}`).toBe(`rm -- 'a' 'b'\\''c'`)
    expect(lines(sh`true ${[]}`, sh`echo ${1}`)).toBe("true \necho '1'")
  })

  it('refuses NUL, which no argument can carry', () => {
    expect(() => quote('a\0b')).toThrow(TypeError)
  })
})
