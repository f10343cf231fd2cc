use strict;
use warnings;
use DBI;

my ($queries, $path) = @ARGV;

# [load]
my $database = DBI->connect('dbi:SQLite:dbname=:memory:', '', '', { RaiseError => 1, PrintError => 0 });
$database->sqlite_load_extension($path);
my ($average) = $database->selectrow_array("SELECT smma(value, 2) FROM json_each('[1, 2, 5.5]')");
# [end]
die $average unless $average == 3.5;

open my $file, '<', $queries or die "$queries: $!\n";
my $text = do { local $/; <$file> };
for my $query (split /;\n/, $text) {
    my ($value) = eval { $database->selectrow_array($query) };
    print $@ ? $database->errstr : $value, "\n";
}
