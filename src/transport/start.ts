/** How the shell is started: a command line that carries no data and survives every login shell (protocol.md 1). */
import type { BecomeSpec } from './session.ts'

/** `wait`: sudo must first have said that it asked for nothing, or got the password. */
export type Start = { readonly command: string; readonly wait: boolean }

/** `nonce`: letters and digits only. */
export function start(nonce: string, user: string, become?: BecomeSpec): Start {
  const shell = `read -r n && eval "$(head -c $n)"`
  if (become === undefined || user === 'root') return { command: `exec sh -c '${shell}'`, wait: false }
  if (become.password === undefined) return { command: `exec sudo -n -- sh -c '${shell}'`, wait: false }
  return { command: `exec sudo -S -p ${nonce}: -- sh -c 'echo ${nonce}+; ${shell}'`, wait: true }
}

/** The text that the shell evaluates, as `start`'s command reads it. */
export function program(text: string): Buffer {
  const bytes = Buffer.from(text)
  return Buffer.concat([Buffer.from(`${bytes.length}\n`), bytes])
}
