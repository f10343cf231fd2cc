using Microsoft.Data.Sqlite;

var queries = args[0];
var path = args[1];

// [load]
using var connection = new SqliteConnection("Data Source=:memory:");
connection.Open();
connection.EnableExtensions();
connection.LoadExtension(path);
using var command = connection.CreateCommand();
command.CommandText = "SELECT smma(value, 2) FROM json_each('[1, 2, 5.5]')";
var average = (double)command.ExecuteScalar()!;
// [end]
if (average != 3.5) throw new InvalidOperationException($"{average}");

foreach (var query in File.ReadAllText(queries).TrimEnd().Split(";\n"))
{
    command.CommandText = query;
    try
    {
        Console.WriteLine(FormattableString.Invariant($"{command.ExecuteScalar()}"));
    }
    catch (SqliteException error)
    {
        Console.WriteLine(error.Message);
    }
}
