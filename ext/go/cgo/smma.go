// Package smma gives SMMA, the smoothed moving average (Wilder's smoothing), and Wilder's
// indicators to SQLite as SQL functions: smma(), rsi(), atr(), adx() and the rest of
// https://github.com/sqlite-smma/sqlite-smma, compiled into the program by cgo.
//
//	if err := smma.Auto(); err != nil { … }
//	db, err := sql.Open("sqlite3", "prices.db") // github.com/mattn/go-sqlite3
//
// The package brings no SQLite: it uses the one that the program links, be it the one inside
// mattn/go-sqlite3 or, with its build tag libsqlite3, the system's. SQLite 3.25 is the oldest.
package smma

/*
#cgo CFLAGS: -std=c11 -O3 -DSQLITE_CORE -I${SRCDIR}
#include "sqlite3.h"

int sqlite3_smma_init(sqlite3 *db, char **message, const void *api);

static int auto_extension(void) {
  return sqlite3_auto_extension((void (*)(void))sqlite3_smma_init);
}

static int cancel_auto_extension(void) {
  return sqlite3_cancel_auto_extension((void (*)(void))sqlite3_smma_init);
}
*/
import "C"

import "fmt"

// Auto gives the functions to every connection that the program opens from now on. Call it
// before the first query of a [database/sql.DB]: connections that are open already do not have
// the functions. Calling it again changes nothing.
func Auto() error {
	if code := C.auto_extension(); code != C.SQLITE_OK {
		return fmt.Errorf("smma.Auto(): SQLite refused the entry point (SQLite error %d)", int(code))
	}
	return nil
}

// Cancel takes [Auto] back: connections opened from now on do not have the functions. Those
// that are open keep them.
func Cancel() {
	C.cancel_auto_extension()
}
