/*
** test_state.c - smma_state(), smma_append() and smma_value(): an average that
** is put down and taken up again (SPEC 3.7).
*/
#include "../../support/random.h"
#include "../../support/series.h"
#include "../../support/states.h"

#include <math.h>
#include <stdbool.h>

static random_source state_random;

enum { STATE_MOST_ROWS = 301 };

static const int state_periods[] = {1, 2, 3, 7, 8, 9, 14, 200, 301, 2147483647};
enum { STATE_PERIODS = sizeof(state_periods) / sizeof(state_periods[0]) };

/* ------------------------------------------------------------------ helpers */

/* The query's only row has a state, and it is this one. */
static void state_expect(sqlite3_stmt *query, const unsigned char *expected,
                         size_t n) {
  assert_true(database_step(query));
  assert_int_equal(sqlite3_column_type(query, 0), SQLITE_BLOB);
  assert_int_equal(sqlite3_column_bytes(query, 0), SMMA_STATE_SIZE);
  if (memcmp(sqlite3_column_blob(query, 0), expected, SMMA_STATE_SIZE) != 0) {
    fail_msg("another state after %zu rows\n%s", n, sqlite3_sql(query));
  }
  assert_false(database_step(query));
  sqlite3_reset(query);
}

/* ---------------------------------------------------------------- the values */

/* SPEC 3.7. From the layout that core/state.c describes and a hash computed
** elsewhere. */
#define STATE_0 "0000000000000000"

_Static_assert(SMMA_STATE_SIZE <= 160, "a state is at most 160 bytes");

static void test_bytes(void **state) {
  (void)state;
  static const struct {
    int period;
    const char *prices;
    const char *hex;
  } cases[] = {
      {14, "(NULL)",
       "534D4D4102000000"
       "0E00000000000000" STATE_0 STATE_0 STATE_0 STATE_0 STATE_0 STATE_0
           STATE_0 STATE_0 STATE_0 STATE_0 STATE_0 "7F6E5FD3FE795305"},
      /* In the lanes of the seed. */
      {3, "(1), (2)",
       "534D4D4102000000"
       "0300000000000000"
       "0200000000000000" STATE_0 "000000000000F03F"
       "0000000000000040" STATE_0 STATE_0 STATE_0 STATE_0 STATE_0
           STATE_0 STATE_0 "8D951C2E0B94209C"},
      /* Running, since the middle of a segment. */
      {2, "(4), (8), (NULL), (2)",
       "534D4D4102000000"
       "0200000000000000"
       "0300000000000000"
       "0000000000001040"
       "0000000000001840"
       "0000000000002040"
       "0000000000001840" STATE_0
       "00000000000000C0" STATE_0 STATE_0 STATE_0 STATE_0 "200D2CC486CB94D2"},
      {1, "(4), (8)",
       "534D4D4102000000"
       "0100000000000000"
       "0200000000000000"
       "0000000000002040" STATE_0 STATE_0 STATE_0 STATE_0 STATE_0 STATE_0
           STATE_0 STATE_0 STATE_0 "D240058B5A69C9A1"},
  };
  sqlite3 *db = database_open();
  for (size_t k = 0; k < sizeof(cases) / sizeof(cases[0]); k++) {
    database_expect_text(db, cases[k].hex,
                         "SELECT hex(smma_state(column1, %d)) FROM (VALUES %s)",
                         cases[k].period, cases[k].prices);
  }
  database_close(db);
}

static void test_no_rows(void **state) {
  (void)state;
  sqlite3 *db = database_open();
  database_fill(db, NULL, 0);
  database_expect_text(db, "null",
                       "SELECT typeof(smma_state(price, 14)) FROM prices");
  database_expect_text(db, "NULL",
                       "SELECT smma_value(smma_state(price, 14)) FROM prices");
  database_expect_text(db, "NULL", "SELECT smma_value(NULL)");
  database_expect_text(db, "blob 112",
                       "SELECT typeof(s) || ' ' || length(s) FROM "
                       "(SELECT smma_state(NULL, 14) AS s)");
  database_expect_text(db, "NULL", "SELECT smma_value(smma_state(NULL, 14))");
  /* As left joins leave it. */
  database_expect_text(db, "null",
                       "SELECT typeof(smma_value(state)) FROM (SELECT 1) LEFT "
                       "JOIN (SELECT 1 AS state) ON 0");
  database_close(db);
}

