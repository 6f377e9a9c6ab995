/**
 * How many requests may wait before a process takes them. Synapse asks for 50 a socket, and has no setting for it. At a UNIX socket the
 * 51st is not kept waiting, as it would be with TCP, but refused (EAGAIN): where a gate opens, or many come at once, all others fail.
 */
import { readProgram } from '../../shell/program-file.ts'

/** One line, as a unit needs it; systemd reads `$$` as `$`. */
const program = readProgram('topology/systemd/backlog.pl').trim().replace(/\n\s*/g, ' ').replaceAll('$', '$$$$')

/**
 * A line of a unit: as soon as its process listens, listen(2) is called again on its sockets, by root. Gates before it open only
 * behind that. A `-`: where the kernel does not allow it (5.6 or newer does), 50 have to do.
 */
export const moreMayWait = `# Let more than 50 connections wait at its sockets.\nExecStartPost=-+/usr/bin/perl -e '${program}' $MAINPID\n`
