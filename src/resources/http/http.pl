# HTTP with what every Debian has. ask(REQUEST...): makes requests, sixteen at a time, each in a process of its own. A request is a list:
# socket, host, port, tls, method, timeout, the bytes to send; tls: empty, 1, or the name for a server whose certificate is not
# verified. Returns for each: the error, a NUL, the length of the raw answer, a NUL, the answer.
use strict; use IO::Socket::IP; use IO::Socket::UNIX; use POSIX (); use Socket;
sub ask {
  my @said;
  while (my @some = splice @_, 0, 16) {
    my @pipes;
    for my $one (@some) {
      my $pid = open my $pipe, "-|";
      if (!defined $pid) { push @pipes, undef; next }
      if (!$pid) { binmode STDOUT; answer(@$one); close STDOUT; POSIX::_exit(0) }
      push @pipes, $pipe;
    }
    for my $pipe (@pipes) {
      my $said = $pipe ? do { local $/; <$pipe> } : undef;
      push @said, defined $said && length $said ? $said : "the request could not be made\0" . "0\0";
    }
  }
  return @said;
}
sub answer {
  my ($socket, $host, $port, $tls, $method, $timeout, $request) = @_;
  my $raw = "";
  my $error = eval {
    local $SIG{ALRM} = sub { die "no answer within $timeout s\n" };
    local $SIG{PIPE} = "IGNORE";
    alarm $timeout;
    my $peer = connected($socket, $host, $port, $tls);
    binmode $peer;
    print $peer $request or die "sending failed: $!\n";
    $peer->flush;
    until (complete($method, $raw)) {
      my $n = sysread $peer, $raw, 65536, length $raw;
      die "reading failed: $!\n" if !defined $n;
      last if !$n;
    }
    alarm 0;
    1;
  } ? "" : $@ || "failed";
  chomp $error;
  $error =~ s/\0//g;
  $raw = substr $raw, 0, 278528;
  print $error, "\0", length $raw, "\0", $raw;
}
sub connected {
  my ($socket, $host, $port, $tls) = @_;
  if ($socket ne "") { return IO::Socket::UNIX->new(Peer => $socket) // die "connecting to $socket failed: $!\n" }
  if ($tls eq "") {
    return IO::Socket::IP->new(PeerHost => $host, PeerPort => $port, Type => SOCK_STREAM, GetAddrInfoFlags => 0) // die "connecting to $host:$port failed: $@\n";
  }
  return unverified($host, $port, $tls) if $tls ne "1";
  eval { require IO::Socket::SSL } or die "https needs the package libio-socket-ssl-perl on the host\n";
  no warnings;
  return IO::Socket::SSL->new(PeerHost => $host, PeerPort => $port, SSL_hostname => $host, SSL_verifycn_name => $host)
    // die "connecting to $host:$port failed: $IO::Socket::SSL::SSL_ERROR\n";
}
sub unverified {
  my ($host, $port, $name) = @_;
  socketpair(my $ours, my $theirs, AF_UNIX, SOCK_STREAM, PF_UNSPEC) or die "no socket: $!\n";
  my $pid = fork // die "no process: $!\n";
  if (!$pid) {
    open STDIN, "<&", $theirs; open STDOUT, ">&", $theirs; open STDERR, ">", "/dev/null";
    close $ours;
    exec "openssl", "s_client", "-quiet", "-no_ign_eof", "-servername", $name, "-connect", ($host =~ /:/ ? "[$host]" : $host) . ":$port";
    POSIX::_exit(1);
  }
  return $ours;
}
sub complete {
  my ($method, $raw) = @_;
  my $end = index $raw, "\r\n\r\n";
  return 0 if $end < 0;
  my $head = substr $raw, 0, $end + 2;
  return 1 if $method eq "HEAD" || $head =~ m{^HTTP/\S+ (204|304)};
  my $body = length($raw) - $end - 4;
  return 1 if $body > 262144;
  return $body >= $1 if $head =~ /\r\nContent-Length:\s*(\d+)/i && $head !~ /\r\nTransfer-Encoding:/i;
  return substr($raw, $end + 2) =~ /\r\n0\r\n(?:[^\r\n]+\r\n)*\r\n\z/ if $head =~ /\r\nTransfer-Encoding:.*chunked/i;
  return 0;
}
