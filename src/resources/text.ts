/**
 * The text of a file and its bytes, without loss: a byte that is not UTF-8 (Latin-1) is U+DC80 to U+DCFF in the text, as in Python's `surrogateescape`.
 */

/** Null for what is not text: NUL bytes, or other control bytes in what is not UTF-8. */
export function decodeText(bytes: Buffer): string | null {
  if (bytes.includes(0)) return null
  const text = bytes.toString('utf8')
  if (Buffer.from(text).equals(bytes)) return text
  return bytes.some(isControl) ? null : decodeRest(bytes)
}

const isControl = (byte: number): boolean => byte < 0x20 && ![0x09, 0x0a, 0x0b, 0x0c, 0x0d, 0x1b].includes(byte)

/** UTF-8 where it is, each other byte by itself. */
function decodeRest(bytes: Buffer): string {
  const sequence =
    /[\x00-\x7f]+|[\xc2-\xdf][\x80-\xbf]|\xe0[\xa0-\xbf][\x80-\xbf]|[\xe1-\xec\xee\xef][\x80-\xbf]{2}|\xed[\x80-\x9f][\x80-\xbf]|\xf0[\x90-\xbf][\x80-\xbf]{2}|[\xf1-\xf3][\x80-\xbf]{3}|\xf4[\x80-\x8f][\x80-\xbf]{2}|[\x80-\xff]/g
  return bytes.toString('latin1').replace(sequence, piece => {
    if (piece < '\x80') return piece
    return piece.length > 1
      ? Buffer.from(piece, 'latin1').toString('utf8')
      : String.fromCharCode(0xdc00 + piece.charCodeAt(0))
  })
}

/** What {@link decodeText} has read, or a new text. */
export function encodeText(content: string | Buffer): Buffer {
  if (typeof content !== 'string') return content
  if (!/[\udc80-\udcff]/u.test(content)) return Buffer.from(content)
  const pieces = content.split(/([\udc80-\udcff])/u)
  return Buffer.concat(
    pieces.map((piece, i) => (i % 2 === 1 ? Buffer.from([piece.charCodeAt(0) - 0xdc00]) : Buffer.from(piece))),
  )
}
