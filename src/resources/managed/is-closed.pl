# PATH: whether root alone can write to the directory, and to all above it. Runs after real.pl.
my ($path) = real($ARGV[0]);
exit(defined $path && closed($path eq "/" ? "" : $path) ? 0 : 1);
