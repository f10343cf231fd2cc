//! The functions in rusqlite, with the SQLite that it bundles.

mod questions;

use questions::questions;
use rusqlite::functions::FunctionFlags;
use rusqlite::types::Value;
use rusqlite::Connection;

fn knows_smma(connection: &Connection) -> bool {
    connection
        .query_row("SELECT smma_version()", [], |row| row.get::<_, String>(0))
        .is_ok()
}

/// A connection that alone has the functions.
fn loaded() -> Connection {
    let connection = Connection::open_in_memory().unwrap();
    load(&connection).unwrap();
    connection
}

fn load(connection: &Connection) -> Result<(), sqlite_smma::Error> {
    // SAFETY: an open connection, which this thread alone has.
    unsafe { sqlite_smma::load(connection.handle().cast()) }
}

fn answer(connection: &Connection, question: &str) -> String {
    match connection.query_row(question, [], |row| row.get(0)) {
        Ok(Value::Text(text)) => text,
        Ok(Value::Real(number)) => number.to_string(),
        Ok(other) => format!("{other:?}"),
        Err(rusqlite::Error::SqlInputError { msg, .. }) => msg,
        Err(error) => error.to_string(),
    }
}

fn check(connection: &Connection) {
    for (question, expected) in questions() {
        assert_eq!(answer(connection, question), expected, "{question}");
    }
}

// One test, as what it changes is the whole program's.
#[test]
fn connections_have_the_functions_once_registered() {
    let before = Connection::open_in_memory().unwrap();
    assert!(!knows_smma(&before));

    sqlite_smma::register().unwrap();
    sqlite_smma::register().unwrap();
    check(&Connection::open_in_memory().unwrap());
    std::thread::spawn(|| check(&Connection::open_in_memory().unwrap()))
        .join()
        .unwrap();
    assert!(!knows_smma(&before));

    assert!(sqlite_smma::unregister());
    assert!(!sqlite_smma::unregister());
    assert!(!knows_smma(&Connection::open_in_memory().unwrap()));
}

#[test]
fn an_open_connection_can_be_given_the_functions() {
    check(&loaded());
}

#[test]
fn the_version_is_the_crates() {
    let version = answer(&loaded(), "SELECT smma_version()");
    assert_eq!(version, env!("CARGO_PKG_VERSION"));
}

#[test]
fn a_refusal_says_what_sqlite_said() {
    let connection = Connection::open_in_memory().unwrap();
    for (name, arguments) in [("smma", 2), ("smma_version", 0)] {
        connection
            .create_scalar_function(name, arguments, FunctionFlags::SQLITE_UTF8, |_| Ok("mine"))
            .unwrap();
    }
    // SQLite replaces no function while a statement runs.
    let mut statement = connection.prepare("SELECT 1 UNION ALL SELECT 2").unwrap();
    let mut rows = statement.query([]).unwrap();
    rows.next().unwrap();

    let error = load(&connection).unwrap_err();
    assert_eq!(error.code(), rusqlite::ffi::SQLITE_BUSY);
    assert_eq!(
        error.to_string(),
        "sqlite-smma: smma: unable to delete/modify user-function due to active statements \
         (SQLite error 5)"
    );
}
