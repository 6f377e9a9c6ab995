/** Shell functions that change one path each; see functions.sh. */
import { program } from '../../shell/program.ts'
import { readProgram } from '../../shell/program-file.ts'
import { raw, type Sh, sh } from '../../shell/sh.ts'
import { realPath } from './real.ts'

/** Reads words and standard input; see change.pl. */
export const changeProgram = `${realPath}${readProgram('resources/path/change.pl')}`

/** `part` of the steps that remove a tree. */
export const treePart = 'a part of it was removed'

const variables = sh`swk_part=${treePart}
swk_find_real=${`${realPath}${readProgram('resources/path/find-real.pl')}`}
swk_change=${changeProgram}`

/** Defines the functions in the shell that runs it. */
export const functions: Sh = sh`eval ${raw(program(`${variables}\n${readProgram('resources/path/functions.sh')}`))}`
