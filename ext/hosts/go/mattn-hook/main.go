package main

import (
	"database/sql"
	"fmt"
	"log"
	"os"
	"strings"

	"github.com/mattn/go-sqlite3"
)

func main() {
	path := os.Args[2]
	// [load]
	sql.Register("sqlite3_smma", &sqlite3.SQLiteDriver{
		ConnectHook: func(connection *sqlite3.SQLiteConn) error {
			return connection.LoadExtension(path, "sqlite3_smma_init")
		},
	})
	db, err := sql.Open("sqlite3_smma", ":memory:")
	if err != nil {
		log.Fatal(err)
	}
	var average float64
	err = db.QueryRow("SELECT smma(value, 2) FROM json_each('[1, 2, 5.5]')").Scan(&average)
	// [end]
	if err != nil || average != 3.5 {
		log.Fatal(average, err)
	}
	queries, err := os.ReadFile(os.Args[1])
	if err != nil {
		log.Fatal(err)
	}
	for _, query := range strings.Split(strings.TrimSpace(string(queries)), ";\n") {
		var value any
		if err := db.QueryRow(query).Scan(&value); err != nil {
			value = err
		}
		fmt.Println(value)
	}
}
