# Standard input: what `systemctl show` prints of units. Prints the same with a short line for each command that names a path, `ExecStart=WORDS`:
# without line ends, options that name a configuration, and the record of a start (start-record.ts).
local $/;
my $shown = <STDIN> // "";
$shown =~ s{^(Exec\w+)=\{ path=.*? ; argv\[\]=(.*?) ; ignore_errors=(?:yes|no) ; start_time=[^\n]*\}(?:\n|\z)}{line($1, $2)}gems;
print $shown;
sub line {
  my ($key, $words) = @_;
  return "" if $words =~ /# started with/;
  $words =~ s/--config\S*?[= ]\S+//g;
  $words =~ s/\s+/ /g;
  return $words =~ m{ .*/} ? "$key=$words\n" : "";
}
