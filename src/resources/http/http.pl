# HTTP with what every Debian has. ask(REQUEST...): makes requests, sixteen at a time, each in a process of its own. A request is a list:
# socket, host, port, tls, method, timeout, the bytes to send, which redirects to follow (all, safe or none); tls: empty, 1 and after
# newlines the files of a certificate, its key and the authorities, or the name for a server whose certificate is not verified. An answer
# after redirects has the last URL in a header of its own, swk-url. Returns for each: the error, a NUL, the length of the raw answer, a NUL, the answer.
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
  my ($socket, $host, $port, $tls, $method, $timeout, $request, $follow) = @_;
  my $raw = "";
  my $error = eval {
    local $SIG{ALRM} = sub { die "no answer within $timeout s\n" };
    local $SIG{PIPE} = "IGNORE";
    alarm $timeout;
    my $url = "";
    for my $left (reverse 0 .. 10) {
      $raw = exchange($socket, $host, $port, $tls, $method, $request);
      my $to = redirect($raw, $method, $follow // "none") // last;
      die "more than 10 redirects\n" if !$left;
      ($host, $port, $tls, $method, $request, $url) = redirected($to, $host, $port, $tls, $method, $request, $raw);
    }
    $raw =~ s{\r\n}{\r\nswk-url: $url\r\n} if $url ne "";
    alarm 0;
    1;
  } ? "" : $@ || "failed";
  chomp $error;
  $error =~ s/\0//g;
  $raw = substr $raw, 0, 278528;
  print $error, "\0", length $raw, "\0", $raw;
}
sub exchange {
  my ($socket, $host, $port, $tls, $method, $request) = @_;
  my ($peer, $raw) = (connected($socket, $host, $port, $tls), "");
  binmode $peer;
  print $peer $request or die "sending failed: $!\n";
  $peer->flush;
  until (complete($method, $raw)) {
    my $n = sysread $peer, $raw, 65536, length $raw;
    die "reading failed: $!\n" if !defined $n;
    last if !$n;
  }
  return $raw;
}
# Where an answer sends to, if that is followed.
sub redirect {
  my ($raw, $method, $follow) = @_;
  return undef if $follow eq "none" || $raw !~ m{^HTTP/\S+ 30[12378]\b};
  return undef if $follow eq "safe" && $method !~ /^(GET|HEAD)$/;
  return (split /\r\n\r\n/, $raw, 2)[0] =~ /\r\nLocation:[ \t]*([^\r\n]*[^\r\n \t])/i ? $1 : undef;
}
# A request once more, for the address that the answer gives. What another server must not see is left out.
sub redirected {
  my ($to, $host, $port, $tls, $method, $request, $raw) = @_;
  my ($head, $body) = split /\r\n\r\n/, $request, 2;
  my ($first, @headers) = split /\r\n/, $head;
  my ($now) = $first =~ /^\S+ (\S+)/;
  my ($old) = $head =~ /\r\nHost: ([^\r\n]*)/i;
  my $scheme = $tls eq "" ? "http" : "https";
  $to =~ s/#.*//s;
  $to = "$scheme:$to" if $to =~ m{^//};
  if ($to !~ m{^https?://}i) {
    $now =~ s/\?.*//s; $now =~ s{[^/]*$}{} if $to !~ /^\?/;
    $to = "$scheme://$old" . ($to =~ m{^/} ? $to : "$now$to");
  }
  $to =~ m{^(https?)://(?:[^/?\@]*\@)?(\[[^\]]*\]|[^/:?]*)(?::(\d+))?(.*)$}is or die "a redirect to no address: $to\n";
  my ($new, $name, $number, $path) = (lc $1, $2, $3, $4);
  die "a redirect to no address: $to\n" if $to =~ /[\x00-\x20]/;
  $path = "/$path" if $path !~ m{^/};
  my $at = $name . (defined $number ? ":$number" : "");
  my $same = $new eq $scheme && lc $at eq lc $old;
  my ($status) = $raw =~ m{^HTTP/\S+ (\d+)};
  if ($method ne "HEAD" && ($status == 303 || $status == 302 || $status == 301 && $method eq "POST")) {
    $method = "GET"; $body = "";
    @headers = grep { !/^Content-/i } @headers;
  }
  @headers = map { /^Host:/i ? "Host: $at" : $_ } grep { $same || !/^(Authorization|Cookie|Proxy-Authorization):/i } @headers;
  my $port_of = $number // ($new eq "https" ? 443 : 80);
  $tls = $new eq "http" ? "" : $same ? $tls : $tls =~ /\n(?:[^\n]*\n){2}([^\n]+)/ ? "1\n\n\n$1" : $tls ne "" && $tls !~ /^1/ ? $tls : "1";
  $name =~ s/^\[(.*)\]$/$1/;
  return ($name, $port_of, $tls, $method, join("\r\n", "$method $path HTTP/1.1", @headers) . "\r\n\r\n" . ($body // ""), $to);
}
sub connected {
  my ($socket, $host, $port, $tls) = @_;
  if ($socket ne "") { return IO::Socket::UNIX->new(Peer => $socket) // die "connecting to $socket failed: $!\n" }
  if ($tls eq "") {
    return IO::Socket::IP->new(PeerHost => $host, PeerPort => $port, Type => SOCK_STREAM, GetAddrInfoFlags => 0) // die "connecting to $host:$port failed: $@\n";
  }
  return unverified($host, $port, $tls) if $tls !~ /^1(\n|$)/;
  my (undef, $cert, $key, $authorities) = split /\n/, $tls;
  my %files = (SSL_cert_file => $cert, SSL_key_file => $key || $cert, SSL_ca_file => $authorities);
  delete @files{grep { ($files{$_} // "") eq "" } keys %files};
  eval { require IO::Socket::SSL } or die "https needs the package libio-socket-ssl-perl on the host\n";
  no warnings;
  return IO::Socket::SSL->new(PeerHost => $host, PeerPort => $port, SSL_hostname => $host, SSL_verifycn_name => $host, %files)
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
