# Makes requests; runs behind http.pl. Input for each: socket, host, port, tls, method, timeout, redirects, length of the request, each ended by NUL;
# then the request. Output: what ask() returns.
binmode STDIN; binmode STDOUT;
my $in = do { local $/; <STDIN> } // "";
my @asked;
while ($in =~ /\G([^\0]*)\0([^\0]*)\0([^\0]*)\0([^\0]*)\0([^\0]*)\0([^\0]*)\0([^\0]*)\0([0-9]+)\0/gc) {
  my ($follow, $length) = ($7, $8);
  my @one = ($1, $2, $3, $4, $5, $6);
  my $request = substr $in, pos $in, $length;
  pos($in) += $length;
  push @asked, [@one, $request, $follow];
}
print ask(@asked);
