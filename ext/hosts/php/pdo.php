<?php
[, $queries, $path] = $argv;

// [load]
$database = new Pdo\Sqlite('sqlite::memory:');
$database->loadExtension($path);
$average = $database->query("SELECT smma(value, 2) FROM json_each('[1, 2, 5.5]')")->fetchColumn();
// [end]
if ($average !== 3.5) {
    exit("$average\n");
}
foreach (explode(";\n", rtrim(file_get_contents($queries))) as $query) {
    try {
        echo $database->query($query)->fetchColumn(), "\n";
    } catch (PDOException $error) {
        echo $error->getMessage(), "\n";
    }
}
