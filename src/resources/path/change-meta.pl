# NAME OWNER GROUP MODE WAS: changes what is still as it was, through no link.
use strict; use Fcntl qw(:mode O_NOFOLLOW); use POSIX ();
my ($name, $owner, $group, $mode, $was) = @ARGV;
sysopen my $file, "./$name", 010000000 | O_NOFOLLOW or die "$name: $!\n";
my @s = stat $file;
die "$name has become a link\n" if S_ISLNK($s[2]);
my $is = join " ", getpwuid($s[4]) // $s[4], getgrgid($s[5]) // $s[5], sprintf("%04o", $s[2] & 07777);
die "$name was changed in the meantime: it is $is, it was $was\n" if $is ne $was;
my $uid = $owner eq "" ? -1 : $owner =~ /^\d+\z/ ? $owner : getpwnam($owner) // die "there is no user $owner\n";
my $gid = $group eq "" ? -1 : $group =~ /^\d+\z/ ? $group : getgrnam($group) // die "there is no group $group\n";
my $path = "/proc/self/fd/" . fileno $file;
if ($uid != -1 || $gid != -1) { chown($uid, $gid, $path) == 1 or die "$name: $!\n" }
chmod(oct $mode, $path) == 1 or die "$name: $!\n";
