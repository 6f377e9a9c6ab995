/** What ends a command: expected errors as code frames, unexpected ones with their stack. */
import { relative } from 'node:path'
import { SwkError } from '../errors/diagnostic.ts'
import { colours } from '../reporters/colour.ts'
import type { Io } from './io.ts'

/** Tells an error on standard error; the exit code. */
export async function tellError(error: unknown, io: Io): Promise<number> {
  if (error instanceof SwkError) {
    io.err(`${inOneLine(error) ?? (await frames(error, io))}\n`)
    return error.diagnostics.every(({ code }) => code === 'interrupted') ? 130 : 1
  }
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error)
  io.err(`swk: this is a bug in swk, not in what you wrote:\n${stack}\n\n`)
  io.err(
    'Please report it with these lines and what you ran, where you got swk from. Passwords do not belong in a report.\n',
  )
  return 70
}

/** Wrong command lines have no place to show: one clear line each. */
function inOneLine(error: SwkError): string | undefined {
  if (error.diagnostics.some(one => one.place || !short.has(one.code))) return undefined
  return error.diagnostics.map(({ message, hint }) => `swk: ${message}${hint ? ` (${hint})` : ''}`).join('\n')
}

/** What draws frames knows the widths of all characters: it is imported only here, as most runs end without one. */
async function frames(error: SwkError, io: Io): Promise<string> {
  const { renderDiagnostics } = await import('../errors/frame.ts')
  const paint = colours(io.env, process.stderr.isTTY === true)
  return renderDiagnostics(error.diagnostics, {
    paint: (part, text) => paint(partStyles[part], text),
    showFile: file => (file.startsWith('/') ? shorter(file, relative(process.cwd(), file)) : file),
  })
}

const short = new Set<string>(['usage', 'not-supported', 'interrupted'])
const shorter = (a: string, b: string): string => (b.length < a.length ? b : a)

const partStyles = {
  error: 'bad',
  message: 'strong',
  gutter: 'faint',
  place: 'plain',
  source: 'plain',
  caret: 'bad',
  label: 'strong',
  hint: 'plain',
} as const
