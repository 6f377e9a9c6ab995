# find.pl: files below directories. Input: a JSON-free list of words ended by NUL, see find.ts. Output: one line of fields a file.
use strict; use warnings; no warnings "utf8"; use Fcntl qw(:mode); use Digest::SHA; use MIME::Base64; use Digest::MD5;
binmode STDOUT; binmode STDIN;
my @in = do { local $/ = "\0"; <STDIN> };
s/\0\z// for @in;
while (@in) {
  my %ask;
  for my $name (qw(paths patterns excludes type recurse hidden follow depth age stamp size contains whole checksum limit content mode exact)) { $ask{$name} = shift @in }
  my ($examined, @found, @skipped) = 0;
  for my $top (split /\n/, $ask{paths}) {
    if (!-d $top) { push @skipped, [$top, "'$top' is not a directory"]; next }
    eval { walk(\%ask, $top, 1, \$examined, \@found, \@skipped); 1 } or push @skipped, [$top, $@ =~ s/\n\z//r];
  }
  print join("\t", "examined", $examined), "\n";
  print join("\t", "skipped", map { encode($_) } @$_), "\n" for @skipped;
  print "$_\n" for @found;
  print "\0";
}
sub encode { encode_base64($_[0], "") }
sub walk {
  my ($ask, $dir, $level, $examined, $found, $skipped) = @_;
  # What lies one level too deep is counted, and no more.
  my $below = $ask->{depth} eq "" ? 0 : $level - $ask->{depth};
  return if $below > 1;
  opendir my $handle, $dir or do { push @$skipped, [$dir, "[Errno " . ($! + 0) . "] $!: '$dir'"]; return };
  my @names = sort grep { $_ ne "." && $_ ne ".." } readdir $handle;
  closedir $handle;
  if ($below == 1) { $$examined += @names; return }
  my @below;
  for my $name (@names) {
    $$examined++;
    my $path = ($dir eq "/" ? "" : $dir) . "/$name";
    my @s = $ask->{follow} ? stat $path : lstat $path;
    @s = lstat $path if !@s;
    next if !@s;
    push @below, $path if S_ISDIR($s[2]);
    next if $name =~ /^\./ && !$ask->{hidden};
    next if $ask->{limit} ne "" && @$found >= $ask->{limit};
    push @$found, line($ask, $path, @s) if matches($ask, $name, $path, @s);
  }
  if ($ask->{recurse}) { walk($ask, $_, $level + 1, $examined, $found, $skipped) for @below }
}
sub matches {
  my ($ask, $name, $path, @s) = @_;
  my $is = S_ISREG($s[2]) ? "file" : S_ISDIR($s[2]) ? "directory" : S_ISLNK($s[2]) ? "link" : "other";
  return 0 if $ask->{type} ne "any" && $ask->{type} ne $is;
  return 0 if $ask->{patterns} ne "" && !grep { $name =~ /$_/ } split /\n/, $ask->{patterns};
  return 0 if $ask->{excludes} ne "" && grep { $name =~ /$_/ } split /\n/, $ask->{excludes};
  if ($ask->{age} ne "") {
    my $time = $ask->{stamp} eq "atime" ? $s[8] : $ask->{stamp} eq "ctime" ? $s[10] : $s[9];
    my $old = time - $time;
    return 0 if $ask->{age} >= 0 ? $old < $ask->{age} : $old > -$ask->{age};
  }
  return 0 if $ask->{size} ne "" && ($ask->{size} >= 0 ? $s[7] < $ask->{size} : $s[7] > -$ask->{size});
  if ($ask->{mode} ne "") {
    my ($want, $has) = (oct $ask->{mode}, $s[2] & 07777);
    return 0 if $ask->{exact} ? $has != $want : !($has & $want);
  }
  return $ask->{contains} eq "" || (S_ISREG($s[2]) && contains($ask, $path));
}
sub contains {
  my ($ask, $path) = @_;
  open my $file, "<", $path or return 0;
  local $/ = $ask->{whole} ? undef : "\n";
  while (<$file>) {
    die "Failed to read the file $path due to an encoding error. current encoding: utf-8\n" if !utf8::decode(my $text = $_);
    return 1 if $ask->{whole} ? /$ask->{contains}/ : /^(?:$ask->{contains})/;
  }
  return 0;
}
sub line {
  my ($ask, $path, @s) = @_;
  my $sum = "";
  if ($ask->{checksum} ne "" && S_ISREG($s[2]) && open my $file, "<", $path) {
    binmode $file;
    my $algorithm = $ask->{checksum} =~ /(\d+)$/ ? $1 : 1;
    $sum = $ask->{checksum} eq "md5" ? Digest::MD5->new->addfile($file)->hexdigest : Digest::SHA->new($algorithm)->addfile($file)->hexdigest;
  }
  my $content = "";
  if ($ask->{content} && S_ISREG($s[2]) && open my $file, "<", $path) { binmode $file; local $/; $content = encode(scalar <$file> // "") }
  return join "\t", "file", encode($path), sprintf("%04o", $s[2] & 07777), S_IFMT($s[2]), @s[4, 5, 7, 1, 0, 3, 8, 9, 10],
    encode(getpwuid($s[4]) // ""), encode(getgrgid($s[5]) // ""), $sum, $content;
}
