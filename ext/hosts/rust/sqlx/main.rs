use sqlx::{AssertSqlSafe, Row, SqlitePool};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    // [load]
    sqlite_smma::register()?;
    let pool = SqlitePool::connect("sqlite::memory:").await?;
    let average: f64 = sqlx::query_scalar("SELECT smma(value, 2) FROM json_each('[1, 2, 5.5]')")
        .fetch_one(&pool)
        .await?;
    // [end]
    assert_eq!(average, 3.5);
    let path = std::env::args().nth(1).ok_or("the path of the queries")?;
    for query in std::fs::read_to_string(path)?.trim_end().split(";\n") {
        match sqlx::query(AssertSqlSafe(query)).fetch_one(&pool).await {
            Ok(row) => match row.try_get::<String, _>(0) {
                Ok(text) => println!("{text}"),
                Err(_) => println!("{}", row.get::<f64, _>(0)),
            },
            Err(error) => println!("{error}"),
        }
    }
    Ok(())
}
