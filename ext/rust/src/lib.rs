//! SMMA, the smoothed moving average (Wilder's smoothing), and Wilder's indicators as SQL
//! functions of SQLite: `smma()`, `rsi()`, `atr()`, `adx()` and the rest of
//! [sqlite-smma](https://github.com/sqlite-smma/sqlite-smma), compiled into the program.
//!
//! ```
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! sqlite_smma::register()?;
//! let connection = rusqlite::Connection::open_in_memory()?;
//! let average: f64 = connection.query_row(
//!     "SELECT smma(value, 2) FROM (SELECT 1 AS value UNION ALL SELECT 2 UNION ALL SELECT 5.5)",
//!     [],
//!     |row| row.get(0),
//! )?;
//! assert_eq!(average, 3.5);
//! # Ok(())
//! # }
//! ```
//!
//! The crate brings no SQLite: it uses the one that rusqlite, sqlx or whatever else links into
//! the program (`libsqlite3-sys`), bundled or the system's, from 3.25 on. A program without one
//! ends in the linker's `undefined symbol: sqlite3_auto_extension`.

use std::error;
use std::ffi::CStr;
use std::fmt;
use std::os::raw::{c_char, c_int, c_void};
use std::ptr;

/// What SQLite calls for each connection; of its own types only addresses are handed on.
type EntryPoint = unsafe extern "C" fn(*mut c_void, *mut *mut c_char, *const c_void) -> c_int;

const SQLITE_OK: c_int = 0;

extern "C" {
    fn sqlite3_smma_init(
        connection: *mut c_void,
        message: *mut *mut c_char,
        api: *const c_void,
    ) -> c_int;
    // C declares these two with `void (*)(void)`, and SQLite calls what it is given as an EntryPoint.
    fn sqlite3_auto_extension(entry_point: Option<EntryPoint>) -> c_int;
    fn sqlite3_cancel_auto_extension(entry_point: Option<EntryPoint>) -> c_int;
    fn sqlite3_free(memory: *mut c_void);
}

/// A result code of SQLite that is not `SQLITE_OK`, and what it is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Error {
    code: c_int,
    message: String,
}

impl Error {
    /// The result code, as in <https://sqlite.org/rescode.html>.
    #[must_use]
    pub fn code(&self) -> i32 {
        self.code
    }
}

impl fmt::Display for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} (SQLite error {})", self.message, self.code)
    }
}

impl error::Error for Error {}

/// Gives the functions to every connection that the program opens from now on, on any thread.
///
/// Call it before the first connection, a pool's included; connections that are open already
/// do not have the functions ([`load`] is for these). Calling it again changes nothing.
///
/// # Errors
///
/// Where SQLite cannot be initialized or has no memory for the list of entry points.
pub fn register() -> Result<(), Error> {
    // SAFETY: the function has the signature that SQLite calls it with, and is there as long as
    // the program is.
    let code = unsafe { sqlite3_auto_extension(Some(sqlite3_smma_init)) };
    if code == SQLITE_OK {
        return Ok(());
    }
    Err(Error {
        code,
        message: "sqlite_smma::register(): SQLite refused the entry point".to_owned(),
    })
}

/// Takes [`register`] back: connections opened from now on do not have the functions. Those that
/// are open keep them. Returns whether there was anything to take back.
pub fn unregister() -> bool {
    // SAFETY: nothing is called, the address is looked for in SQLite's list.
    unsafe { sqlite3_cancel_auto_extension(Some(sqlite3_smma_init)) == 1 }
}

/// Gives the functions to one connection that is open, as [`register`] does to those to come.
///
/// # Errors
///
/// What SQLite said of the function that could not be registered.
///
/// # Safety
///
/// `connection` is an open `sqlite3 *` of the SQLite that is linked into this program, which no
/// other thread uses meanwhile: `connection.handle().cast()` with rusqlite,
/// `connection.lock_handle().await?.as_raw_handle().as_ptr().cast()` with sqlx.
pub unsafe fn load(connection: *mut c_void) -> Result<(), Error> {
    let mut text: *mut c_char = ptr::null_mut();
    // SAFETY: the caller's word for the connection; linked statically, the third argument is not used.
    let code = unsafe { sqlite3_smma_init(connection, &mut text, ptr::null()) };
    if code == SQLITE_OK {
        return Ok(());
    }
    let message = if text.is_null() {
        "sqlite_smma::load(): SQLite refused the functions".to_owned()
    } else {
        // SAFETY: a text of SQLite's, ended by a zero byte, that is this function's to free.
        unsafe {
            let message = CStr::from_ptr(text).to_string_lossy().into_owned();
            sqlite3_free(text.cast());
            message
        }
    };
    Err(Error { code, message })
}
