// Package smma gives SMMA, the smoothed moving average (Wilder's smoothing), and Wilder's
// indicators to github.com/ncruces/go-sqlite3 as SQL functions: smma(), rsi(), atr(), adx() and
// the rest of https://github.com/sqlite-smma/sqlite-smma. There is no cgo in it: as SQLite is in
// that package, the C code is compiled to WebAssembly, and that is translated to Go.
//
//	smma.Auto()
//	db, err := sql.Open("sqlite3", "file:prices.db") // github.com/ncruces/go-sqlite3/driver
package smma

import (
	"fmt"
	"sync"

	"github.com/ncruces/go-sqlite3"

	"github.com/sqlite-smma/sqlite-smma-go/ncruces/internal/translated"
)

// Register gives the functions to one connection. It is what the init function of
// github.com/ncruces/go-sqlite3/driver.Open takes.
func Register(connection *sqlite3.Conn) error {
	// The method that replaces this function is generic, which Go 1.27 is the first to allow.
	//lint:ignore SA1019 as above
	if err := sqlite3.ExtensionInit(connection, translated.New, translated.DylinkInfo); err != nil {
		return fmt.Errorf("smma.Register(): %w", err)
	}
	return nil
}

var once sync.Once

// Auto gives the functions to every connection that the program opens from now on. Calling it
// again changes nothing.
func Auto() {
	once.Do(func() { sqlite3.AutoExtension(Register) })
}
