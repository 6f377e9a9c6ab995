/** Names that workers are given, one by one; parse/together.ts compares them. */
import type { ErrorCode } from '../../errors/codes.ts'
import type { Reader } from '../../yaml/reader.ts'
import { inboundSocket, longestSocket, replicationSocket, workerGateSocket, writerGateSocket } from '../model/paths.ts'

/** `names`; undefined where it is none. A name that cannot be is reported, and left out. */
export function namesOf(reader: Reader): readonly { readonly name: string; readonly at: Reader }[] | undefined {
  const items = reader.items('`names`', 'Write names: [NAME].')
  if (items?.length === 0) {
    const hint = 'Name a worker, or leave `names` out; 0 removes a role of the preset.'
    return reader.fail({ code: 'no-names', message: '`names` is empty.', expected: 'a name for each worker', hint })
  }
  return items?.flatMap(at => {
    const name = at.text('A name')
    return name !== undefined && isPossible(name, at) ? [{ name, at }] : []
  })
}

function isPossible(name: string, at: Reader): boolean {
  const fault = faultOf(name)
  if (fault) at.fail({ found: JSON.stringify(name), ...fault })
  return fault === undefined
}

type Fault = { readonly code: ErrorCode; readonly message: string; readonly expected?: string; readonly hint: string }

function faultOf(name: string): Fault | undefined {
  const folded = name.toLowerCase()
  if (folded === 'main' || folded === 'master') return reserved(name)
  if (folded === 'homeserver') return takenLog
  if (!/^[A-Za-z][A-Za-z0-9_.-]*$/.test(name)) return badCharacters(name)
  if (/^(y|n|yes|no|on|off|true|false|null)$/.test(folded)) return word(name)
  return tooLong(name)
}

const reserved = (name: string): Fault => ({
  code: 'reserved-name',
  message: `A worker cannot be called \`${name}\`: that is what Synapse calls the main process.`,
  hint: 'Take another name; the main process needs none.',
})

const takenLog: Fault = {
  code: 'name-of-the-log',
  message: 'A worker of this name would write into `homeserver.log`, the log of the main process.',
  hint: 'Choose another name, such as homeserver1.',
}

const word = (name: string): Fault => ({
  code: 'name-is-not-text',
  message: `YAML does not read \`${name}\` as text, and so Synapse would not either.`,
  expected: 'a name',
  hint: `Append a number: ${name.toLowerCase()}1.`,
})

function badCharacters(name: string): Fault {
  const better = name.replaceAll(/[^A-Za-z0-9_.]+/g, '_').replace(/^[^A-Za-z]+|_+$/g, '')
  return {
    code: 'bad-worker-name',
    message: 'The name of a worker must be one that systemd, nginx and paths can carry.',
    expected: 'a letter, then letters, digits, _, - and .',
    hint: better === '' ? 'For example clientsync1.' : `did you mean ${better}?`,
  }
}

const sockets = [inboundSocket, replicationSocket, workerGateSocket, writerGateSocket]

/** Any worker may come to stand behind a gate, or to write a stream: the longest of its sockets counts. */
function tooLong(name: string): Fault | undefined {
  const longest = Math.max(...sockets.map(socket => Buffer.byteLength(socket(name))))
  const over = longest - longestSocket
  if (over <= 0) return undefined
  return {
    code: 'socket-too-long',
    message: `A socket of this worker would have a path of ${longest} bytes.`,
    expected: `${longestSocket} bytes at most`,
    hint: `Shorten the name by ${over}, to ${name.length - over} characters or less.`,
  }
}