static void test_groups(void **state) {
  (void)state;
  sqlite3 *db = database_open();
  database_run(db, "CREATE TABLE prices(i INTEGER PRIMARY KEY, symbol, price);"
                   "INSERT INTO prices(symbol, price) VALUES ('a', 4), "
                   "('b', '1'), ('b', 2), ('a', NULL), ('a', '8'), ('a', 2)");
  database_expect_text(
      db, "4.0 1.5",
      "SELECT group_concat(v, ' ') FROM (SELECT smma_value(smma_state(price, "
      "2)) AS v FROM prices GROUP BY symbol)");
  if (database_has_aggregate_filter()) {
    database_expect_text(db, "5.0",
                         "SELECT smma_value(smma_state(price, 2) FILTER "
                         "(WHERE price <> 4)) FROM prices WHERE symbol = 'a'");
  }
  database_expect_error(db,
                        "DISTINCT aggregates must have exactly one argument",
                        "SELECT smma_state(DISTINCT price, 2) FROM prices");
  database_close(db);
}

/* -------------------------------------------------------------------- going on */

/* SPEC 3.7: after each price, the state of all so far, from SQL and the core,
** is the state of those before with one more. */
static void state_check_appending(sqlite3 *db, const double *prices, size_t n,
                                  int period) {
  unsigned char saved[SMMA_STATE_SIZE];
  smma_stream stream;
  sqlite3_stmt *whole = database_prepare(
      db, "SELECT smma_state(price, %d) FROM prices WHERE i <= ?1", period);
  sqlite3_stmt *append = database_prepare(
      db, "SELECT smma_append(?1, (SELECT price FROM prices WHERE i = ?2))");
  sqlite3_stmt *value = database_prepare(db, "SELECT smma_value(?1)");
  sqlite3_stmt *over = database_prepare(
      db, "SELECT smma(price, %d) OVER (ORDER BY i) FROM prices", period);
  sqlite3_stmt *empty =
      database_prepare(db, "SELECT smma_state(NULL, %d)", period);

  assert_int_equal(smma_stream_init(&stream, (size_t)period), SMMA_OK);
  state_save(&stream, saved);
  state_expect(empty, saved, 0);
  for (size_t i = 0; i < n; i++) {
    state_bind(append, saved, sizeof(saved));
    sqlite3_bind_int(append, 2, (int)i + 1);
    assert_int_equal(smma_stream_push(&stream, prices[i]), SMMA_OK);
    if (isnan(prices[i])) state_expect(append, saved, i + 1);
    state_save(&stream, saved);
    state_expect(append, saved, i + 1);
    sqlite3_bind_int(whole, 1, (int)i + 1);
    state_expect(whole, saved, i + 1);
    state_bind(value, saved, sizeof(saved));
    const double average = state_real(value);
    assert_true(database_step(over));
    const bool is_null = sqlite3_column_type(over, 0) == SQLITE_NULL;
    const double expected = sqlite3_column_double(over, 0);
    if (is_null ? !isnan(average) : memcmp(&average, &expected, 8) != 0) {
      fail_msg("period %d, row %zu: %a and not %a", period, i + 1, average,
               expected);
    }
  }
  sqlite3_finalize(empty);
  sqlite3_finalize(over);
  sqlite3_finalize(value);
  sqlite3_finalize(append);
  sqlite3_finalize(whole);
}

