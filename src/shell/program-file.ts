/** Programs for the host are files next to the code that runs them; scripts/build.ts copies them into the package. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { programsDirectory } from '../package.ts'
import { type Sh, sh } from './sh.ts'

/** The text of a program, without the comment that it starts with; `name` is its path in src/. */
export const readProgram = (name: string): string =>
  readFileSync(join(programsDirectory, name), 'utf8').replace(/^(?:#.*\n)+/, '')

/** Runs a shell or Perl program with `words` as its arguments, and the script's own standard input. A shell program runs in the script's shell. */
export function runProgram(name: string, words: readonly (string | number)[] = []): Sh {
  const text = readProgram(name)
  return name.endsWith('.pl') ? sh`perl -e ${text} -- ${words}` : sh`set -- ${words}\neval ${text}`
}
