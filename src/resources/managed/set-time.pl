# PATH SECONDS: when it was modified; runs after enter.pl.
my ($path, $time) = @ARGV;
my ($real, $barred) = real($path);
die "$barred is a link that is not followed: root does not own it, or others can write to its folder\n" if !defined $real;
my ($above, $name) = $real =~ m{^(.*)/([^/]+)\z}s or die "$path is not a name\n";
enter($above);
my $file = handle($name, 0);
my @s = stat $file;
utime($s[8], $time, place($file)) == 1 or die "$path: $!\n";
