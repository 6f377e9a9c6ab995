# Standard input: the files that nginx reads, in its order. Prints each with its real path, and the text of those with one of the directives
# in DIRECTIVES (a regular expression), as `@text BYTES MODE OWNER GROUP REAL`, except for large ones.
use Cwd qw(realpath);
my ($directives) = @ARGV;
my $deciding = qr/(?:^|[ \t\r\f;{}])(?:$directives)[ \t\r\f{]/m;
my $most = 262144;
my %seen;
chomp(my @files = <STDIN>);
for my $file (@files) {
  next if $seen{$file}++ || !-f $file;
  my $real = realpath($file) // $file;
  print "\@include $file\n\@real $real\n";
  open my $in, "<", $file or next;
  my @s = stat $in;
  read $in, my $text, $s[7];
  next if $text !~ $deciding;
  if (length($text) > $most) { print "\@large $file\n"; next }
  my $owner = getpwuid($s[4]) // $s[4];
  my $group = getgrgid($s[5]) // $s[5];
  printf "\@text %d %o %s %s %s\n", length $text, $s[2] & 07777, $owner, $group, $real;
  print $text, "\n";
}
