# Calls listen(2) again on the sockets of a process, so that more may wait: 4096 is the usual limit of the kernel (net.core.somaxconn).
# Argument: the process. pidfd_open(2) and pidfd_getfd(2) have no names in Perl; the numbers are those of every architecture of Debian.
use Socket; my $pid = shift; my $process = syscall(434, $pid + 0, 0);
for my $path (glob "/proc/$pid/fd/*") {
  next unless (readlink($path) // "") =~ /^socket:/;
  my $fd = syscall(438, $process, substr($path, rindex($path, "/") + 1) + 0, 0);
  next if $fd < 0 or not open(my $socket, "+<&=$fd");
  listen($socket, 4096) if unpack("i", getsockopt($socket, SOL_SOCKET, SO_ACCEPTCONN))
}
