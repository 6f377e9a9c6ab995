# Prints what the entrances answer: STATUS METHOD PATH ENTRANCE, a line each. Runs behind http.pl and ask-entrances.pl.
# Arguments: the entrances and the requests of ask_entrances, and behind them a name for each entrance.
my ($doors, $requests, @names) = @ARGV;
my @status = ask_entrances("swk-" . time() . "-$$", $doors, $requests);
for my $request (split /\x02/, $requests) {
  my ($at, $what) = split / /, $request, 2;
  print shift @status, " $what $names[$at]\n";
}
