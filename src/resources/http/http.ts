import { readProgram } from '../../shell/program-file.ts'

/** HTTP as a piece of Perl, for programs that make requests; see http.pl. */
export const http = readProgram('resources/http/http.pl')
