/*
** test_live.c - sql/live.sql, case by case: what is remembered, what is
** forgotten, and what a bar costs.
*/
#include "../../support/live.h"

/* ------------------------------------------------------------- case by case */

static void live_expect_remembered(sqlite3 *db, const char *symbol,
                                   const char *sql) {
  database_run(db, "%s", sql);
  live_check(db, symbol, sql);
  database_expect_text(db, "1",
                       "SELECT min(state IS NOT NULL) FROM live_averages "
                       "WHERE symbol = %Q",
                       symbol);
}

static void live_expect_forgotten(sqlite3 *db, const char *symbol,
                                  const char *sql) {
  database_run(db, "%s", sql);
  live_check(db, symbol, sql);
  database_expect_text(db, "0",
                       "SELECT max(state IS NOT NULL) FROM live_averages "
                       "WHERE symbol = %Q",
                       symbol);
}

/* Bars of two symbols, 'A' and 'B', from 2020-01-01 on. */
static void live_fill(sqlite3 *db, int bars) {
  database_run(
      db,
      "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n "
      "WHERE i + 1 < %d) "
      "INSERT INTO prices(symbol, ts, close) "
      "SELECT symbol, date('2020-01-01', i || ' days'), (i * 37 %% 401) / 8.0 "
      "FROM n, (SELECT 'A' AS symbol UNION ALL SELECT 'B') ORDER BY i",
      bars);
}

static void live_go_through(bool is_recursive) {
  sqlite3 *db = live_open(is_recursive);
  database_run(db, "UPDATE live_periods SET period = 3 WHERE period = 200");
  live_check(db, "", "no bars");
  live_fill(db, 30);
  live_check(db, "", "the first bars");

  /* New bars, and other prices for the last one. */
  live_expect_remembered(
      db, "A",
      "INSERT INTO prices(symbol, ts, close) VALUES ('A', '2021-01-01', 4)");
  live_expect_remembered(
      db, "A",
      "UPDATE prices SET close = 5 WHERE symbol = 'A' AND ts = '2021-01-01'");
  live_expect_remembered(
      db, "A",
      "INSERT INTO prices(symbol, ts, close) VALUES ('A', '2021-01-01', 6) "
      "ON CONFLICT(symbol, ts) DO UPDATE SET close = excluded.close");
  live_expect_remembered(db, "A",
                         "INSERT OR REPLACE INTO prices(symbol, ts, close) "
                         "VALUES ('A', '2021-01-01', 7)");
  live_expect_remembered(
      db, "A",
      "REPLACE INTO prices(symbol, ts, close) VALUES ('A', '2021-01-02', 8)");
  live_expect_remembered(db, "A",
                         "INSERT OR IGNORE INTO prices(symbol, ts, close) "
                         "VALUES ('A', '2021-01-02', 9)");
  live_expect_remembered(db, "A", "UPDATE prices SET volume = 10");
  live_expect_remembered(db, "A", "UPDATE prices SET close = close");
  live_expect_remembered(db, "A", "UPDATE prices SET symbol = symbol, ts = ts");
  live_expect_remembered(
      db, "C",
      "INSERT INTO prices(symbol, ts, close) VALUES ('C', '2021-01-01', 4)");

  /* Every other change, each followed by a new bar. */
  static const char *const changes[] = {
      "INSERT INTO prices(symbol, ts, close) VALUES ('A', '2019-12-31', 4)",
      "INSERT INTO prices(symbol, ts, close) VALUES ('A', '2020-12-31', 4)",
      "REPLACE INTO prices(symbol, ts, close) VALUES ('A', '2020-12-31', 5)",
      "INSERT INTO prices(symbol, ts, close) VALUES ('A', '2020-12-31', 6) "
      "ON CONFLICT(symbol, ts) DO UPDATE SET close = excluded.close",
      "UPDATE prices SET close = 7 WHERE symbol = 'A' AND ts = '2020-12-31'",
      "UPDATE prices SET close = close + 1 WHERE symbol = 'A'",
      "UPDATE prices SET ts = '2020-12-30' WHERE symbol = 'A' AND ts = "
      "'2020-12-31'",
      "UPDATE prices SET ts = '2029-01-01' WHERE symbol = 'A' AND ts = "
      "'2020-12-30'",
      "UPDATE OR REPLACE prices SET ts = '2020-01-02' WHERE symbol = 'A' AND "
      "ts = '2020-01-01'",
      "DELETE FROM prices WHERE symbol = 'A' AND ts = '2020-01-02'",
      "DELETE FROM prices WHERE symbol = 'A' AND ts = '2029-01-01'",
      "DELETE FROM prices WHERE symbol = 'A' AND ts < '2020-01-10'",
  };
  for (int k = 0; k < (int)(sizeof(changes) / sizeof(changes[0])); k++) {
    live_expect_forgotten(db, "A", changes[k]);
    char sql[100];
    snprintf(
        sql, sizeof(sql),
        "INSERT INTO prices(symbol, ts, close) VALUES ('A', '%d-01-01', 3)",
        2030 + k);
    live_expect_remembered(db, "A", sql);
  }

  /* Bars that move to another symbol. */
  database_run(db, "UPDATE prices SET symbol = 'D' WHERE symbol = 'A' "
                   "AND ts > '2031'");
  live_check(db, "A D", "some bars moved");
  database_run(db, "UPDATE prices SET symbol = 'E' WHERE symbol = 'A'");
  live_check(db, "D E", "a symbol got another name");
  database_run(db, "INSERT INTO prices(symbol, ts, close) VALUES "
                   "('E', '2050-01-01', 4), ('D', '2050-01-01', 5)");
  live_check(db, "", "a new bar for both");
  database_run(db, "DELETE FROM prices WHERE symbol = 'D'");
  live_check(db, "", "all bars of a symbol gone");
  live_expect_remembered(
      db, "D",
      "INSERT INTO prices(symbol, ts, close) VALUES ('D', '2020-01-01', 4)");
  database_run(db, "DELETE FROM prices");
  live_check(db, "", "no bars again");
  live_fill(db, 20);
  live_check(db, "", "bars again");
  database_close(db);
}

