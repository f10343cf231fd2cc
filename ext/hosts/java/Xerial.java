import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

public class Xerial {
  public static void main(String[] arguments) throws Exception {
    String path = arguments[1];
    // [load]
    Connection connection = DriverManager.getConnection("jdbc:sqlite::memory:?enable_load_extension=true");
    Statement statement = connection.createStatement();
    statement.execute("SELECT load_extension('" + path.replace("'", "''") + "')");
    ResultSet found = statement.executeQuery("SELECT smma(value, 2) FROM json_each('[1, 2, 5.5]')");
    double average = found.getDouble(1);
    // [end]
    if (average != 3.5) throw new AssertionError(average);
    for (String query : Files.readString(Path.of(arguments[0])).stripTrailing().split(";\n")) {
      try (ResultSet row = statement.executeQuery(query)) {
        System.out.println(row.getString(1));
      } catch (SQLException error) {
        System.out.println(error.getMessage());
      }
    }
    connection.close();
  }
}
