# Sends requests and prints which process served each. Argument: see line() in served.ts. Log lines may lie in a buffer for five seconds
# before they are written. If no request is answered, it does not wait that long for all of them.
use IO::Socket;
my ($doors, $requests, $logs, $nginx) = split /\x01/, $ARGV[0];
my @doors = map { [split / /] } split /\x02/, $doors;
my @requests = map { [split / /, $_, 2] } split /\x02/, $requests;
my @logs = map { [split / /, $_, 2] } split /\x02/, $logs;
my $mark = "swk-" . time() . "-$$";
my %begin = map { $_ => (-s $_ || 0) } $nginx, map { $_->[1] } @logs;
my $since = time() - 1;
$SIG{PIPE} = "IGNORE";
for my $i (0 .. $#requests) {
  last if time() - $since > 35;
  my $status = 0;
  my ($at, $request) = @{$requests[$i]};
  my ($address, $port, $tls, $host) = @{$doors[$at]};
  eval {
    local $SIG{ALRM} = sub { die }; alarm 10;
    my $text = "$request HTTP/1.0\r\nHost: $host\r\nUser-Agent: $mark-$i.\r\nContent-Length: 0\r\n\r\n";
    if ($tls) {
      pipe(my $in, my $out); my $pid = open(my $answer, "-|") // die;
      if (!$pid) { open(STDIN, "<&", $in); close $out; open(STDERR, ">", "/dev/null"); exec "openssl", "s_client", "-quiet", "-no_ign_eof", "-servername", $host, "-connect", ($address =~ /:/ ? "[$address]" : $address) . ":$port"; exit 1 }
      close $in; $out->autoflush(1); print $out $text;
      while (<$answer>) { if (m{^HTTP/\S+ (\d+)}) { $status = $1; last } } kill "TERM", $pid; close $out; close $answer;
    } else {
      my $class = $address =~ /:/ ? do { require IO::Socket::IP; "IO::Socket::IP" } : "IO::Socket::INET";
      my $s = $class->new(PeerAddr => $address, PeerPort => $port, Proto => "tcp", Timeout => 5) or die;
      print $s $text; my $first = <$s>; $status = $1 if $first =~ m{^HTTP/\S+ (\d+)}; close $s;
    }
  };
  alarm 0;
  print "status $i $status\n";
}
my %by;
for (1 .. 32) {
  for my $log (@logs) {
    my ($name, $place) = @$log; my $fh;
    if ($place =~ /^journal:(.*)/) { open($fh, "-|", "journalctl", "-q", "-o", "cat", "--since", "\@$since", "-u", $1) or next }
    else { open($fh, "<", $place) or next; seek $fh, $begin{$place}, 0 if -s $place >= $begin{$place} }
    while (<$fh>) { $by{$1} //= $name if /Processed request.*\Q$mark\E-(\d+)\./ }
    close $fh;
  }
  last if keys %by >= @requests;
  select undef, undef, undef, .25;
}
print "by $_ $by{$_}\n" for sort keys %by;
if (keys %by < @requests && $nginx ne "" && open(my $fh, "<", $nginx)) {
  my %to;
  seek $fh, $begin{$nginx}, 0 if -s $nginx >= $begin{$nginx};
  while (<$fh>) { $to{$2}{$1} = 1 if / by="unix:([^", ]+)" .*"([A-Z]+ [^"]*)"$/ }
  for my $i (grep { !$by{$_} } 0 .. $#requests) {
    my ($what) = $requests[$i][1] =~ /^([^?]*)/;
    $what =~ s/%([0-9A-Fa-f]{2})/chr hex $1/ge;
    my @to = keys %{$to{$what} // {}};
    print "via $i $to[0]\n" if @to == 1;
  }
}
print "\@end\n";
