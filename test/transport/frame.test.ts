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

it('a timeout is whole seconds and never 0, which timeout(1) takes for no limit', () => {
  expect([0, 0.2, 1, 1.5].map(seconds)).toEqual([1, 1, 1, 2])
})
