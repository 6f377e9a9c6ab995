/** The bytes of a YAML file as text, or where they are none. */
import { readFileSync } from 'node:fs'
import { type Diagnostic, SwkError } from '../errors/diagnostic.ts'
import { noteInput } from '../inputs/index.ts'

/** Reads a UTF-8 file; a byte order mark is dropped. Throws SwkError `file-not-found`, or `yaml-syntax` at the line that is no UTF-8. */
export function readText(file: string): string {
  const bytes = readBytes(file)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw new SwkError(notUtf8(file, bytes))
  }
}

function readBytes(file: string): Buffer {
  try {
    const bytes = readFileSync(file)
    noteInput(file, bytes)
    return bytes
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? ''
    throw new SwkError({ code: 'file-not-found', message: `Cannot read ${file}: ${reasons[code] ?? code}.` })
  }
}

const reasons: Record<string, string> = {
  ENOENT: 'it does not exist',
  ENOTDIR: 'it does not exist',
  EISDIR: 'it is a directory',
  EACCES: 'permission denied',
}

function notUtf8(file: string, bytes: Buffer): Diagnostic {
  const utf16 = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)
  const lines = bytes.toString('latin1').split('\n')
  const line = Math.max(
    0,
    lines.findIndex(text => !isUtf8(Buffer.from(text, 'latin1'))),
  )
  const good = goodPrefix(Buffer.from(lines[line] ?? '', 'latin1'))
  return {
    code: 'yaml-syntax',
    message: utf16 ? 'The file is UTF-16, not UTF-8.' : 'The file is not UTF-8 text.',
    place: { file, line: line + 1, column: good.length + 1, length: 1, source: good },
    expected: 'UTF-8',
    hint: `Convert it, for example: iconv -f ${utf16 ? 'utf-16' : 'latin1'} -t utf-8`,
  }
}

function isUtf8(bytes: Buffer): boolean {
  return Buffer.from(bytes.toString('utf8')).equals(bytes)
}

function goodPrefix(line: Buffer): string {
  const text = line.toString('utf8')
  const bad = text.indexOf('\u{FFFD}')
  return bad < 0 ? text : text.slice(0, bad)
}
