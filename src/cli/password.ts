/** Asks for a password on the terminal, without showing it. */
import { closeSync, openSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { ReadStream } from 'node:tty'
import { SwkError } from '../errors/diagnostic.ts'
import { usage } from './args.ts'
import type { Io } from './io.ts'

/**
 * One answer a question. From /dev/tty, so that standard input and output may be pipes; without a terminal the first lines
 * of standard input. Throws SwkError `usage` where a line is missing.
 */
export async function askPasswords(questions: readonly string[], io: Io): Promise<readonly string[]> {
  if (questions.length === 0) return []
  const terminal = openTerminal()
  if (!terminal) return firstLines(questions)
  const answers: string[] = []
  try {
    // A question comes when what is typed is no longer shown.
    terminal.setRawMode(true)
    const next = hiddenLines(terminal)
    for (const question of questions) {
      io.err(question)
      answers.push(await next())
      io.err('\n')
    }
  } finally {
    terminal.setRawMode(false)
    terminal.destroy()
  }
  return answers
}

function openTerminal(): ReadStream | undefined {
  let fd: number | undefined
  try {
    fd = openSync('/dev/tty', 'r+')
    return new ReadStream(fd)
  } catch {
    // A process without a terminal.
    if (fd !== undefined) closeSync(fd)
    return undefined
  }
}

/** In raw mode the terminal shows nothing and sends ^C as a byte. What is typed ahead is kept for the next line. */
function hiddenLines(terminal: ReadStream): () => Promise<string> {
  let ahead = ''
  let wake: (error?: Error) => void = () => {}
  terminal.on('error', error => wake(error))
  terminal.setEncoding('utf8').on('data', chunk => {
    ahead += String(chunk)
    wake()
  })
  return async () => {
    let typed = ''
    for (;;) {
      while (ahead === '')
        await new Promise<void>((resolve, reject) => {
          wake = error => (error ? reject(error) : resolve())
        })
      const [character = ''] = ahead
      ahead = ahead.slice(character.length)
      if (character === '\r' || character === '\n') return typed
      if (character === '\x03' || (character === '\x04' && typed === ''))
        throw new SwkError({ code: 'interrupted', message: 'no password was given' })
      typed = edit(typed, character)
    }
  }
}

/** Backspace takes a character back, ^U all of them. */
function edit(typed: string, character: string): string {
  if (character === '\x7f' || character === '\b') return [...typed].slice(0, -1).join('')
  return character === '\x15' ? '' : typed + character
}

async function firstLines(questions: readonly string[]): Promise<readonly string[]> {
  const lines: string[] = []
  for await (const line of createInterface({ input: process.stdin })) {
    lines.push(line)
    if (lines.length === questions.length) return lines
  }
  throw usage(
    `${questions.length === 1 ? 'a password needs' : 'passwords need'} a terminal, or a line of standard input each`,
  )
}
