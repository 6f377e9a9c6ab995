/** Programs for the host are files next to the kind that runs them; scripts/build.ts copies them into the package. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { programsDirectory } from '../package.ts'

/** The text of a program; `name` is its path in src/. */
export const readProgram = (name: string): string => readFileSync(join(programsDirectory, name), 'utf8')
