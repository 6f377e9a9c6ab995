# Prints what archives would bring. Arguments: an own directory, archives, `--`, and questions as pairs of a kind and a name. One answer a question,
# of fields with NUL behind each; the first says of what sort it is (see contents.ts), the last is the content of a file.
use Cwd qw(realpath);
my $store = shift; my @archives; push @archives, shift while @ARGV && $ARGV[0] ne "--"; shift;
my (%file, %unit, %user, %group, %override, @written); my ($scripts, $notes, $count) = ("", "", 0);
sub slurp { my ($name) = @_; open my $in, "<", $name or return ""; local $/; my $text = <$in>; $text // "" }
sub output { open my $in, "-|", @_ or exit 9; binmode $in; local $/; my $text = <$in>; close $in; $text // "" }
# Merged directories: /lib is /usr/lib.
sub merged { my ($path) = @_; $path =~ m{^/([^/]+)(/.*)?$}; my $to = readlink "/$1"; defined $to ? "/" . $to =~ s{^/}{}r . ($2 // "") : $path }
sub content {
  my ($one) = @_;
  open my $in, "-|", "sh", "-c", 'dpkg-deb --fsys-tarfile "$1" | tar -xOf - -- "$2"', "sh", $one->{archive}, $one->{name} or exit 9;
  binmode $in; local $/; my $text = <$in>; $text // "";
}
sub mode { my ($text) = @_; my $mode = 0;
  for my $i (0 .. 8) { $mode |= 1 << 8 - $i if substr($text, $i + 1, 1) =~ /[rwxst]/ }
  for my $i (3, 6, 9) { $mode |= 1 << 12 - $i / 3 if substr($text, $i, 1) =~ /[sStT]/ }
  sprintf "%04o", $mode;
}
# The values of variables that have one.
sub expanded { my ($text) = @_; my (%value, %bad);
  $text =~ s/\\\n/ /g;
  while ($text =~ /^\s*(\w+)=(?:"([^"\n]*)"|'([^'\n]*)'|([^\s"';&|]*))\s*$/mg) {
    my ($name, $is) = ($1, $2 // $3 // $4);
    $is =~ s/\$\{?(\w+)\}?/$value{$1} \/\/ "\$$1"/ge;
    $bad{$name} = 1 if exists $value{$name} && $value{$name} ne $is || $is =~ /[\$`]/;
    $value{$name} = $is;
  }
  delete @value{keys %bad};
  $text =~ s/\$\{(\w+)\}/$value{$1} \/\/ "\${$1}"/ge; $text =~ s/\$(\w+)/$value{$1} \/\/ "\$$1"/ge;
  $text;
}
sub words { map { s/^["']|["']$//gr } split " ", $_[0] =~ s/\s*(?:\d?>|\|\||&&|[;|)]).*//sr }
sub account { my ($program, @words) = @_; my (%given, @names);
  my %short = (r => "system", d => "home", s => "shell", g => "gid", c => "gecos", M => "no-create-home", u => "uid", G => "groups");
  while (defined(my $word = shift @words)) {
    if ($word =~ /^--([\w-]+)=(.*)/) { $given{$1} = $2 }
    elsif ($word =~ /^--?([\w-]+)$/) {
      my $name = $short{$1} // $1; $name = "home" if $name eq "home-dir"; $name = "gecos" if $name eq "comment"; $name = "ingroup" if $name eq "gid";
      $given{$name} = $name =~ /^(home|shell|gecos|ingroup|uid|groups|firstuid|lastuid|conf)$/ || $name eq "group" && $program =~ /^useradd/ ? shift @words // "" : 1;
    } else { push @names, $word }
  }
  my $name = $names[0] // return;
  return if join("", $name, %given) =~ /[\$`]/;
  if ($program =~ /group/ || @names > 1) { $group{$_} = [] for $program =~ /group/ ? $name : (); return }
  my $own = $program eq "adduser" ? !$given{system} || $given{group} : !$given{ingroup};
  $group{$name} = [] if $own;
  $user{$name} = [$given{ingroup} // ($own ? $name : "nogroup"), $given{gecos} // "",
    $given{home} // ($program eq "adduser" && $given{system} ? "/nonexistent" : "/home/$name"),
    $given{shell} // ($program eq "adduser" ? $given{system} ? "/usr/sbin/nologin" : "/bin/bash" : "/bin/sh")];
}
for my $archive (@archives) {
  for (split /\n/, output("dpkg-deb", "-c", $archive)) {
    my ($mode, $owner, $group, $size, $name) = m{^(\S+) ([^/]+)/(\S+) +(\d+) \S+ \S+ (\./.*)$} or next;
    $name =~ s/ (?:->|link to) .*// if $mode =~ /^[lh]/;
    my $path = $name =~ s{^\.}{}r =~ s{/$}{}r;
    next if $path eq "";
    $path = merged($path);
    my $one = { type => substr($mode, 0, 1), mode => mode($mode), owner => $owner, group => $group, size => $size, name => $name, archive => $archive };
    $file{$path} = $one unless $file{$path} && $one->{type} eq "d";
    $unit{$1} = $path if $path =~ m{/systemd/system/([^/]+\.\w+)$};
  }
  my $control = "$store/controls/" . ++$count;
  system("dpkg-deb", "-e", $archive, $control) == 0 or exit 9;
  $scripts .= expanded(slurp("$control/$_")) . "\n" for qw(preinst postinst);
}
for my $path (sort keys %file) { $notes .= content($file{$path}) . "\n" if $path =~ m{/(?:tmpfiles|sysusers)\.d/[^/]+\.conf$} }
for my $name (keys %unit) {
  my $one = $file{$unit{$name}}; $one->{text} = $one->{type} eq "-" ? content($one) : "";
  # A service that may rewrite its configuration does not do so when it starts.
  push @written, grep { !m{^/etc/} } "/$3" while $one->{text} =~ m{^(ReadWrite(?:Paths|Directories)|PIDFile)=(-?)/(.*)$}mg;
  while ($one->{text} =~ /^(Runtime|State|Cache|Logs)Directory=(.*)$/mg) {
    my $under = { Runtime => "/run", State => "/var/lib", Cache => "/var/cache", Logs => "/var/log" }->{$1};
    push @written, map { "$under/$_" } split " ", $2;
  }
}
my @lines = split /\n/, $scripts;
for (@lines) {
  account($1, words($2)) if /(?:^|[;&|]|\bthen|\bdo)\s*(?:\w+=\S+ )*(adduser|useradd|addgroup|groupadd)\s+(.*)/;
  $override{$4} = [$1, $2, sprintf "%04o", oct $3] if /dpkg-statoverride\b.*--add\s+(\S+)\s+(\S+)\s+(\d+)\s+(\/\S+)/;
}
for (split /\n/, $notes) {
  if (/^u[!]?\s+(\S+)\s+(\S+)(?:\s+"([^"]*)")?(?:\s+(\S+))?(?:\s+(\S+))?/) {
    my ($name, $id, @rest) = ($1, $2, map { defined $_ && $_ ne "-" ? $_ : "" } $3, $4, $5);
    my $own = $id =~ /:(.+)/ ? $1 : $name;
    $group{$name} = [] if $own eq $name;
    $user{$name} = [$own, $rest[0], $rest[1] || "/", $rest[2] || "/usr/sbin/nologin"];
  }
  $group{$1} = [] if /^g\s+(\S+)/;
}
my $creates = "$scripts$notes" =~ /\b(adduser|useradd|addgroup|groupadd|sysusers)\b/ || $notes ne "";
sub named { my ($name, $text) = @_; $text =~ m{(?<![\w./-])\Q$name\E(?![\w/-]|\.\w)} }
sub mentioned { my ($path) = @_; "$scripts\n$notes" =~ m{(?<![\w.-])\Q$path\E(?![\w-]|\.\w)} }
sub beneath { my ($path, $directory) = @_; $path eq $directory || index($path, "$directory/") == 0 }
sub above { my ($path) = @_; my @all; push @all, $path while $path =~ s{/[^/]+$}{} && $path ne ""; @all }
sub canonical { my ($path) = @_; my @above = above($path);
  for my $directory (@above, "/") { my $real = -d $directory ? realpath($directory) : next; return merged(($real eq "/" ? "" : $real) . substr $path, $directory eq "/" ? 0 : length $directory) }
}
# Files of packages that are installed, or have left configuration, and are not there: what becomes of them is dpkg's to say.
my %missing;
if (my @paths = grep { !-e } map { $ARGV[2 * $_ + 1] } grep { $ARGV[2 * $_] eq "path" } 0 .. $#ARGV / 2) {
  open STDERR, ">", "/dev/null";
  $missing{$_} = 1 for map { /: (\/.*)/ } split /\n/, output("dpkg-query", "-S", "--", @paths);
}
sub of_path { my ($path) = canonical($_[0]);
  return "unknown" if $missing{$_[0]} || $missing{$path};
  if (my $one = $file{$path}) {
    my $over = $override{$path};
    my $changed = !$over && grep { /\b(?:chown|chmod|chgrp|statoverride|install)\b/ && m{\Q$path\E(?![\w-])|\$} } @lines;
    $changed &&= grep { mentioned($_) } $path, grep { tr{/}{} > 1 } above($path);
    my @about = ($over ? ($over->[2], @$over[0, 1]) : @$one{qw(mode owner group)}, $changed ? "unsure" : "");
    return "directory", @about if $one->{type} eq "d";
    return "unknown" if $one->{type} ne "-" || $one->{size} > 3000000;
    return "file", @about, $one->{text} // content($one);
  }
  return "unknown" if mentioned($path) || grep { beneath($path, $_) } @written;
  my ($parent, @others) = above($path);
  return "unknown" if defined $parent && mentioned($parent) && named($path =~ s{.*/}{}r, $scripts);
  return "none" if !defined $parent || $file{$parent} || -e $parent;
  return "unknown" if grep { !-e $_ && ($file{$_} || mentioned($_)) } $parent, @others;
  return "none";
}
sub of_unit { my ($name) = @_;
  my $path = $unit{$name} // $unit{$name =~ s/@[^.]+/@/r};
  if (!defined $path) {
    return "unknown" if grep { $_->{text} =~ /^Alias=.*\Q$name\E/m } map { $file{$_} } values %unit;
    return "unknown" if named($name, $scripts) || $file{"/etc/init.d/" . $name =~ s/\.service$//r};
    return "none";
  }
  my $text = $file{$path}{text};
  return "unknown" if $text eq "" || -e "/usr/sbin/policy-rc.d";
  # A generator of the packages may start instances.
  return "unknown" if !$unit{$name} && grep { m{/system-generators/} } keys %file;
  # A process of an earlier installation may still run.
  return "unknown" if output("systemctl", "is-active", "--", $name) =~ /^(?:active|reloading|activating)/;
  my $started = grep { /deb-systemd-invoke\s+\S+.*\Q$name\E(?![\w.-])/ } @lines;
  my $kind = $text =~ /^Type=(\w+)/m ? $1 : "simple";
  return "unknown" if $started && ($kind =~ /oneshot|idle/ || $text =~ /^(Condition|Assert)/m || $name !~ /\.(service|socket|timer)$/);
  my $enabled = $text !~ /^\[Install\]/m ? "static" : (grep { /deb-systemd-helper enable.*\Q$name\E(?![\w.-])/ } @lines) ? "enabled" : "disabled";
  my $sub = !$started ? "dead" : $name =~ /socket$/ ? "listening" : $name =~ /timer$/ ? "waiting" : "running";
  return "unit", $started ? "active" : "inactive", $sub, $enabled, $path;
}
binmode STDOUT;
while (my ($kind, $name) = splice @ARGV, 0, 2) {
  my @answer = $kind eq "path" ? of_path($name) : $kind eq "unit" ? of_unit($name)
    : $kind eq "user" ? $user{$name} ? ("user", @{$user{$name}}) : $creates && named($name, "$scripts\n$notes") ? "unknown" : "none"
    : $kind eq "group" ? $group{$name} ? "group" : $creates && named($name, "$scripts\n$notes") ? "unknown" : "none"
    : $override{$name} ? ("override", @{$override{$name}}) : $scripts =~ /statoverride/ && mentioned($name) ? "unknown" : "none";
  my $content = $answer[0] eq "file" ? pop @answer : "";
  print map { "$_\0" } @answer, length $content;
  print $content;
}
