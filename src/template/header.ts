/** Options of a template file: those of its task, and those of a `#jinja2:` line at its head. */

import { hasTemplate } from './delimiters.ts'
import { TemplateFailure } from './failure.ts'
import { padNewlines } from './newlines.ts'
import { type Read, read, readFile } from './parsed.ts'
import type { Statement } from './syntax/ast.ts'
import { defaultDelimiters } from './syntax/lexer.ts'
import { fileOptions, type ParseOptions } from './syntax/parse.ts'
import { literal } from './values/literal.ts'

export type FileOptions = {
  readonly trimBlocks?: boolean
  readonly lstripBlocks?: boolean
  readonly newline?: '\n' | '\r' | '\r\n'
  readonly blockStart?: string
  readonly blockEnd?: string
  readonly variableStart?: string
  readonly variableEnd?: string
  readonly commentStart?: string
  readonly commentEnd?: string
}

export type FileTemplate = {
  readonly text: string
  readonly read: Read<readonly Statement[]>
  readonly isPlain: boolean
  /** Lines above `text`. */
  readonly lines: number
  /** Newlines as the file is to have them. */
  finish(rendered: string): string
}

export function fileTemplate(source: string, given: FileOptions = {}): FileTemplate {
  const head = /^#jinja2:([^\n]*)\n?/.exec(source)
  const options: FileOptions = head ? { ...given, ...headerOptions(head[1] as string) } : given
  const text = (head ? source.slice(head[0].length) : source).replace(/\r\n?/g, '\n')
  const isUsual = Object.keys(options).every(key => key === 'newline')
  const newline = options.newline ?? '\n'
  return {
    text,
    lines: head ? 1 : 0,
    isPlain: isUsual && !hasTemplate(text),
    get read() {
      return isUsual ? readFile(text) : read(text, parseOptions(options))
    },
    finish: rendered => {
      const padded = padNewlines(text, rendered)
      return newline === '\n' ? padded : padded.replaceAll('\n', newline)
    },
  }
}

function parseOptions(options: FileOptions): ParseOptions {
  return {
    ...fileOptions,
    trimBlocks: options.trimBlocks ?? true,
    lstripBlocks: options.lstripBlocks ?? false,
    delimiters: {
      block: [options.blockStart ?? defaultDelimiters.block[0], options.blockEnd ?? defaultDelimiters.block[1]],
      output: [
        options.variableStart ?? defaultDelimiters.output[0],
        options.variableEnd ?? defaultDelimiters.output[1],
      ],
      comment: [
        options.commentStart ?? defaultDelimiters.comment[0],
        options.commentEnd ?? defaultDelimiters.comment[1],
      ],
    },
  }
}

const names: Readonly<Record<string, keyof FileOptions>> = {
  trim_blocks: 'trimBlocks',
  lstrip_blocks: 'lstripBlocks',
  newline_sequence: 'newline',
  block_start_string: 'blockStart',
  block_end_string: 'blockEnd',
  variable_start_string: 'variableStart',
  variable_end_string: 'variableEnd',
  comment_start_string: 'commentStart',
  comment_end_string: 'commentEnd',
}

/** `trim_blocks: False, lstrip_blocks: True`, with Python's values. Throws TemplateFailure. */
function headerOptions(line: string): FileOptions {
  const pairs = line.split(',').map(pair => {
    const [, key = '', value = ''] = /^\s*([^:]*?)\s*:(.*)$/.exec(pair) ?? []
    const name = names[key]
    const option = literal(value.trim())
    if (name === undefined || option === undefined)
      throw new TemplateFailure({
        code: 'template-error',
        message: `failed to parse jinja2 override '${pair.trim()}'`,
        found: pair.trim(),
        expected: Object.keys(names).join(', '),
      })
    return [name, option]
  })
  return Object.fromEntries(pairs)
}
