/** Shell functions that change one path each; see functions.sh. */
import { program } from '../../shell/program.ts'
import { readProgram } from '../../shell/program-file.ts'
import { raw, type Sh, sh } from '../../shell/sh.ts'
import { realPath } from './real.ts'

/** Reads words and standard input; see change.pl. */
export const changeProgram = `${realPath}${readProgram('resources/path/change.pl')}`

const perl = sh`swk_find_real=${`${realPath}${readProgram('resources/path/find-real.pl')}`}
swk_change=${changeProgram}`

/** Defines the functions in the shell that runs it. */
export const functions: Sh = sh`eval ${raw(program(`${perl}\n${readProgram('resources/path/functions.sh')}`))}`
