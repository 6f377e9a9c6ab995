/**
 * What a running process began with: systemd itself notes it at each start, whoever starts the unit, through a drop-in. The
 * environment of the process would do too, but daemons that rewrite their title (Redis, nginx, PostgreSQL) overwrite it.
 */
import { commandWord } from './quote.ts'

/** One note a unit, gone after a reboot as the processes are. */
export const startRecords = '/run/swk/started'

/** First line of a note: it is there also where none of the files is. */
const recordMark = '# started with'

/** First line of the drop-in. */
export const dropInMark = '# Written by swk: records at each start which configuration the process started with.'

/** The text of the drop-in: at each start the content of the files is noted, a line `sha256  path` for each that is there. */
export function recordingDropIn(files: readonly string[]): string {
  const note = `mkdir -p ${startRecords} && { echo "${recordMark}"; sha256sum -- "$$@" 2>/dev/null || :; } >"${startRecords}/%n"`
  return `${dropInMark}\n[Service]\nExecStartPre=+/bin/sh -c '${note}' sh ${files.map(commandWord).join(' ')}\n`
}

/** What is noted, as the `config` of a unit's state: sorted by path. Null: nothing. */
export function startRecordPath(lines: readonly string[]): string | null {
  if (!lines.includes(recordMark)) return earlier(lines)
  const files = lines.flatMap(line => {
    const [, sha256 = '', path = ''] = /^([0-9a-f]{64}) [ *](.+)$/.exec(line) ?? []
    return path === '' ? [] : [[path, sha256] as const]
  })
  return asNote(new Map(files))
}

/** Earlier versions noted one hash for all files: the process began with something that cannot be compared. */
function earlier(lines: readonly string[]): string | null {
  const hash = lines.find(line => /^[0-9a-f]{64}$/.test(line))
  return hash === undefined ? null : asNote(new Map([['the record of an earlier version of swk', hash]]))
}

/** Path -> sha256 as text. */
export function asNote(files: ReadonlyMap<string, string>): string {
  return [...files]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([path, sha256]) => `${sha256} ${path}\n`)
    .join('')
}

/** {@link asNote} read again. */
export function filesOfNote(note: string): ReadonlyMap<string, string> {
  const lines = note.split('\n').filter(Boolean)
  return new Map(lines.map(line => [line.slice(65), line.slice(0, 64)]))
}
