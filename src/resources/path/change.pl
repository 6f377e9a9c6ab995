# Changes paths, one or many; runs behind real.pl. A directory is pinned by its descriptor, a file is created by O_EXCL and changed through its
# own, so that the owner of the directory can't turn root against another file.
# file DIR NAME OWNER:GROUP MODE WAS BYTES [VALIDATE...]: writes standard input. WAS: the hash of what it replaces, `-`: nothing, empty: any file.
# BYTES: the length of standard input, which can break off; empty: any length. The word is not in a list.
# directory DIR NAME OWNER:GROUP MODE: a new one.
# meta DIR NAME OWNER GROUP MODE WAS: of what still is as it was, through no link.
# many: standard input is a list of these: `TASK ITEM BYTES\n` and as many bytes, in which NUL ends each word; what follows the words of a file
# is its content. Prints `STATUS BYTES\n` and a message for each. What fails ends its item and the tasks after its own. Files are staged and synced
# together before the first of them is renamed.
use POSIX (); use IO::Handle (); use Fcntl qw(O_RDONLY O_RDWR O_CREAT O_EXCL O_NOFOLLOW O_NONBLOCK O_DIRECTORY F_SETFD FD_CLOEXEC);
my (%pinned, %temporary, $random, $count, @staged, $failed_task, $failed_item);
umask 077;
binmode STDIN; binmode STDOUT;
sub tidy { unlink keys %temporary; %temporary = () }
my %signal = (HUP => 129, INT => 130, TERM => 143);
for my $name (keys %signal) { $SIG{$name} = sub { tidy(); POSIX::_exit($signal{$name}) } }
sub pin {
  my ($dir) = @_;
  return $pinned{$dir} if $pinned{$dir};
  my ($real, $barred) = real($dir);
  defined $real or die "$barred is a link that is not followed: root does not own it, or others can write to its folder\n";
  sysopen my $handle, $real, O_RDONLY | O_DIRECTORY | O_NOFOLLOW or die "$real: $!\n";
  my $at = "/proc/self/fd/" . fileno $handle;
  (readlink($at) // "") eq $real or die "$dir was moved in the meantime\n";
  if (opendir my $list, "$at/") { for (readdir $list) { unlink "$at/$_" if /^\.swk\.(\d+)\./ && !-d "/proc/$1" } }
  $pinned{$dir} = { at => $at, handle => $handle, real => $real eq "/" ? "" : $real };
}
sub path { "/proc/self/fd/" . fileno $_[0] }
sub id {
  my ($kind, $name) = @_;
  return -1 if $name eq "";
  ($kind eq "user" ? getpwnam($name) : getgrnam($name)) // ($name =~ /^\d+\z/ ? $name : die "there is no $kind $name\n");
}
sub own {
  my ($file, $owner) = @_;
  my ($user, $group) = $owner eq "" ? ($>, $) + 0) : split /:/, $owner;
  $user = id("user", $user); $group = id("group", $group // "");
  chown $user, $group, $file or die "chown: $!\n";
}
# What is read of it is inherited: other programs read it by its number.
sub old {
  my ($dir, $name) = @_;
  local $^F = 100000;
  sysopen my $file, "$dir->{at}/$name", O_RDONLY | O_NOFOLLOW | O_NONBLOCK or die "$name was changed since it was read: $!\n";
  my @s = stat $file;
  S_ISREG($s[2]) or die "$name was changed since it was read: it is not a regular file any more\n";
  $s[3] == 1 or die "$name has $s[3] hard links; a new content would part it from the others\n";
  $file;
}
sub hash {
  open my $sum, "-|", "sha256sum", path($_[0]) or die "sha256sum: $!\n";
  my $line = <$sum> // "";
  close $sum;
  substr $line, 0, 64;
}
sub unchanged {
  my ($dir, $name, $was) = @_;
  my $changed = "$name was changed since it was read; it is left as it is\n";
  if ($was eq "-") { die $changed if lstat "$dir->{at}/$name"; return }
  my $file = old($dir, $name);
  die $changed if $was ne "" && hash($file) ne $was;
  $file;
}
sub attributes {
  my ($what, $from, $to) = @_;
  system("cp", "--attributes-only", "--preserve=$what", path($from), path($to)) == 0 or die "its attributes cannot be kept\n";
}
sub put {
  my ($to, $bytes) = @_;
  for (my $at = 0; $at < length $bytes;) { $at += syswrite($to, $bytes, length($bytes) - $at, $at) // die "write: $!\n" }
}
sub fill {
  my ($to, $content) = @_;
  return put($to, $content) if defined $content;
  while (1) { (sysread(STDIN, my $piece, 1048576) // die "read: $!\n") or return; put($to, $piece) }
}
sub stage {
  my ($where, $name, $owner, $mode, $was, $content, @validate) = @_;
  my $dir = pin($where);
  my $before = unchanged($dir, $name, $was);
  $random //= do { open my $source, "<", "/dev/urandom" or die "/dev/urandom: $!\n"; read $source, my $bytes, 9; unpack "H*", $bytes };
  my $temp = ".swk.$$.$random" . ($count++ || "");
  my $new;
  { local $^F = 100000; sysopen $new, "$dir->{at}/$temp", O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW, 0600 or die "$name: $!\n" }
  my $file = { dir => $dir, name => $name, was => $was, temp => "$dir->{at}/$temp", real => "$dir->{real}/$temp", new => $new, validate => \@validate };
  $temporary{$file->{temp}} = 1;
  if ($before) { attributes("mode", $before, $new); chmod 0600, $new or die "$name: $!\n" }
  fill($new, $content);
  own($new, $owner);
  attributes("xattr", $before, $new) if $before;
  chmod oct $mode, $new or die "$name: $!\n";
  $file;
}
sub validate {
  my ($real, @command) = @_;
  s/%s/$real/g for @command;
  my $child = fork // die "fork: $!\n";
  if (!$child) {
    open STDIN, "<", "/dev/null"; open STDOUT, ">&", \*STDERR;
    exec { $command[0] } @command;
    print STDERR "$command[0]: $!\n"; POSIX::_exit(127);
  }
  waitpid $child, 0;
  $? == 0 or die "the validation command rejected the new content; nothing was changed\n";
}
sub commit {
  my ($file) = @_;
  my ($dir, $name) = @$file{qw(dir name)};
  my (@there, @own) = lstat $file->{temp};
  @own = stat $file->{new};
  @there && $there[0] == $own[0] && $there[1] == $own[1] or die "$name was replaced while it was written\n";
  fcntl $file->{new}, F_SETFD, FD_CLOEXEC;
  validate($file->{real}, @{$file->{validate}}) if @{$file->{validate}};
  unchanged($dir, $name, $file->{was});
  rename $file->{temp}, "$dir->{at}/$name" or die "$name: $!\n";
  delete $temporary{$file->{temp}};
}
sub drop { my ($file) = @_; unlink $file->{temp} if delete $temporary{$file->{temp}} }
sub directory {
  my ($where, $name, $owner, $mode) = @_;
  my $dir = pin($where);
  mkdir "$dir->{at}/$name" or die "$name: $!\n";
  eval {
    sysopen my $new, "$dir->{at}/$name", O_RDONLY | O_DIRECTORY | O_NOFOLLOW or die "$name: $!\n";
    (readlink(path($new)) // "") eq "$dir->{real}/$name" && (stat $new)[4] == $> or die "$name was replaced while it was made\n";
    own($new, $owner);
    chmod oct $mode, $new or die "$name: $!\n";
    1;
  } or do { my $why = $@; rmdir "$dir->{at}/$name"; die $why };
}
sub meta {
  my ($where, $name, $owner, $group, $mode, $was) = @_;
  my $dir = pin($where);
  sysopen my $file, "$dir->{at}/$name", 010000000 | O_NOFOLLOW or die "$name: $!\n";
  my @s = stat $file;
  die "$name has become a link\n" if S_ISLNK($s[2]);
  my $is = join " ", getpwuid($s[4]) // $s[4], getgrgid($s[5]) // $s[5], sprintf "%04o", $s[2] & 07777;
  die "$name was changed in the meantime: it is $is, it was $was\n" if $is ne $was;
  ($owner, $group) = (id("user", $owner), id("group", $group));
  if ($owner != -1 || $group != -1) { chown($owner, $group, path($file)) == 1 or die "$name: $!\n" }
  chmod(oct $mode, path($file)) == 1 or die "$name: $!\n";
}
sub settle {
  my (%synced, @done);
  for my $one (@staged) { $one->{why} = $@ if !eval { $one->{file}{new}->sync or die "$one->{file}{name}: $!\n"; 1 } }
  for my $one (@staged) {
    my $file = $one->{file};
    if (is_left($one)) { drop($file); push @done, ["skip", ""]; next }
    if (defined $one->{why} || !eval { commit($file); 1 }) { fail($one); push @done, [9, $one->{why} // $@]; drop($file); next }
    $synced{$file->{dir}{real}} = $file->{dir}{handle};
    push @done, [0, ""];
  }
  $_->sync for values %synced;
  report(@$_) for @done;
  @staged = ();
}
sub is_left { defined $failed_task && ($_[0]{task} != $failed_task || $_[0]{item} == $failed_item) }
sub fail { ($failed_task, $failed_item) = @{$_[0]}{qw(task item)} }
sub report { my ($status, $text) = @_; print "$status ", length $text, "\n$text" }
sub single {
  my ($kind, @words) = @_;
  return directory(@words) if $kind eq "directory";
  return meta(@words) if $kind eq "meta";
  my $file = stage(@words[0 .. 4], undef, @words[6 .. $#words]);
  $words[5] eq "" || $words[5] == -s $file->{new} or die "a part of the content is missing\n";
  $file->{new}->sync or die "$words[1]: $!\n";
  commit($file);
  $file->{dir}{handle}->sync;
}
sub many {
  STDOUT->autoflush(1);
  my %names;
  while (defined(my $head = <STDIN>)) {
    my %one; (@one{qw(task item)}, my $length) = split / /, $head;
    read(STDIN, my $body, $length) == $length or die "a part of the changes is missing\n";
    my ($kind, @words) = split /\0/, $body, 7;
    my $dir = eval { pin($words[0])->{real} } // $words[0];
    if ($kind ne "file" || @staged >= 100 || $names{"$dir/$words[1]"}) { settle(); %names = () }
    if (is_left(\%one)) { settle(); report("skip", ""); next }
    my $is_made = eval {
      if ($kind eq "file") { $one{file} = stage(@words); $names{"$dir/$words[1]"} = 1 }
      else {
        # Another owner or mode may open the way of a link, or close it.
        %pinned = %closed = %links = ();
        if ($kind eq "directory") { directory(@words) } else { meta(@words) }
      }
      1;
    };
    my $why = $@;
    if ($is_made && $kind eq "file") { push @staged, \%one; next }
    settle();
    if (is_left(\%one)) { report("skip", "") } elsif ($is_made) { report(0, "") } else { fail(\%one); report(9, $why) }
  }
  settle();
}
eval { $ARGV[0] eq "many" ? many() : single(@ARGV); 1 } or do { print STDERR $@; tidy(); exit 9 };
tidy();
exit(defined $failed_task ? 9 : 0);
