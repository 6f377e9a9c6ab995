/**
 * How many requests may wait before a process takes them. Synapse asks for 50 a socket, and has no setting for it. At a UNIX socket the
 * 51st is not kept waiting, as it would be with TCP, but refused (EAGAIN): where a gate opens, or many come at once, all others fail.
 */

/** The usual limit of the kernel (net.core.somaxconn). */
const most = 4096

/** pidfd_open(2) and pidfd_getfd(2), for which Perl has no names; the numbers are those of every architecture that Debian has. */
const program = [
  'use Socket; my $pid = shift; my $process = syscall(434, $pid + 0, 0);',
  'for my $path (glob "/proc/$pid/fd/*") {',
  'next unless (readlink($path) // "") =~ /^socket:/;',
  'my $fd = syscall(438, $process, substr($path, rindex($path, "/") + 1) + 0, 0);',
  'next if $fd < 0 or not open(my $socket, "+<&=$fd");',
  `listen($socket, ${most}) if unpack("i", getsockopt($socket, SOL_SOCKET, SO_ACCEPTCONN)) }`,
].join(' ')

/**
 * A line of a unit: as soon as its process listens, listen(2) is called again on its sockets, by root. Gates before it open only
 * behind that. A `-`: where the kernel does not allow it (5.6 or newer does), 50 have to do.
 */
export const moreMayWait = `# Let more than 50 connections wait at its sockets.\nExecStartPost=-+/usr/bin/perl -e '${program.replaceAll('$', '$$$$')}' $MAINPID\n`
