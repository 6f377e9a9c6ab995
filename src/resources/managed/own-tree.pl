# DIR OWNER GROUP MODE: owner, group and mode of a file, or of a directory and all that is in it; runs after enter.pl. Each entry is changed through a
# descriptor that no link leads to.
my ($path, $owner, $group, $mode) = @ARGV;
my ($uid, $gid) = identity($owner, $group);
# chmod(1) knows modes in letters; it gets the descriptor.
$^F = 1 << 20;
sub change_mode {
  my ($name, $file) = @_;
  if ($mode =~ /^[0-7]+\z/) { chmod(oct $mode, place($file)) == 1 or die "$name: $!\n" }
  else { system("chmod", "--", $mode, place($file)) == 0 or die "$name: chmod $mode failed\n" }
}
sub own {
  my ($name) = @_;
  my $file = handle($name, 0);
  my @s = stat $file;
  if (($uid != -1 && $uid != $s[4]) || ($gid != -1 && $gid != $s[5])) { chown($uid, $gid, place($file)) == 1 or die "$name: $!\n" }
  return if S_ISLNK($s[2]);
  change_mode($name, $file) if $mode ne "";
  return if !S_ISDIR($s[2]);
  my $up = handle(".", 0);
  chdir $file or die "$name: $!\n";
  opendir my $list, "." or die "$name: $!\n";
  for (grep { $_ ne "." && $_ ne ".." } readdir $list) { eval { own($_); 1 } or $! == POSIX::ENOENT() or die $@ }
  chdir $up or die "..: $!\n";
}
my ($real, $barred) = real($path);
die "$barred is a link that is not followed: root does not own it, or others can write to its folder\n" if !defined $real;
my ($above, $name) = $real =~ m{^(.*)/([^/]+)\z}s or die "$path cannot be changed as a whole\n";
enter($above);
own($name);
