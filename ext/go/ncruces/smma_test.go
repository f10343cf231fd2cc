package smma_test

import (
	"database/sql"
	_ "embed"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/ncruces/go-sqlite3"
	"github.com/ncruces/go-sqlite3/driver"

	smma "github.com/sqlite-smma/sqlite-smma-go/ncruces"
)

//go:embed testdata/queries.sql
var queries string

//go:embed testdata/expected.txt
var expected string

// What a query gives, or the text of its error.
func answer(db *sql.DB, query string) string {
	var value any
	err := db.QueryRow(query).Scan(&value)
	var failed *sqlite3.Error
	if errors.As(err, &failed) {
		return strings.TrimPrefix(failed.Error(), "sqlite3: SQL logic error: ")
	}
	if err != nil {
		return err.Error()
	}
	return fmt.Sprint(value)
}

func check(t *testing.T, db *sql.DB) {
	t.Helper()
	questions := strings.Split(strings.TrimSpace(queries), ";\n")
	answers := strings.Split(strings.TrimSpace(expected), "\n")
	if len(questions) != 5 || len(answers) != 5 {
		t.Fatalf("%d questions, %d answers", len(questions), len(answers))
	}
	for i, question := range questions {
		if found := answer(db, question); found != answers[i] {
			t.Errorf("%s\n%s instead of\n%s", question, found, answers[i])
		}
	}
}

func closed(t *testing.T, db *sql.DB, err error) *sql.DB {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	return db
}

func open(t *testing.T, init ...func(*sqlite3.Conn) error) *sql.DB {
	t.Helper()
	db, err := driver.Open("file::memory:", init...)
	return closed(t, db, err)
}

// The order matters: what Auto does is not to be taken back.
func TestConnectionsHaveTheFunctionsOnceRegistered(t *testing.T) {
	const question, unknown = "SELECT smma_version()", "no such function: smma_version"
	if found := answer(open(t), question); found != unknown {
		t.Errorf("before: %s", found)
	}
	check(t, open(t, smma.Register))
	if found := answer(open(t), question); found != unknown {
		t.Errorf("another connection: %s", found)
	}
	smma.Auto()
	smma.Auto()
	check(t, open(t))
	db, err := sql.Open("sqlite3", "file::memory:")
	check(t, closed(t, db, err))
}

func TestRegisteringAgainIsHarmless(t *testing.T) {
	check(t, open(t, func(connection *sqlite3.Conn) error {
		return errors.Join(smma.Register(connection), smma.Register(connection))
	}))
}
