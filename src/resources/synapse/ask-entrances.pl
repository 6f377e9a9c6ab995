# Sends requests at entrances. Runs behind http.pl.
# DOORS, REQUESTS as line() of served.ts writes them, MARK: a User-Agent is MARK-NUMBER. ; the status of each, 0 where none came.
sub ask_entrances {
  my ($mark, $doors, $requests) = @_;
  my @doors = map { [split / /] } split /\x02/, $doors;
  my @asked = map {
    my ($number, $at, $request) = ($_, split / /, (split /\x02/, $requests)[$_], 2);
    my ($address, $port, $tls, $host) = @{$doors[$at]};
    my $head = "Host: $host\r\nUser-Agent: $mark-$number.\r\nContent-Length: 0\r\nConnection: close\r\n";
    ["", $address, $port, $tls ? $host : "", $request =~ /^(\S+)/, 10, "$request HTTP/1.1\r\n$head\r\n"]
  } 0 .. (split /\x02/, $requests) - 1;
  my ($began, $batch, @status, @tries) = (time(), 16);
  for (my @left = 0 .. $#asked; @left && time() - $began <= 35;) {
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
  return map { $_ // 0 } @status[0 .. $#asked];
}
