lassign $argv queries path

# [load]
package require sqlite3
sqlite3 database :memory:
database enable_load_extension 1
database eval {SELECT load_extension($path)}
set average [database onecolumn {SELECT smma(value, 2) FROM json_each('[1, 2, 5.5]')}]
# [end]
if {$average != 3.5} { error $average }

set file [open $queries]
set text [string map {";\n" \0} [string trimright [read $file]]]
close $file
foreach query [split $text \0] {
  catch { database onecolumn $query } value
  puts $value
}
