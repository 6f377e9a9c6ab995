# NAME COMMAND...: runs the command with the file as its standard input.
use strict; use Fcntl qw(:mode O_RDONLY O_NOFOLLOW O_NONBLOCK); use POSIX ();
my ($name, @command) = @ARGV;
sysopen my $file, $name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK or die "$name: $!\n";
my @s = stat $file;
die "$name was changed since it was read: it is not a regular file any more\n" if !S_ISREG($s[2]);
die "$name has $s[3] hard links; a new content would part it from the others\n" if $s[3] > 1;
POSIX::dup2(fileno $file, 0);
exec @command or die "$command[0]: $!\n";