static void test_bars(void **state) {
  (void)state;
  live_go_through(false);
  live_go_through(true);
}

static void test_periods(void **state) {
  (void)state;
  sqlite3 *db = live_open(false);
  live_fill(db, 300);
  static const char *const changes[] = {
      "INSERT INTO live_periods VALUES (5), (1), (300)",
      "INSERT OR IGNORE INTO live_periods VALUES (5), (6)",
      "INSERT OR REPLACE INTO live_periods VALUES (5), (7)",
      "UPDATE live_periods SET period = 8 WHERE period = 7",
      "UPDATE OR REPLACE live_periods SET period = 5 WHERE period = 6",
      "UPDATE live_periods SET period = period",
      "DELETE FROM live_periods WHERE period < 100",
      "INSERT INTO live_periods VALUES (2147483647)",
  };
  for (size_t k = 0; k < sizeof(changes) / sizeof(changes[0]); k++) {
    database_run(db, "%s", changes[k]);
    live_check(db, "", changes[k]);
  }
  database_expect_text(db, "200 300 2147483647",
                       "SELECT group_concat(period, ' ') FROM live_averages "
                       "WHERE symbol = 'A'");
  /* A period that is added while a symbol is forgotten. */
  database_run(db, "DELETE FROM prices WHERE ts = '2020-01-03';"
                   "INSERT INTO live_periods VALUES (3)");
  live_check(db, "A B", "a period beside a forgotten symbol");
  database_run(db, "INSERT INTO prices(symbol, ts, close) VALUES "
                   "('A', '2030-01-01', 1), ('B', '2030-01-01', 2)");
  live_check(db, "", "a new bar for both");
  /* Without periods nothing is kept, and nothing is lost. */
  database_run(db, "DELETE FROM live_periods");
  database_expect_text(db, "0", "SELECT count(*) FROM live_averages");
  database_run(db, "INSERT INTO prices(symbol, ts, close) VALUES "
                   "('A', '2030-01-02', 1), ('F', '2030-01-02', 1)");
  database_run(db, "INSERT INTO live_periods VALUES (2)");
  live_check(db, "", "a period again");
  static const char *const refused[] = {"0", "-1", "2147483648", "'x'", "1.5"};
  for (size_t k = 0; k < sizeof(refused) / sizeof(refused[0]); k++) {
    char sql[80];
    snprintf(sql, sizeof(sql), "INSERT INTO live_periods VALUES (%s)",
             refused[k]);
    const int rc = sqlite3_exec(db, sql, NULL, NULL, NULL);
    assert_true(rc == SQLITE_CONSTRAINT || rc == SQLITE_MISMATCH);
  }
  database_close(db);
}

/* The file may be run at any time, and starts over. */
static void test_again(void **state) {
  (void)state;
  sqlite3 *db = live_open(false);
  live_fill(db, 40);
  database_run(db, "CREATE TABLE schema_before AS SELECT type, name, sql FROM "
                   "sqlite_master");
  file_run(db, "sql/live.sql");
  database_expect_text(db, "0",
                       "SELECT count(*) FROM (SELECT type, name, sql FROM "
                       "sqlite_master WHERE name <> 'schema_before' EXCEPT "
                       "SELECT * FROM schema_before)");
  live_check(db, "", "the file again");
  /* A change that no trigger has seen. */
  database_run(db, "DROP TABLE prices");
  file_run(db, "sql/schema.sql");
  file_run(db, "sql/live.sql");
  live_check(db, "", "another table");
  live_fill(db, 10);
  live_check(db, "", "bars in another table");
  database_run(db, "DROP TRIGGER live_append; DROP TRIGGER live_late;"
                   "DROP TRIGGER live_restart;"
                   "INSERT INTO prices(symbol, ts, close) VALUES "
                   "('A', '2030-01-01', 1), ('G', '2030-01-01', 1)");
  file_run(db, "sql/live.sql");
  live_check(db, "", "bars without triggers");
  database_close(db);
}

