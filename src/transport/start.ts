/** How the shell is started: a command line that carries no data and survives every login shell (docs/protocol.md 1). */
import type { BecomeSpec } from './session.ts'

/** `wait`: sudo or su must first have said that it asked for nothing, or got the password. */
export type Start = { readonly command: string; readonly wait: boolean }

/**
 * `nonce`: letters and digits only. Absolute paths, for a login shell may set any PATH; without a locale, for sudo's messages
 * are recognised.
 */
export function start(nonce: string, user: string, become?: BecomeSpec): Start {
  const shell = `read -r n && eval "$(/usr/bin/head -c $n)"`
  if (become === undefined || user === 'root') return { command: `exec /bin/sh -c '${shell}'`, wait: false }
  if (become.method === 'su') {
    const su = 'exec /usr/bin/env LC_ALL=C /bin/su -s /bin/sh'
    return { command: `${su} -c 'echo ${nonce}+; ${shell}' root`, wait: true }
  }
  const sudo = 'exec /usr/bin/env LC_ALL=C /usr/bin/sudo'
  if (become.password === undefined) return { command: `${sudo} -n -- /bin/sh -c '${shell}'`, wait: false }
  return { command: `${sudo} -S -p ${nonce}: -- /bin/sh -c 'echo ${nonce}+; ${shell}'`, wait: true }
}

/** What asks for the password: sudo's prompt is swk's, su's is PAM's. */
export const promptOf = (nonce: string, become?: BecomeSpec): string =>
  become?.method === 'su' ? 'Password: ' : `${nonce}:`

/** The text that the shell evaluates, as `start`'s command reads it. */
export function program(text: string): Buffer {
  const bytes = Buffer.from(text)
  return Buffer.concat([Buffer.from(`${bytes.length}\n`), bytes])
}
