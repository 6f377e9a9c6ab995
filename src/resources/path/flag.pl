# flag PATH: `immutable`, `append-only`, or nothing. FS_IOC_GETFLAGS; file systems without flags refuse it.
use POSIX (); use Fcntl qw(O_RDONLY O_NOFOLLOW O_NONBLOCK);
sub flag {
  my ($path) = @_;
  my $flags = pack "L!", 0;
  sysopen my $file, $path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK or return "";
  my $get = (POSIX::uname())[4] =~ /^(mips|ppc|powerpc|sparc|alpha)/ ? 0x40006601 | (length $flags) << 16 : 0x80006601 | (length $flags) << 16;
  my $all = ioctl($file, $get, $flags) ? unpack "L", $flags : 0;
  return $all & 0x10 ? "immutable" : $all & 0x20 ? "append-only" : "";
}