/* A price that cannot be averaged is refused, and the bar with it. */
static void test_overflow(void **state) {
  (void)state;
  sqlite3 *db = live_open(false);
  live_fill(db, 40);
  database_expect_error(db,
                        "2nd argument to smma_append() is not finite: 1.7e+308",
                        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL "
                        "SELECT i + 1 FROM n WHERE i < 9) "
                        "INSERT OR IGNORE INTO prices(symbol, ts, close) "
                        "SELECT 'A', date('2030-01-01', i || ' days'), 1.7e308 "
                        "FROM n ORDER BY i");
  live_check(db, "", "bars that were refused");
  database_expect_text(db, "40",
                       "SELECT count(*) FROM prices WHERE symbol = 'A'");
  database_close(db);
}

/* Columns of prices may be renamed, and the table: all goes on. */
static void test_rename(void **state) {
  (void)state;
  static const char *const renamings[] = {
      "ALTER TABLE prices RENAME COLUMN close TO last",
      "ALTER TABLE prices RENAME COLUMN ts TO day",
      "ALTER TABLE prices RENAME COLUMN symbol TO ticker",
      "ALTER TABLE prices RENAME TO bars",
  };
  sqlite3 *db = live_open(false);
  live_fill(db, 40);
  for (size_t k = 0; k < sizeof(renamings) / sizeof(renamings[0]); k++) {
    database_run(db, "%s", renamings[k]);
  }
  database_run(db, "INSERT INTO bars(ticker, day, last) VALUES"
                   " ('A', '2030-01-02', 5), ('A', '2030-01-01', 3),"
                   " ('A', '2030-01-03', 7);"
                   "UPDATE bars SET last = 8 WHERE day = '2030-01-03';"
                   "DELETE FROM bars WHERE ticker = 'B' AND day < '2020-01-09';"
                   "INSERT INTO live_periods VALUES (5)");
  database_run(db, "ALTER TABLE bars RENAME TO prices;"
                   "ALTER TABLE prices RENAME COLUMN ticker TO symbol;"
                   "ALTER TABLE prices RENAME COLUMN day TO ts;"
                   "ALTER TABLE prices RENAME COLUMN last TO close");
  live_check(db, "B", "other names and back");
  database_close(db);
}

/* Triggers of the user may run before those of the file, and change, replace or
** remove the bar that the latter are told of. */
static void test_other_triggers(void **state) {
  (void)state;
  static const char *const others =
      "CREATE TRIGGER other_insert AFTER INSERT ON prices BEGIN"
      " INSERT OR REPLACE INTO prices(symbol, ts, close)"
      "  SELECT new.symbol, new.ts, 77 WHERE new.close = 7;"
      " UPDATE prices SET close = 88"
      "  WHERE symbol = new.symbol AND ts = new.ts AND new.close = 8;"
      " DELETE FROM prices"
      "  WHERE symbol = new.symbol AND ts = new.ts AND new.close = 9;"
      " INSERT OR REPLACE INTO prices(symbol, ts, close)"
      "  SELECT new.symbol, date(new.ts, '-1 day'), 99 WHERE new.close = 9; "
      "END;"
      "CREATE TRIGGER other_update AFTER UPDATE ON prices BEGIN"
      " INSERT OR REPLACE INTO prices(symbol, ts, close)"
      "  SELECT new.symbol, new.ts, 66 WHERE new.close = 6; "
      "END";
  static const char *const statements[] = {
      "INSERT INTO prices(symbol, ts, close) VALUES ('A', '2030-01-01', 7)",
      "INSERT INTO prices(symbol, ts, close) VALUES ('A', '2030-01-02', 8)",
      "INSERT INTO prices(symbol, ts, close) VALUES ('A', '2030-01-03', 5)",
      "UPDATE prices SET close = 6 WHERE symbol = 'A' AND ts = '2030-01-03'",
      "INSERT INTO prices(symbol, ts, close) VALUES ('A', '2030-01-05', 9)",
      "INSERT INTO prices(symbol, ts, close) VALUES ('A', '2030-01-06', 4)",
  };
  for (int comes_last = 0; comes_last < 2; comes_last++) {
    sqlite3 *db = live_open(false);
    live_fill(db, 20);
    database_run(db, "%s", others);
    /* The file makes its triggers anew, so now they are the last. */
    if (!comes_last) file_run(db, "sql/live.sql");
    for (size_t k = 0; k < sizeof(statements) / sizeof(statements[0]); k++) {
      database_run(db, "%s", statements[k]);
      live_check(db, "A", statements[k]);
    }
    database_close(db);
  }
}

