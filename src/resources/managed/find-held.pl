# Prints the first of the paths on standard input, each ended by NUL, that a flag holds: `held`, a tab, the flag and the path. Looks at the first
# ten thousand; runs behind flag.pl.
use strict; use Fcntl qw(:mode);
$/ = "\0";
while (defined(my $path = <STDIN>) && $. <= 10000) {
  chomp $path;
  my @s = lstat $path or next;
  next if !S_ISREG($s[2]) && !S_ISDIR($s[2]);
  my $flag = flag($path);
  if ($flag ne "") { print "held\t$flag $path\n"; last }
}
