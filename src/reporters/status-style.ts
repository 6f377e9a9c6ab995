/** How each status is said, drawn and coloured. Pure. */
import type { Status } from '../engine/events.ts'
import type { Meaning } from './colour.ts'

export const meanings: Readonly<Record<Status, Meaning>> = {
  ok: 'good',
  changed: 'change',
  unknown: 'doubt',
  skipped: 'faint',
  failed: 'bad',
  unreachable: 'bad',
}

type Ended = { readonly status: Status; readonly ignored?: boolean; readonly rescued?: boolean }

/** A check changes nothing, and must not read as if it had. */
export function word({ status, ignored, rescued }: Ended, check: boolean): string {
  if (ignored) return rescued ? 'rescued' : 'ignored'
  return check && status === 'changed' ? 'would change' : status
}

export type Symbols = Readonly<Record<Status | 'interrupted' | 'waiting' | 'arrow' | 'dot' | 'more', string>> & {
  readonly spinner: readonly string[]
}

const unicode: Symbols = {
  ok: '✔',
  changed: '●',
  unknown: '?',
  skipped: '–',
  failed: '✖',
  unreachable: '⊘',
  interrupted: '■',
  waiting: '·',
  arrow: '→',
  dot: '·',
  more: '…',
  spinner: ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'],
}

const ascii: Symbols = {
  ok: '+',
  changed: '*',
  unknown: '?',
  skipped: '-',
  failed: 'x',
  unreachable: '!',
  interrupted: '#',
  waiting: '.',
  arrow: '->',
  dot: '-',
  more: '...',
  spinner: ['|', '/', '-', '\\'],
}

/** Unicode only where the locale says that the terminal reads UTF-8. */
export function symbols(env: Readonly<Record<string, string | undefined>>): Symbols {
  const locale = env.LC_ALL || env.LC_CTYPE || env.LANG || ''
  return /utf-?8/i.test(locale) ? unicode : ascii
}
