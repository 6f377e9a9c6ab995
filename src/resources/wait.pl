# Looks at conditions, or waits for the first. Input, each ended by NUL: timeout, delay, sleep, message; then for each condition: what,
# name, host, pattern, state. Without a timeout it looks once and prints `1` or `0` for each; otherwise it looks until the first is
# met, or fails with the message.
use strict; use IO::Socket::IP; use IO::Socket::UNIX; use Socket;
my @in = do { local $/ = "\0"; <STDIN> };
s/\0\z// for @in;
my ($timeout, $delay, $sleep, $message) = splice @in, 0, 4;
my @all;
while (my @one = splice @in, 0, 5) { push @all, [@one] }
if (!$timeout) { print join "", map { met(@$_) ? 1 : 0 } @all; exit }
my $end = time + $timeout;
sleep $delay if $delay;
until (met(@{$all[0]})) {
  if (time >= $end) { print STDERR "$message\n"; exit 75 }
  sleep($sleep || 1);
}
sub met {
  my ($what, $name, $host, $pattern, $state) = @_;
  my $wanted = $state !~ /^(stopped|absent|drained)\z/;
  if ($what eq "port") { return !clients($name) if $state eq "drained"; return $wanted == connects($host, $name) }
  if ($what eq "socket") { return $wanted == (defined IO::Socket::UNIX->new(Peer => $name, Timeout => 2) ? 1 : 0) }
  return $wanted == (lstat $name ? 1 : 0) if $pattern eq "";
  return $wanted == matches($name, $pattern);
}
sub connects {
  my ($host, $port) = @_;
  my $socket = IO::Socket::IP->new(PeerHost => $host, PeerPort => $port, Type => SOCK_STREAM, GetAddrInfoFlags => 0, Timeout => 2);
  return defined $socket ? 1 : 0;
}
sub clients {
  my $port = sprintf "%04X", $_[0];
  for my $table ("/proc/net/tcp", "/proc/net/tcp6") {
    open my $file, "<", $table or next;
    while (<$file>) { return 1 if /^\s*\d+: [0-9A-F]+:$port \S+ 0[1-6] / }
  }
  return 0;
}
sub matches {
  my ($name, $pattern) = @_;
  open my $file, "<", $name or return 0;
  while (<$file>) { return 1 if /$pattern/ }
  return 0;
}
