# The path behind links; see real.ts.
use strict; use Fcntl qw(:mode);
my (%closed, %links);
sub closed {
  my ($dir) = @_;
  $closed{$dir} //= do {
    my @s = lstat($dir eq "" ? "/" : $dir);
    (my $above = $dir) =~ s{/[^/]*\z}{}s;
    @s && ($s[4] == 0 || $s[4] == $>) && !($s[2] & 022) && ($dir eq "" || closed($above)) ? 1 : 0
  }
}
sub real {
  my @todo = split m{/}, $_[0];
  my ($at, $left) = ("", 40);
  while (@todo) {
    my $part = shift @todo;
    next if $part eq "" || $part eq ".";
    if ($part eq "..") { $at =~ s{/[^/]*\z}{}s; next }
    my $path = "$at/$part";
    my @s = lstat $path;
    if (!@s || !S_ISLNK($s[2])) { $at = $path; next }
    $links{$path} = 1;
    my $target = readlink $path;
    return (undef, $path) if !$left-- || !defined $target || ($s[4] != 0 && $s[4] != $>) || !closed($at);
    $at = "" if $target =~ m{^/};
    unshift @todo, split m{/}, $target;
  }
  return $at eq "" ? "/" : $at;
}
