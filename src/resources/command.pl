# Runs its arguments as a command, with variables and home directories expanded as Python's expandvars and expanduser do: what is
# unknown stays as it is written.
for (@ARGV) {
  s{^~([^/]*)}{ my @user = $1 eq "" ? () : getpwnam $1; $1 eq "" ? $ENV{HOME} // (getpwuid $>)[7] : @user ? $user[7] : "~$1" }e;
  s{(\$(?:(\w+)|\{([^\}]*)\}))}{ $ENV{$2 // $3} // $1 }gea;
}
exec { $ARGV[0] } @ARGV or do { print STDERR "$ARGV[0]: $!\n"; exit 127 }
