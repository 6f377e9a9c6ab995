# Runs a command as systemd runs a unit's main process: its user, groups, working directory and environment.
# Arguments: UNIT COMMAND...
use strict;
use warnings;

my ($unit, @command) = @ARGV;
my %show;
open my $shown, '-|', 'systemctl', 'show', '-p',
    'User,Group,SupplementaryGroups,WorkingDirectory,Environment,EnvironmentFiles', '--', $unit
    or die "systemctl: $!\n";
while (<$shown>) {
    chomp;
    my ($key, $value) = split /=/, $_, 2;
    push @{ $show{$key} }, $value if defined $value && $value ne '';
}
close $shown;
my ($user, $group) = ($show{User}[0] // 'root', $show{Group}[0]);
my ($name, undef, $uid, $gid, undef, undef, undef, $home, $shell) = $user =~ /^\d+$/ ? getpwuid $user : getpwnam $user;
die "$unit runs as $user, and there is no such user\n" unless defined $uid;

# The rest of a shell's environment is not main's.
%ENV = (PATH => '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', LANG => $ENV{LANG} // 'C.UTF-8');
@ENV{qw(HOME USER LOGNAME SHELL)} = ($home, $name, $name, $shell);
assign($_) for map { split_words($_) } @{ $show{Environment} // [] };
for my $shown (@{ $show{EnvironmentFiles} // [] }) {
    my ($file) = $shown =~ /^(.*) \(ignore_errors=(?:yes|no)\)$/ or next;
    read_file($_) for glob $file;
}

my $directory = $show{WorkingDirectory}[0] // '/';
$directory =~ s/^!//;
chdir($directory eq '~' ? $home : $directory) or chdir '/';
if ($uid != 0) {
    my $own = join ',', split(/\s+/, `id -G \Q$name\E`), map { split ' ' } @{ $show{SupplementaryGroups} // [] };
    unshift @command, 'setpriv', "--reuid=$uid", '--regid=' . ($group // $gid), "--groups=$own", '--';
}
exec { $command[0] } @command or die "$command[0]: $!\n";

# KEY=VALUE a line, as in systemd.exec(5): comments, quotes, and a backslash that goes on in the next line.
sub read_file {
    open my $file, '<', $_[0] or return;
    local $/;
    my $text = <$file> // '';
    $text =~ s/\\\n//g;
    for my $line (split /\n/, $text) {
        next if $line =~ /^\s*(?:[#;]|$)/ || $line !~ /^\s*(\w+)\s*=\s*(.*?)\s*$/;
        my ($key, $value) = ($1, $2);
        $ENV{$key} = join ' ', split_words($value);
    }
}

sub assign {
    $ENV{$1} = $2 if $_[0] =~ /^(\w+)=(.*)$/s;
}

sub split_words {
    my ($text, @words) = (shift);
    while ($text =~ /\G\s*((?:"(?:[^"\\]|\\.)*"|'[^']*'|\\.|[^\s"'\\])+)/gs) {
        (my $word = $1) =~ s/"((?:[^"\\]|\\.)*)"|'([^']*)'|\\(.)/defined $1 ? unescape($1) : defined $2 ? $2 : $3/gse;
        push @words, $word;
    }
    return @words;
}

sub unescape { my $text = shift; $text =~ s/\\(.)/$1/gs; return $text }
