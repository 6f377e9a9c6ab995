/** Shell functions that the steps of units call; see change.sh. */
import { program } from '../../shell/program.ts'
import { readProgram } from '../../shell/program-file.ts'
import { raw, type Sh, sh } from '../../shell/sh.ts'

/** Defines the functions in the shell that runs it. */
export const functions: Sh = sh`eval ${raw(program(readProgram('resources/unit/change.sh')))}`
