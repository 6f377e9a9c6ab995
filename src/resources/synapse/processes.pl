# Prints the processes that run a Synapse, their configuration and the TCP ports on which they listen. Processes in a container have
# another pid namespace: they are not this host's Synapse. A prefork child counts as its parent.
my $own = readlink "/proc/self/ns/pid";
my %port;
for my $table ("tcp", "tcp6") {
  open(my $fh, "<", "/proc/net/$table") or next;
  while (<$fh>) { my @f = split; $port{$f[9]} = $f[1] if $f[3] eq "0A" }
}
for my $dir (sort { substr($a, 6) <=> substr($b, 6) } glob "/proc/[0-9]*") {
  open(my $fh, "<", "$dir/cmdline") or next;
  my @argv = split /\0/, do { local $/; <$fh> } // "";
  my ($app) = map { m{(?:^|[./])synapse[./]app[./](\w+?)(?:\.py)?$} ? $1 : () } @argv;
  next if !defined $app || $app eq "admin_cmd" || $argv[0] !~ /python/;
  next if (readlink "$dir/ns/pid") ne $own;
  my ($pid) = $dir =~ /(\d+)$/;
  my $cwd = readlink "$dir/cwd";
  my $unit = "";
  if (open(my $groups, "<", "$dir/cgroup")) { while (<$groups>) { chomp; $unit = $1 if m{/([^/]+\.(?:service|scope))(?:/[^/]+)*$} } }
  print "\@process $pid $app $unit\n";
  while (@argv) {
    my $word = shift @argv;
    my $path = $word =~ /^--config-(?:path|file)=(.*)/ ? $1 : $word =~ /^(?:-c|--config-path|--config-file)$/ ? shift @argv : next;
    $path = "$cwd/$path" if $path !~ m{^/};
    $path =~ s/\n/?/g;
    print "config $path\n";
  }
  my %seen;
  for (glob "$dir/fd/*") {
    my $inode = (readlink($_) // "") =~ /^socket:\[(\d+)\]$/ ? $1 : next;
    print "listens $port{$inode}\n" if $port{$inode} && !$seen{$port{$inode}}++;
  }
}
