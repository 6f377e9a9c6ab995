# Prints the path behind links; runs behind real.pl.
my ($path, $barred) = real($ARGV[0]);
if (!defined $path) { print STDERR "$barred is a link that is not followed: root does not own it, or others can write to its folder\n"; exit 9 }
print "$path/";
