# Finds the paths that match patterns. Input: patterns, each ended by NUL. Output: for each pattern a line of the matches, each ended
# by NUL. A name with a newline in it is passed over.
use File::Glob qw(:bsd_glob);
my @patterns = do { local $/ = "\0"; <STDIN> };
s/\0\z// for @patterns;
for (@patterns) { print map({ "$_\0" } grep { !/\n/ && lstat } bsd_glob($_, 0)), "\n" }
