# Enters directories through no link that others could turn elsewhere; runs after real.pl. What is done by name in the directory
# that was entered stays in it, whatever its owner does.
use Fcntl qw(:mode O_NOFOLLOW O_DIRECTORY O_CREAT O_EXCL O_WRONLY O_RDONLY); use POSIX ();
use constant O_PATH => 010000000;
sub handle {
  my ($name, $flags) = @_;
  sysopen my $file, "./$name", O_PATH | O_NOFOLLOW | $flags or die "$name: $!\n";
  return $file;
}
sub place { "/proc/self/fd/" . fileno $_[0] }
sub step {
  my ($name, $makes) = @_;
  my $new = $makes && mkdir "./$name", 0755;
  my $dir = handle($name, O_DIRECTORY);
  my @s = stat $dir;
  die "$name was replaced while it was made\n" if $new && $s[4] != $>;
  chdir $dir or die "$name: $!\n";
  return $new;
}
sub enter {
  my ($path, $makes) = @_;
  my ($real, $barred) = real($path);
  die "$barred is a link that is not followed: root does not own it, or others can write to its folder\n" if !defined $real;
  chdir "/" or die "/: $!\n";
  step($_, $makes) for grep { length } split m{/}, $real;
}
sub identity {
  my ($owner, $group) = @_;
  my $uid = $owner eq "" ? -1 : $owner =~ /^\d+\z/ ? $owner : getpwnam($owner) // die "there is no user $owner\n";
  my $gid = $group eq "" ? -1 : $group =~ /^\d+\z/ ? $group : getgrnam($group) // die "there is no group $group\n";
  return ($uid, $gid);
}
