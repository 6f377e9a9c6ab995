import { readProgram } from '../../shell/program-file.ts'

/**
 * The path behind links, as a piece of Perl for the probe and for writes alike. A link is followed where root (or who asks) owns
 * it and no one else can write to a folder on the way to it: then nobody can turn it elsewhere. Any other link is not followed.
 */
export const realPath = readProgram('resources/path/real.pl')

/** Which flag of its file system holds a path, as a piece of Perl behind {@link realPath}. */
export const flagProgram = readProgram('resources/path/flag.pl')