static void test_appending(void **state) {
  (void)state;
  double prices[STATE_MOST_ROWS];
  sqlite3 *db = database_open();
  const size_t rounds = random_rounds(4);
  for (size_t round = 0; round < rounds; round++) {
    const size_t kind =
        round == 0 ? SERIES_WALK
                   : random_between(&state_random, 0, SERIES_KINDS - 1);
    series_fill((series_kind)kind, &state_random, prices, STATE_MOST_ROWS);
    if (round > 0) {
      series_punch(&state_random, prices, STATE_MOST_ROWS,
                   0.5 * random_unit(&state_random));
    }
    database_fill(db, prices, STATE_MOST_ROWS);
    for (size_t k = 0; k < STATE_PERIODS; k++) {
      state_check_appending(db, prices, STATE_MOST_ROWS, state_periods[k]);
    }
  }
  database_close(db);
}

/* Prices of all types, in a recursion that keeps only the state. */
static void test_price_types(void **state) {
  (void)state;
  sqlite3 *db = database_open();
  database_run(db, "CREATE TABLE prices(i INTEGER PRIMARY KEY, price);"
                   "INSERT INTO prices(price) VALUES (4), ('8'), (2.5), "
                   "(NULL), (' 3e0 '), ('-1'), (9223372036854775807), (7)");
  database_expect_text(
      db, "1",
      "WITH RECURSIVE chain(i, state) AS (SELECT 0, smma_state(NULL, 3) "
      "UNION ALL SELECT i + 1, smma_append(state, (SELECT price FROM prices "
      "WHERE prices.i = chain.i + 1)) FROM chain WHERE i < 8) "
      "SELECT min(smma_value(chain.state) IS (SELECT smma(price, 3) FROM "
      "prices WHERE prices.i <= chain.i)) FROM chain");
  database_close(db);
}

/* ------------------------------------------------------------------ the errors */

static void test_errors(void **state) {
  (void)state;
  static const char *const words[] = {
      "''",    "'abc'",       "x'00'", "x''",   "' '",
      "'1,5'", "zeroblob(8)", "'inf'", "'0x1'", "'2' || char(0)"};
  static const char *const infinite[] = {"9e999", "-9e999", "'1e999'"};
  static const char *const periods[] = {
      "NULL", "0", "-1", "1.5", "'abc'", "2147483648", "x'32'", "9e999"};
  sqlite3 *db = database_open();
  for (size_t k = 0; k < sizeof(words) / sizeof(words[0]); k++) {
    database_expect_error_of(db, "1st argument to smma_state() is not a number",
                             words[k], "SELECT smma_state(%s, 2)", words[k]);
    database_expect_error_of(
        db, "2nd argument to smma_append() is not a number", words[k],
        "SELECT smma_append(smma_state(1, 2), %s)", words[k]);
  }
  for (size_t k = 0; k < sizeof(infinite) / sizeof(infinite[0]); k++) {
    database_expect_error_of(db, "1st argument to smma_state() is not finite",
                             infinite[k], "SELECT smma_state(%s, 2)",
                             infinite[k]);
    database_expect_error_of(
        db, "2nd argument to smma_append() is not finite", infinite[k],
        "SELECT smma_append(smma_state(1, 2), %s)", infinite[k]);
  }
  for (size_t k = 0; k < sizeof(periods) / sizeof(periods[0]); k++) {
    database_expect_error_of(db,
                             "2nd argument to smma_state() is not an integer "
                             "between 1 and 2147483647",
                             periods[k],
                             "SELECT smma_state(column1, %s) FROM "
                             "(VALUES (NULL), (1))",
                             periods[k]);
    database_expect_error_of(db,
                             "2nd argument to smma_state() is not an integer "
                             "between 1 and 2147483647",
                             periods[k],
                             "SELECT smma_state(1, column1) FROM "
                             "(VALUES (2), (%s))",
                             periods[k]);
  }
  database_expect_error(db,
                        "2nd argument to smma_state() is not the same for all "
                        "rows: 3",
                        "SELECT smma_state(NULL, column1) FROM "
                        "(VALUES (2), (2), (3))");
  database_expect_text(db, "6.0",
                       "SELECT smma_value(smma_state(column1, column2)) FROM "
                       "(VALUES (4, 2), (8, '2'), (NULL, 2.0))");
  database_close(db);
}

