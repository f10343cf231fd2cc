<?php
[, $queries] = $argv;

// [load]
// php.ini, or php -d, has sqlite3.extension_dir = the folder that smma.so is in.
$database = new SQLite3(':memory:');
$database->enableExceptions(true);
$database->loadExtension('smma.so');
$average = $database->querySingle("SELECT smma(value, 2) FROM json_each('[1, 2, 5.5]')");
// [end]
if ($average !== 3.5) {
    exit("$average\n");
}
foreach (explode(";\n", rtrim(file_get_contents($queries))) as $query) {
    try {
        echo $database->querySingle($query), "\n";
    } catch (Exception $error) {
        echo $error->getMessage(), "\n";
    }
}
