/**
 * Programs that a script needs as one word (`perl -e`, `eval`). A session sends each of them once and keeps it beside the scripts it
 * runs, so that the bytes of a play do not grow with the programs that its steps share.
 */
import { createHash, randomBytes } from 'node:crypto'
import { lines, quote, type Sh, sh } from './sh.ts'

/** No data holds it: it is random for each process. */
const mark = `swk${randomBytes(12).toString('hex')}x`
/** `eval PROGRAM` is also read as a file: that is shorter. */
const uses = new RegExp(`(eval )?${mark}([0-9a-f]{8})`, 'g')
const texts = new Map<string, string>()

/** A shell word that expands to `text`; it must stand outside of quotes. See {@link inlinePrograms} for scripts that are not frames. */
export function program(text: string): Sh {
  const hash = createHash('sha256').update(text).digest('hex').slice(0, 8)
  if ((texts.get(hash) ?? text) !== text) throw new Error('two programs have the same name; change a comma in one')
  texts.set(hash, text)
  return `${mark}${hash}` as Sh
}

/** The script with each program written out: for a shell that is not the session's own (another user's, a file). */
export function inlinePrograms(script: Sh): Sh {
  return script.replace(uses, (_, evaluates = '', hash: string) => `${evaluates}${quote(textOf(hash))}`) as Sh
}

/** The programs of a script, by hash. */
export function programsOf(script: Sh): ReadonlySet<string> {
  return new Set([...script.matchAll(uses)].map(([, , hash]) => hash as string))
}

/** The script as a frame runs it: programs are read from the directory of the script; those in `missing` are put there first. */
export function withStoredPrograms(script: Sh, missing: Iterable<string>): Sh {
  const stored = script.replace(uses, (_, evaluates: string | undefined, hash: string) =>
    evaluates === undefined ? `"$(cat "\${0%/*}"/${hash})"` : `. "\${0%/*}"/${hash}`,
  ) as Sh
  return lines(...[...missing].map(store), stored)
}

/** Renamed into place: a part of a program is never run. */
function store(hash: string): Sh {
  return sh`{ printf %s ${textOf(hash)} >"\${0%/*}"/${hash}.new && mv "\${0%/*}"/${hash}.new "\${0%/*}"/${hash}; } || exit 73`
}

function textOf(hash: string): string {
  const text = texts.get(hash)
  if (text === undefined) throw new Error(`the program ${hash} was not made by program()`)
  return text
}
