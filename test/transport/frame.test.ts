import { randomBytes } from 'node:crypto'
import { expect, it } from 'vitest'
import { sh } from '../../src/shell/sh.ts'
import { encodeFrame, seconds } from '../../src/transport/frame.ts'

it('a frame is a header, the script, the payload and a line that says it is whole', () => {
  const payload = Buffer.from([0, 255, 10])
  const bytes = encodeFrame(7, 'step', { script: sh`echo ${'ü'}`, payload, timeout: 30 })
  expect(bytes).toEqual(Buffer.concat([Buffer.from("s 7 30 9 3\necho 'ü'"), payload, Buffer.from('end 7\n')]))
})

it('lengths count bytes, not characters', () => {
  expect(encodeFrame(1, 'probe', { script: sh`echo €`, timeout: 1 }).toString()).toBe('p 1 1 8 0\necho €end 1\n')
})

it('a payload of 1 kB to 1 MB travels compressed, where that makes it shorter', () => {
  const header = (payload: Buffer): string =>
    encodeFrame(1, 'step', { script: sh`cat`, payload, timeout: 1 }).toString('latin1').split('\n')[0] ?? ''
  expect(header(Buffer.alloc(1024, 'a'))).toBe('s 1 1 3 1024')
  expect(header(Buffer.alloc(1025, 'a'))).toMatch(/^s 1 1 3 z\d{2}$/)
  expect(header(randomBytes(5000))).toBe('s 1 1 3 5000')
  expect(header(Buffer.alloc(1024 ** 2 + 1, 'a'))).toBe(`s 1 1 3 ${1024 ** 2 + 1}`)
})

it('a timeout is whole seconds and never 0, which timeout(1) takes for no limit', () => {
  expect([0, 0.2, 1, 1.5].map(seconds)).toEqual([1, 1, 1, 2])
})
