/** Asks for the variables of `vars_prompt`. */
import { once } from 'node:events'
import { createInterface } from 'node:readline/promises'
import type { Prompt } from '../playbook/types.ts'
import type { Io } from './io.ts'
import { askPasswords } from './password.ts'

/** What is private is not shown while it is typed; what is to be confirmed is asked for until both are the same. */
export async function askPrompt(prompt: Prompt, io: Io): Promise<string> {
  const { text, default: value, isConfirmed } = prompt
  const shown = value === undefined ? text : `${text} [${value}]`
  for (;;) {
    const first = await askOnce(prompt, `${shown}: `, io)
    if (!isConfirmed || first === (await askOnce(prompt, `confirm ${text}: `, io))) return first
    io.err('the answers differ\n')
  }
}

async function askOnce({ isPrivate }: Prompt, question: string, io: Io): Promise<string> {
  if (isPrivate) return (await askPasswords([question], io))[0] ?? ''
  if (process.stdin.readableEnded) return ''
  const lines = createInterface({ input: process.stdin, output: process.stderr })
  try {
    // Where the input ends there is no answer: the default counts.
    return await Promise.race([lines.question(question), once(lines, 'close').then(() => '')])
  } finally {
    lines.close()
  }
}
