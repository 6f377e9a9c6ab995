# FROM DEST KEEP: lays all that is in a directory of root's over another one; runs after enter.pl. Files take their place whole. KEEP:
# what is replaced gives its owner and mode to the new. Standard input: directories whose owner and mode count although they exist.
my ($from, $dest, $keep) = @ARGV;
my $number = 0;
chomp(my @listed = <STDIN>);
my %listed = map { (my $name = $_) =~ s{^\./}{}; $name =~ s{/+\z}{}; ($name => 1) } @listed;
sub temporary { ".swk.$$." . $number++ }
sub give {
  my ($file, @s) = @_;
  if ($> == 0) { chown($s[4], $s[5], $file) == 1 or die "chown: $!\n" }
  chmod($s[2] & 07777, $file) == 1 or die "chmod: $!\n";
  utime $s[8], $s[9], $file;
}
sub file {
  my ($source, $name, @s) = @_;
  my $temp = temporary();
  sysopen my $in, $source, O_RDONLY | O_NOFOLLOW or die "$source: $!\n";
  sysopen my $out, $temp, O_CREAT | O_EXCL | O_WRONLY | O_NOFOLLOW, 0600 or die "$temp: $!\n";
  my $done = eval {
    while (my $n = sysread $in, my $block, 1 << 20) { syswrite($out, $block) == $n or die "$name: $!\n" }
    my @old = $keep ? lstat "./$name" : ();
    @s[2, 4, 5] = @old[2, 4, 5] if @old && S_ISREG($old[2]);
    if ($keep && !@old) { ($s[4], $s[5]) = ($>, (split " ", $))[0]) }
    give(place($out), @s);
    rename $temp, "./$name" or die "$name: $!\n";
  };
  if (!$done) { unlink $temp; die $@ }
}
sub lay {
  my ($at) = @_;
  opendir my $list, "$from/$at" or die "$from/$at: $!\n";
  for my $name (sort grep { $_ ne "." && $_ ne ".." } readdir $list) {
    my $source = "$from/$at$name";
    my @s = lstat $source or die "$source: $!\n";
    if (S_ISDIR($s[2])) {
      my $up = handle(".", 0);
      my $new = step($name, 1);
      lay("$at$name/");
      my $here = handle(".", 0);
      if ($new && $keep) { chmod $s[2] & 07777, place($here) }
      elsif ($new || $listed{"$at$name"}) { give(place($here), @s) }
      chdir $up or die "..: $!\n";
    } elsif (S_ISLNK($s[2])) {
      my $temp = temporary();
      symlink readlink $source, $temp or die "$name: $!\n";
      POSIX::lchown($s[4], $s[5], $temp) if $> == 0 && !$keep;
      rename $temp, "./$name" or die "$name: $!\n";
    } elsif (S_ISREG($s[2])) { file($source, $name, @s) }
    else { die "$at$name is neither a file, a directory nor a link\n" }
  }
}
enter($dest, 1);
lay("");
