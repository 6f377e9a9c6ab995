# Sends requests and prints which process served each. Runs behind http.pl and ask-entrances.pl. Argument: see line() in served.ts. Log lines may lie in a
# buffer for five seconds before they are written. If no request is answered, it does not wait that long for all of them.
my ($doors, $requests, $logs, $nginx) = split /\x01/, $ARGV[0];
my @requests = map { [split / /, $_, 2] } split /\x02/, $requests;
my @logs = map { [split / /, $_, 2] } split /\x02/, $logs;
my $mark = "swk-" . time() . "-$$";
my %begin = map { $_ => (-s $_ || 0) } $nginx, map { $_->[1] } @logs;
my $since = time() - 1;
my @status = ask_entrances($mark, $doors, $requests);
print "status $_ $status[$_]\n" for 0 .. $#status;
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
