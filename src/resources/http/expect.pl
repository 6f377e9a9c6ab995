# Copies an answer of ask.pl, and fails unless its status is one of the arguments.
my $said = do { local $/; <STDIN> };
print $said;
my ($error, undef, $answer) = split /\0/, $said, 3;
my ($status) = $answer =~ m{^HTTP/\S+ (\d+)};
if ($error ne "") { print STDERR "$error\n"; exit 1 }
exit 0 if grep { $_ == $status } @ARGV;
print STDERR "status $status, expected @{[join q( or ), @ARGV]}\n"; exit 1;
