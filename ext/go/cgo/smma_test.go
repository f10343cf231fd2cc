package smma_test

import (
	"context"
	"database/sql"
	_ "embed"
	"fmt"
	"strings"
	"testing"

	_ "github.com/mattn/go-sqlite3"

	smma "github.com/sqlite-smma/sqlite-smma-go"
)

//go:embed testdata/queries.sql
var queries string

//go:embed testdata/expected.txt
var expected string

// What a query gives, or the text of its error.
func answer(db interface {
	QueryRowContext(context.Context, string, ...any) *sql.Row
}, query string) string {
	var value any
	if err := db.QueryRowContext(context.Background(), query).Scan(&value); err != nil {
		return err.Error()
	}
	return fmt.Sprint(value)
}

func open(t *testing.T) *sql.DB {
	t.Helper()
	db, err := sql.Open("sqlite3", ":memory:")
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

func auto(t *testing.T) {
	t.Helper()
	if err := smma.Auto(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(smma.Cancel)
}

func TestEveryConnectionAnswersOnceAutoWasCalled(t *testing.T) {
	auto(t)
	auto(t)
	db := open(t)
	first, err := db.Conn(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	defer first.Close()
	second, err := db.Conn(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	defer second.Close()
	questions := strings.Split(strings.TrimSpace(queries), ";\n")
	answers := strings.Split(strings.TrimSpace(expected), "\n")
	if len(questions) != 5 || len(answers) != 5 {
		t.Fatalf("%d questions, %d answers", len(questions), len(answers))
	}
	for i, question := range questions {
		for _, connection := range []*sql.Conn{first, second} {
			if found := answer(connection, question); found != answers[i] {
				t.Errorf("%s\n%s instead of\n%s", question, found, answers[i])
			}
		}
	}
}

func TestConnectionsOpenedBeforeOrAfterwardsDoNotHaveThem(t *testing.T) {
	const question, unknown = "SELECT smma_version()", "no such function: smma_version"
	before := open(t)
	if found := answer(before, question); found != unknown {
		t.Error(found)
	}
	auto(t)
	during := open(t)
	if found := answer(during, question); found == unknown {
		t.Error(found)
	}
	smma.Cancel()
	if found := answer(open(t), question); found != unknown {
		t.Error(found)
	}
	if found := answer(before, question); found != unknown {
		t.Error(found)
	}
	if found := answer(during, question); found == unknown {
		t.Error(found)
	}
}