/* SPEC 1.3 */
static void test_overflow(void **state) {
  (void)state;
  sqlite3 *db = database_open();
  database_expect_error(db,
                        "1st argument to smma_state() is not finite: 1.0e+308",
                        "SELECT smma_state(column1, 3) FROM "
                        "(VALUES (1e308), (1e308), (1e308))");
  database_expect_error(db,
                        "2nd argument to smma_append() is not finite: 1.0e+308",
                        "SELECT smma_append((SELECT smma_state(column1, 3) "
                        "FROM (VALUES (1e308), (1e308))), 1e308)");
  database_expect_text(db, "1",
                       "SELECT smma_value(smma_append(smma_state(1, 1), "
                       "1e308)) = 1e308");
  database_close(db);
}

static void test_wrong_use(void **state) {
  (void)state;
  static const struct {
    const char *call;
    const char *error;
  } cases[] = {
      {"smma_state(1)", "wrong number of arguments to function smma_state()"},
      {"smma_state(1, 2, 3, 4)",
       "wrong number of arguments to function smma_state()"},
      {"smma_append(1)", "wrong number of arguments to function smma_append()"},
      {"smma_append(1, 2, 3)",
       "wrong number of arguments to function smma_append()"},
      {"smma_value()", "wrong number of arguments to function smma_value()"},
      {"smma_value(1, 2)",
       "wrong number of arguments to function smma_value()"},
      {"smma_state(1, 2) OVER ()",
       "smma_state() may not be used as a window function"},
      {"smma_value(NULL) OVER ()",
       "smma_value() may not be used as a window function"},
  };
  sqlite3 *db = database_open();
  for (size_t k = 0; k < sizeof(cases) / sizeof(cases[0]); k++) {
    database_expect_error(db, cases[k].error, "SELECT %s", cases[k].call);
  }
  database_close(db);
}

/* ------------------------------------------------------------ where it is used */

/* SPEC 3.5: in triggers, views, checks and upserts of an untrusted schema. */
static void test_in_a_schema(void **state) {
  (void)state;
  sqlite3 *db = database_open();
  if (database_has_trusted_schema()) {
    database_run(db, "PRAGMA trusted_schema = OFF");
  }
  database_run(
      db,
      "CREATE TABLE prices(symbol, price);"
      "CREATE TABLE live(symbol PRIMARY KEY, state CHECK (smma_value(state) "
      "IS NULL OR smma_value(state) < 1000));"
      "CREATE VIEW averages AS SELECT symbol, smma_value(state) AS smma "
      "FROM live;"
      "CREATE TRIGGER keep AFTER INSERT ON prices BEGIN "
      "INSERT OR IGNORE INTO live SELECT new.symbol, smma_state(NULL, 2);"
      "UPDATE live SET state = smma_append(state, new.price) "
      "WHERE symbol = new.symbol; END;"
      "INSERT INTO prices VALUES ('a', 4), ('b', 1), ('a', 8), ('a', NULL), "
      "('a', 2)");
  database_expect_text(db, "a 4.0, b -",
                       "SELECT group_concat(symbol || ' ' || ifnull(smma, '-'),"
                       " ', ') FROM (SELECT * FROM averages ORDER BY symbol)");
  database_expect_error(db,
                        "2nd argument to smma_append() is not a number: 'four'",
                        "INSERT INTO prices VALUES ('a', 'four')");
  database_expect_text(db, "5", "SELECT count(*) FROM prices");
  database_expect_text(db, "4.0",
                       "SELECT smma FROM averages WHERE symbol = 'a'");
  database_run(db, "INSERT INTO live VALUES ('b', (SELECT smma_state(7, 2))) "
                   "ON CONFLICT(symbol) DO UPDATE SET "
                   "state = smma_append(state, 2)");
  database_expect_text(db, "1.5",
                       "SELECT smma FROM averages WHERE symbol = 'b'");
  database_expect_error(
      db, "1st argument to smma_value() is not a state: a BLOB of 1 byte",
      "INSERT INTO live VALUES ('c', x'00')");
  database_close(db);
}

