use rusqlite::{types::Value, Connection};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    // [load]
    sqlite_smma::register()?;
    let connection = Connection::open_in_memory()?;
    let average: f64 = connection.query_row(
        "SELECT smma(value, 2) FROM json_each('[1, 2, 5.5]')",
        [],
        |row| row.get(0),
    )?;
    // [end]
    assert_eq!(average, 3.5);
    let path = std::env::args().nth(1).ok_or("the path of the queries")?;
    for query in std::fs::read_to_string(path)?.trim_end().split(";\n") {
        match connection.query_row(query, [], |row| row.get(0)) {
            Ok(Value::Text(text)) => println!("{text}"),
            Ok(Value::Real(number)) => println!("{number}"),
            Ok(other) => println!("{other:?}"),
            Err(error) => println!("{error}"),
        }
    }
    Ok(())
}
