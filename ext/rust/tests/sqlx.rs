//! The functions in sqlx: every connection of a pool, and one that is open.

mod questions;

use questions::questions;
use sqlx::sqlite::{SqliteConnection, SqlitePoolOptions};
use sqlx::{Connection, Row, SqlitePool, ValueRef};

async fn answer(connection: &mut SqliteConnection, question: &'static str) -> String {
    let row = match sqlx::query(question).fetch_one(connection).await {
        Ok(row) => row,
        Err(sqlx::Error::Database(error)) => return error.message().to_owned(),
        Err(error) => return error.to_string(),
    };
    let value = row.try_get_raw(0).unwrap();
    match &*value.type_info().to_string() {
        "REAL" => row.get::<f64, _>(0).to_string(),
        _ => row.get(0),
    }
}

async fn pool_of_two() -> SqlitePool {
    SqlitePoolOptions::new()
        .max_connections(2)
        .connect("sqlite::memory:")
        .await
        .unwrap()
}

// One test, as what it changes is the whole program's.
#[tokio::test]
async fn connections_have_the_functions_once_registered() {
    let mut before = SqliteConnection::connect("sqlite::memory:").await.unwrap();
    let unknown = answer(&mut before, "SELECT smma_version()").await;
    assert_eq!(unknown, "no such function: smma_version");

    sqlite_smma::register().unwrap();
    let pool = pool_of_two().await;
    let mut one = pool.acquire().await.unwrap();
    let mut other = pool.acquire().await.unwrap();
    for (question, expected) in questions() {
        assert_eq!(answer(&mut one, question).await, expected, "{question}");
        assert_eq!(answer(&mut other, question).await, expected, "{question}");
    }

    let mut handle = before.lock_handle().await.unwrap();
    // SAFETY: an open connection, locked.
    unsafe { sqlite_smma::load(handle.as_raw_handle().as_ptr().cast()) }.unwrap();
    drop(handle);
    let version = answer(&mut before, "SELECT smma_version()").await;
    assert_eq!(version, env!("CARGO_PKG_VERSION"));
}