/* Deterministic: SQLite may keep what they return. */
static void test_in_indexes(void **state) {
  (void)state;
  if (!database_has_trusted_schema()) skip();
  sqlite3 *db = database_open();
  database_run(db,
               "PRAGMA trusted_schema = OFF;"
               "CREATE TABLE live(symbol, state, "
               "smma REAL AS (smma_value(state)), "
               "next BLOB AS (smma_append(state, 6)) STORED, "
               "start BLOB AS (smma_start(2)) STORED);"
               "CREATE INDEX by_value ON live(smma_value(state));"
               "CREATE INDEX by_column ON live(smma, symbol);"
               "CREATE INDEX low ON live(symbol) WHERE "
               "smma_value(state) < 5;"
               "INSERT INTO live(symbol, state) VALUES ('a', (SELECT "
               "smma_state(column1, "
               "2) FROM (VALUES (4), (8)))), ('b', (SELECT smma_state(2, 1))), "
               "('c', (SELECT smma_state(NULL, 2)))");
  database_expect_text(db, "a 6.0 6.0, b 2.0 6.0, c - -",
                       "SELECT group_concat(symbol || ' ' || ifnull(smma, '-') "
                       "|| ' ' || ifnull(smma_value(next), '-'), ', ') FROM "
                       "(SELECT * FROM live ORDER BY symbol)");
  database_expect_text(db, "b",
                       "SELECT symbol FROM live INDEXED BY by_value WHERE "
                       "smma_value(state) < 5");
  database_expect_text(db, "b",
                       "SELECT symbol FROM live INDEXED BY low WHERE "
                       "smma_value(state) < 5");
  database_run(db, "UPDATE live SET state = smma_append(state, 20) "
                   "WHERE symbol = 'a'");
  database_expect_text(db, "a",
                       "SELECT symbol FROM live INDEXED BY by_column WHERE "
                       "smma = 13.0");
  database_expect_text(db, "ok", "PRAGMA integrity_check");
  database_close(db);
}

/* SPEC 3.7: the empty state as a scalar, so that each row of a query has its own. */
static void test_start(void **state) {
  (void)state;
  sqlite3 *db = database_open();
  database_expect_text(db, "1",
                       "SELECT smma_start(14) = (SELECT smma_state(NULL, 14))");
  database_expect_text(
      db, "2 2",
      "SELECT count(*) || ' ' || count(DISTINCT smma_start(column1)) "
      "FROM (VALUES (14), ('20'))");
  database_expect_text(db, "4.0",
                       "SELECT smma_value(smma_append(smma_append("
                       "smma_append(smma_start(2.0), 4), 8), 2))");
  static const char *const wrong[] = {"0",      "-1",   "2147483648", "1.5",
                                      "'week'", "NULL", "x'0e'",      "''"};
  for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
    database_expect_error_of(db,
                             "1st argument to smma_start() is not an integer "
                             "between 1 and 2147483647",
                             wrong[i], "SELECT smma_start(%s)", wrong[i]);
  }
  database_close(db);
}

int main(void) {
  state_random = random_start("test_state");
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_bytes),       cmocka_unit_test(test_no_rows),
      cmocka_unit_test(test_groups),      cmocka_unit_test(test_appending),
      cmocka_unit_test(test_price_types), cmocka_unit_test(test_errors),
      cmocka_unit_test(test_overflow),    cmocka_unit_test(test_wrong_use),
      cmocka_unit_test(test_in_a_schema), cmocka_unit_test(test_in_indexes),
      cmocka_unit_test(test_start),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
