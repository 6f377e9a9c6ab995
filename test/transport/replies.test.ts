import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type LoopEvent, ProtocolError, ReplyReader } from '../../src/transport/replies.ts'

const nonce = 'abc123'
const hello = `\n${nonce} hello 42 0 /run/swk.AbCdEf\n`
const greeting = { type: 'hello', pid: 42, uid: 0, folder: '/run/swk.AbCdEf' } as const

function read(pieces: readonly (Buffer | string)[]): LoopEvent[] {
  const reader = new ReplyReader(nonce)
  return pieces.flatMap(piece => [...reader.push(Buffer.from(piece as string))])
}

describe('the reader of replies', () => {
  it('drops what a login shell prints before the hello', () => {
    expect(read([`Welcome!\n${nonce} no\nbye${hello}`])).toEqual([greeting])
  })

  it('keeps 200 bytes of that noise for an error message', () => {
    const reader = new ReplyReader(nonce)
    expect([...reader.push(Buffer.from('x'.repeat(500)))]).toEqual([])
    expect(reader.noise.toString()).toBe('x'.repeat(200))
  })

  it("tells that sudo has let us in, behind noise that doesn't end its line", () => {
    expect(read([`noise${nonce}`, '+\n', hello])).toEqual([{ type: 'root' }, greeting])
  })

  it('reads replies, skipped ones, and chunks of a long step', () => {
    const events = read([
      hello,
      `${nonce} 1 0 2 3 0\nokerr${nonce} 2 + 1 0 0\nx${nonce} 2 143 0 0 1\n${nonce} 3 skip 0 0 0\n`,
    ])
    expect(events.slice(1)).toEqual([
      {
        type: 'reply',
        id: 1,
        rc: 0,
        skipped: false,
        stdout: Buffer.from('ok'),
        stderr: Buffer.from('err'),
        cut: false,
      },
      { type: 'chunk', id: 2, stdout: Buffer.from('x') },
      { type: 'reply', id: 2, rc: 143, skipped: false, stdout: Buffer.alloc(0), stderr: Buffer.alloc(0), cut: true },
      { type: 'reply', id: 3, rc: -1, skipped: true, stdout: Buffer.alloc(0), stderr: Buffer.alloc(0), cut: false },
    ])
  })

  it.each([
    ['another nonce', 'abc124 1 0 0 0 0\n'],
    ['a field too few', `${nonce} 1 0 0 0\n`],
    ['a negative length', `${nonce} 1 0 -1 0 0\n`],
    ['text between replies', `${nonce} 1 0 0 0 0\nhello\n`],
    ['a header without end', 'x'.repeat(300)],
  ])('refuses %s', (_, bytes) => {
    expect(() => read([hello, bytes])).toThrow(ProtocolError)
  })

  it('refuses a hello of another shape', () => {
    expect(() => read([`\n${nonce} hello x 0 /run\n`])).toThrow(ProtocolError)
  })

  it('refuses a login shell that prints without end', () => {
    const reader = new ReplyReader(nonce)
    expect(() => {
      for (let i = 0; i < 40; i++) for (const _ of reader.push(Buffer.alloc(65536, 'y'))) throw new Error('no event')
    }).toThrow(ProtocolError)
  })

  it('reads the same in whatever pieces the bytes arrive, also with the nonce in the output', () => {
    const body = fc.oneof(
      fc.uint8Array({ maxLength: 300 }).map(bytes => Buffer.from(bytes)),
      fc.constantFrom(`\n${nonce} 9 0 0 0 0\n`, hello, `${nonce}+\n`, '').map(text => Buffer.from(text)),
    )
    const reply = fc.record({ rc: fc.nat(255), stdout: body, stderr: body, cut: fc.boolean() })
    fc.assert(
      fc.property(fc.array(reply, { maxLength: 8 }), fc.array(fc.integer({ min: 1, max: 40 })), (replies, cuts) => {
        const stream = Buffer.concat([
          Buffer.from(`noise${hello}`),
          ...replies.flatMap(({ rc, stdout, stderr, cut }, i) => [
            Buffer.from(`${nonce} ${i} ${rc} ${stdout.length} ${stderr.length} ${cut ? 1 : 0}\n`),
            stdout,
            stderr,
          ]),
        ])
        const events = read(pieces(stream, cuts)).slice(1)
        expect(events).toEqual(replies.map((one, id) => ({ type: 'reply', id, skipped: false, ...one })))
      }),
    )
  })
})

function pieces(stream: Buffer, sizes: readonly number[]): Buffer[] {
  const all: Buffer[] = []
  let at = 0
  for (let i = 0; at < stream.length; i++) {
    const size = sizes.length === 0 ? stream.length : (sizes[i % sizes.length] as number)
    all.push(stream.subarray(at, at + size))
    at += size
  }
  return all
}
