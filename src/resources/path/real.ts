/**
 * The path behind links, as a piece of Perl for the probe and for writes alike. A link is followed where root (or who asks) owns
 * it and no one else can write to a folder on the way to it: then nobody can turn it elsewhere. Any other link is not followed.
 */
export const realPath = String.raw`
use strict; use Fcntl qw(:mode);
my %closed;
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
    my $target = readlink $path;
    return (undef, $path) if !$left-- || !defined $target || ($s[4] != 0 && $s[4] != $>) || !closed($at);
    $at = "" if $target =~ m{^/};
    unshift @todo, split m{/}, $target;
  }
  return $at eq "" ? "/" : $at;
}`
