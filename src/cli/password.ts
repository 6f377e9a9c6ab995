/** Asks for a password on the terminal, without showing it. */
import { closeSync, openSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { ReadStream } from 'node:tty'
import { SwkError } from '../errors/diagnostic.ts'
import { usage } from './args.ts'
import type { Io } from './io.ts'

/**
 * From /dev/tty, so that standard input and output may be pipes; without a terminal the first line of standard input.
 * Throws SwkError `usage` where there is no line.
 */
export async function askPassword(question: string, io: Io): Promise<string> {
  const terminal = openTerminal()
  if (!terminal) return firstLine()
  try {
    // The question comes when what is typed is no longer shown.
    terminal.setRawMode(true)
    io.err(question)
    return await readHidden(terminal)
  } finally {
    io.err('\n')
    terminal.destroy()
  }
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

/** In raw mode the terminal shows nothing and sends ^C as a byte. */
function readHidden(terminal: ReadStream): Promise<string> {
  let typed = ''
  return new Promise((resolve, reject) => {
    terminal.on('error', reject)
    terminal.setEncoding('utf8').on('data', chunk => {
      for (const character of String(chunk)) {
        if (character === '\r' || character === '\n') {
          terminal.setRawMode(false)
          return resolve(typed)
        }
        if (character === '\x03' || (character === '\x04' && typed === '')) {
          terminal.setRawMode(false)
          return reject(new SwkError({ code: 'interrupted', message: 'no password was given' }))
        }
        typed = edit(typed, character)
      }
    })
  })
}

/** Backspace takes a character back, ^U all of them. */
function edit(typed: string, character: string): string {
  if (character === '\x7f' || character === '\b') return [...typed].slice(0, -1).join('')
  return character === '\x15' ? '' : typed + character
}

async function firstLine(): Promise<string> {
  for await (const line of createInterface({ input: process.stdin })) return line
  throw usage('-K needs a terminal, or the password as the first line of standard input')
}
