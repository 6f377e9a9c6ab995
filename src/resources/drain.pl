# Waits until no client is connected to any of some UNIX sockets. Arguments: seconds that it waits at most, paths of the sockets.
# In /proc/net/unix an accepted connection has the path of its listener, and state 03 while it is established. nginx takes a moment to
# follow a reload: the first look comes a little later, and two looks in a row must see no client.
use strict;
my $end = time + shift; my %asked = map { $_ => 1 } @ARGV; my $quiet = 0;
while (time < $end) {
  select undef, undef, undef, 0.2;
  open my $file, "<", "/proc/net/unix" or exit;
  my $busy = 0;
  while (<$file>) { my @f = split; $busy++ if defined $f[7] && $f[5] eq "03" && $asked{$f[7]} }
  $quiet = $busy ? 0 : $quiet + 1;
  exit if $quiet == 2;
}
