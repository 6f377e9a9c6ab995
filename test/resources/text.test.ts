import { expect, test } from 'vitest'
import { decodeText, encodeText } from '../../src/resources/text.ts'

test.each([
  ['UTF-8', Buffer.from('grüße €\u{1f600}\n'), 'grüße €\u{1f600}\n'],
  ['Latin-1', Buffer.from('gr\xfc\xdfe\n', 'latin1'), 'gr\udcfc\udcdfe\n'],
  [
    'both',
    Buffer.concat([Buffer.from('ü'), Buffer.from([0xfc]), Buffer.from('€'), Buffer.from([0xe2, 0x82])]),
    'ü\udcfc€\udce2\udc82',
  ],
  [
    'surrogates and overlong forms are no UTF-8',
    Buffer.from([0xed, 0xb2, 0x80, 0xc0, 0x80]),
    '\udced\udcb2\udc80\udcc0\udc80',
  ],
])('%s is read and written without loss', (_name, bytes, text) => {
  expect(decodeText(bytes)).toBe(text)
  expect(encodeText(text)).toEqual(bytes)
})

test.each([
  ['NUL', Buffer.from('a\0b')],
  ['a control byte in what is not UTF-8', Buffer.from([0x1f, 0x8b, 0x08, 0xff])],
])('%s is no text', (_name, bytes) => {
  expect(decodeText(bytes)).toBeNull()
})

test('every byte comes back', () => {
  const bytes = Buffer.from(Array.from({ length: 224 }, (_, i) => i + 32))
  expect(encodeText(decodeText(bytes) ?? '')).toEqual(bytes)
})
