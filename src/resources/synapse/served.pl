# Sends requests and prints which process served each. Runs behind http.pl. Argument: see line() in served.ts. Log lines may lie in a
# buffer for five seconds before they are written. If no request is answered, it does not wait that long for all of them.
my ($doors, $requests, $logs, $nginx) = split /\x01/, $ARGV[0];
my @doors = map { [split / /] } split /\x02/, $doors;
my @requests = map { [split / /, $_, 2] } split /\x02/, $requests;
my @logs = map { [split / /, $_, 2] } split /\x02/, $logs;
my $mark = "swk-" . time() . "-$$";
my %begin = map { $_ => (-s $_ || 0) } $nginx, map { $_->[1] } @logs;
my $since = time() - 1;
my @asked = map {
  my ($at, $request) = @{$requests[$_]};
  my ($address, $port, $tls, $host) = @{$doors[$at]};
  my $head = "Host: $host\r\nUser-Agent: $mark-$_.\r\nContent-Length: 0\r\nConnection: close\r\n";
  ["", $address, $port, $tls ? $host : "", $request =~ /^(\S+)/, 10, "$request HTTP/1.1\r\n$head\r\n"]
} 0 .. $#requests;
my ($batch, @status, @tries) = (16);
for (my @left = 0 .. $#asked; @left && time() - $since <= 36;) {
  my @now = splice @left, 0, $batch;
  my @said = ask(@asked[@now]);
  my @late;
  for (0 .. $#said) {
    my (undef, undef, $answer) = split /\0/, $said[$_], 3;
    $status[$now[$_]] = $answer =~ m{^HTTP/\S+ (\d+)} ? $1 : 0;
    push @late, $now[$_] if $status[$now[$_]] =~ /^(429|503)$/ && $tries[$now[$_]]++ < 3;
  }
  # The proxy limits the rate of requests (limit_req).
  $batch = 4 if @late;
  push @left, @late;
  select undef, undef, undef, .5 if $batch < 16;
}
print "status $_ ", $status[$_] // 0, "\n" for 0 .. $#asked;
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
