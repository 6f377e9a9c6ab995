/** The errors of the transport, in one place so that they sound alike. */
import type { ErrorCode } from '../errors/codes.ts'
import { SwkError } from '../errors/diagnostic.ts'
import { printable } from '../errors/printable.ts'
import type { ChannelEnd } from './channel.ts'
import { loopExits } from './loop.ts'

export function failure(code: ErrorCode, message: string, more: { found?: string; hint?: string } = {}): SwkError {
  return new SwkError({ code, message, ...more })
}

/** What was seen of a shell that ended before it said hello. `stdout` and `stderr` are what the host said last. */
export type StartFailure = ChannelEnd & {
  readonly name: string
  /** The program that was to make it root's. */
  readonly become: 'sudo' | 'su' | undefined
  readonly stdout: string
  readonly stderr: string
}

/** Why a shell ended before it said hello. */
export function startFailure(seen: StartFailure): SwkError {
  const said = printable(`${seen.stdout}\n${seen.stderr}`).trim()
  const more = said === '' ? {} : { found: said }
  if (seen.become) {
    const failures = seen.become === 'su' ? suFailures : sudoFailures
    const known = failures.find(({ pattern }) => pattern.test(seen.stderr))
    if (known) return failure('sudo-failed', `${seen.name}: ${known.message}`, { ...more, hint: known.hint })
  }
  if (/account is currently not available|nologin/i.test(said))
    return failure('auth-failed', `${seen.name}: the account may not log in`, more)
  if (/password (has )?expired|required to change your password/i.test(said))
    return failure('auth-failed', `${seen.name}: the password of the account has expired`, more)
  if (/head: (Permission denied|.*Operation not permitted)/.test(seen.stderr))
    return failure('sudo-failed', `${seen.name}: sudo lets the shell start no other program`, {
      ...more,
      hint: 'remove `Defaults noexec` (or the tag NOEXEC) for this user from sudoers',
    })
  return failure('protocol', `${seen.name}: the shell ended before it was ready (${ending(seen)})`, {
    ...more,
    hint: startUpFiles,
  })
}

/** A login shell reads its start-up files before it runs a command. */
const startUpFiles =
  'a start-up file of the login shell (.bashrc, .profile) must not exit and must not read its input where no terminal is: start it with `[ -t 0 ] || return`'

/** A shell that neither started nor ended. */
export function startTimeout(name: string, seconds: number): SwkError {
  return failure('unreachable', `${name}: the shell did not start within ${seconds} s`, { hint: startUpFiles })
}

/** A session that ended in the middle. */
export function ended(name: string, end: ChannelEnd): SwkError {
  const lost = end.code === null && end.signal === null
  return failure(lost ? 'unreachable' : 'protocol', `${name}: the shell on the host ended (${ending(end)})`)
}

function ending({ code, signal }: ChannelEnd): string {
  if (signal !== null) return `signal ${signal}`
  if (code === null) return 'connection lost'
  return loopExits[code] ?? `exit ${code}`
}

const suFailures: typeof sudoFailures = [
  {
    pattern: /a password is required/,
    message: 'su wants a password, and none was given',
    hint: 'give that of root with --ask-become-pass (-K) or the variable become_password',
  },
  {
    pattern: /Authentication failure|Permission denied|Sorry, try again/,
    message: 'su did not accept the password',
    hint: 'check become_password, or what was typed for --ask-become-pass: su wants the password of root',
  },
  { pattern: /^su: |su.*not found/m, message: 'su failed', hint: 'try `su -c true` on the host by hand' },
]

/** The one who has the password to sudo but is not asked for it, and the others. English, as sudo speaks without a locale. */
const sudoFailures: readonly { pattern: RegExp; message: string; hint: string }[] = [
  {
    pattern: /a password is required|a terminal is required|no askpass program/,
    message: 'sudo wants a password, and none was given',
    hint: 'give it with --ask-become-pass (-K) or the variable become_password',
  },
  {
    pattern: /incorrect password|Sorry, try again|Authentication failure/,
    message: 'sudo did not accept the password',
    hint: 'check become_password, or what was typed for --ask-become-pass',
  },
  {
    pattern: /is not in the sudoers file|is not allowed to (run|execute)|may not run sudo/,
    message: 'the login user may not become root with sudo',
    hint: 'allow it in sudoers, or log in as another user (ssh_user)',
  },
  {
    pattern: /sudo.*(not found|No such file)/,
    message: 'sudo is not installed on the host',
    hint: 'install sudo, or log in as root (ssh_user: root)',
  },
  {
    pattern: /sudo: .*requiretty|must have a tty/,
    message: 'sudo insists on a terminal',
    hint: 'remove requiretty from sudoers',
  },
  { pattern: /^sudo: /m, message: 'sudo failed', hint: 'try `sudo true` on the host by hand' },
]
