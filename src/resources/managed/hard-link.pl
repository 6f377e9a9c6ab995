# SRC PATH: makes PATH another name of the file SRC; runs after enter.pl.
my ($src, $path) = @ARGV;
my ($above, $name) = $path =~ m{^(.*)/([^/]+)\z}s or die "$path is not a name\n";
enter($above);
my $temp = ".swk.$$.link";
link $src, $temp or die "$path: $!\n";
rename $temp, "./$name" or do { my $why = $!; unlink $temp; die "$path: $why\n" };
# Two names of one file are left as they are.
unlink $temp;
