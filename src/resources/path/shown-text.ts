/** The text of a file as reports and registered results show it. */
import type { State } from '../kind.ts'

const privateKey = /^-----BEGIN [A-Z0-9 ]*PRIVATE KEY-----$/m

/** A private key is no text to show, also where no task called it a secret. */
export function shownText(state: State): string {
  const { text, size = 0 } = state
  if (typeof text === 'string' && privateKey.test(text))
    return `(not shown: a private key, ${size} bytes, sha256 ${String(state.sha256).slice(0, 8)}...)\n`
  if (typeof text === 'string') return text
  if (state.type !== 'file') return ''
  return `(not shown: ${state.text === null ? 'binary or large' : 'not read'}, ${size} bytes)\n`
}