/* ----------------------------------------------------------------------- cost */

/* How many instructions of SQLite's machine a statement takes. */
static int live_cost(sqlite3 *db, const char *sql) {
  sqlite3_stmt *statement = database_prepare(db, "%s", sql);
  assert_false(database_step(statement));
  const int steps =
      sqlite3_stmt_status(statement, SQLITE_STMTSTATUS_VM_STEP, 0);
  sqlite3_finalize(statement);
  return steps;
}

/* A new bar and another price for the last one cost the same, however long the
** history is. */
static void test_cost(void **state) {
  (void)state;
  static const char *const statements[] = {
      "INSERT INTO prices(symbol, ts, close) VALUES ('A', '2090-01-01', 4)",
      "UPDATE prices SET close = 5 WHERE symbol = 'A' AND ts = '2090-01-01'",
      "REPLACE INTO prices(symbol, ts, close) VALUES ('A', '2090-01-01', 6)",
      ("INSERT INTO prices(symbol, ts, close) VALUES ('A', '2090-01-01', 7) "
       "ON CONFLICT(symbol, ts) DO UPDATE SET close = excluded.close"),
      "INSERT INTO prices(symbol, ts, close) VALUES ('A', '2090-01-02', 4)",
  };
  enum { STATEMENTS = sizeof(statements) / sizeof(statements[0]) };
  int costs[2][STATEMENTS];
  for (int k = 0; k < 2; k++) {
    sqlite3 *db = live_open(false);
    live_fill(db, k == 0 ? 20 : 5000);
    for (int s = 0; s < STATEMENTS; s++) {
      costs[k][s] = live_cost(db, statements[s]);
      live_check(db, "", statements[s]);
    }
    database_close(db);
  }
  for (int s = 0; s < STATEMENTS; s++) {
    assert_int_equal(costs[0][s], costs[1][s]);
  }
}

/* Bars that come newest first cost no more than bars that come oldest first. */
static void test_cost_of_newest_first(void **state) {
  (void)state;
  static const char *const orders[] = {"ASC", "DESC"};
  int costs[2];
  for (int k = 0; k < 2; k++) {
    sqlite3 *db = live_open(false);
    char *sql = sqlite3_mprintf(
        "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n "
        "WHERE i < 2000) INSERT INTO prices(symbol, ts, close) "
        "SELECT 'A', date('2000-01-01', i || ' days'), i FROM n ORDER BY i %s",
        orders[k]);
    assert_non_null(sql);
    costs[k] = live_cost(db, sql);
    live_check(db, "A", sql);
    sqlite3_free(sql);
    database_close(db);
  }
  if (costs[1] > costs[0]) {
    fail_msg("%d steps newest first, %d oldest first", costs[1], costs[0]);
  }
}

/* Many late bars in a row cost no more each than one: the history anew, from
** the first bar or the last. */
static void test_cost_of_history(void **state) {
  (void)state;
  static const char *const statements[] = {
      "REPLACE INTO prices(symbol, ts, close) SELECT symbol, ts, close + 1 "
      "FROM source ORDER BY ts",
      "REPLACE INTO prices(symbol, ts, close) SELECT symbol, ts, close + 2 "
      "FROM source ORDER BY ts DESC",
      "UPDATE prices SET close = close * 2",
      "UPDATE prices SET symbol = 'C' WHERE symbol = 'A'",
      "DELETE FROM prices WHERE symbol = 'B'",
  };
  for (size_t s = 0; s < sizeof(statements) / sizeof(statements[0]); s++) {
    int costs[2];
    for (int k = 0; k < 2; k++) {
      sqlite3 *db = live_open(false);
      live_fill(db, k == 0 ? 400 : 1600);
      database_run(db, "CREATE TABLE source AS SELECT * FROM prices");
      costs[k] = live_cost(db, statements[s]);
      live_check(db, "A B C", statements[s]);
      database_close(db);
    }
    if (costs[1] > 6 * costs[0]) {
      fail_msg("%d and %d steps: %s", costs[0], costs[1], statements[s]);
    }
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_bars),
      cmocka_unit_test(test_periods),
      cmocka_unit_test(test_again),
      cmocka_unit_test(test_overflow),
      cmocka_unit_test(test_rename),
      cmocka_unit_test(test_other_triggers),
      cmocka_unit_test(test_cost),
      cmocka_unit_test(test_cost_of_newest_first),
      cmocka_unit_test(test_cost_of_history),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
