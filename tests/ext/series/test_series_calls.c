/*
** test_series_calls.c - several calls of smma_series() in one statement: joined
** by OR nothing is lost and nothing comes twice, and rowid tells their rows apart
** (SPEC 3.6).
*/
#include "../../support/database.h"
#include "../../support/random.h"

#include <stdbool.h>
#include <stdio.h>

static random_source calls_random;

#define CALLS_A "query = 'VALUES (4), (8)' AND first_period = "
#define CALLS_B "query = 'VALUES (1), (3)' AND first_period = "
#define CALLS_OF_VALUE                                                         \
  "query = 'SELECT typeof(?1), ?1, 1' AND first_period = 1 "

#define CALLS_OF_EIGHT                                                         \
  "query = 'VALUES (?8)' AND first_period = 1 AND value1 = 1 AND value2 = 2 "  \
  "AND value3 = 3 AND value4 = 4 AND value5 = 5 AND value6 = 6 AND value7 = "  \
  "7 AND value8 = "

/* --------------------------------------------------------------------------- OR */

static void test_or(void **state) {
  (void)state;
  static const struct {
    const char *where;
    const char *expected; /* period, price and smma of all rows, sorted */
  } cases[] = {
      /* Another query, another period, both. */
      {"(" CALLS_A "1) OR (" CALLS_B "1)", "1|1|1.0 1|3|3.0 1|4|4.0 1|8|8.0"},
      {"(" CALLS_A "1) OR (" CALLS_A "2)", "1|4|4.0 1|8|8.0 2|4|- 2|8|6.0"},
      {"(" CALLS_A "1) OR (" CALLS_B "2)", "1|4|4.0 1|8|8.0 2|1|- 2|3|2.0"},
      {"(" CALLS_A "1) OR (" CALLS_B "2) OR (" CALLS_A "2)",
       "1|4|4.0 1|8|8.0 2|1|- 2|3|2.0 2|4|- 2|8|6.0"},
      /* The same call twice has its rows once. */
      {"(" CALLS_A "2) OR (" CALLS_A "2)", "2|4|- 2|8|6.0"},
      {"(" CALLS_A "2 AND key = 1) OR (" CALLS_A "2 AND price > 1) OR (" CALLS_B
       "2)",
       "2|1|- 2|3|2.0 2|4|- 2|8|6.0"},
      {"(" CALLS_A "'2' AND key = 1) OR (" CALLS_A "'2' AND key = 2)",
       "2|4|- 2|8|6.0"},
      {"(" CALLS_A "2) OR (" CALLS_A "'2') OR (" CALLS_A "2.0)",
       "2|4|- 2|8|6.0"},
      /* Only the last period or the step differs. */
      {"(" CALLS_A "1 AND last_period = 1) OR (" CALLS_A
       "1 AND last_period = 2)",
       "1|4|4.0 1|4|4.0 1|8|8.0 1|8|8.0 2|4|- 2|8|6.0"},
      {"(" CALLS_A "1 AND last_period = 3 AND step = 2) OR (" CALLS_A
       "1 AND last_period = 3 AND step = 0)",
       "1|4|4.0 1|4|4.0 1|8|8.0 1|8|8.0 3|4|- 3|8|-"},
      /* Only the value differs, or no more than its type. */
      {"(" CALLS_OF_VALUE "AND value1 = 'a') OR (" CALLS_OF_VALUE
       "AND value1 = 'b')",
       "1|1|1.0 1|1|1.0"},
      {"(" CALLS_OF_VALUE "AND value1 = 'a') OR (" CALLS_OF_VALUE
       "AND value1 = 'a')",
       "1|1|1.0"},
      {"(" CALLS_OF_VALUE "AND value1 = 1) OR (" CALLS_OF_VALUE
       "AND value1 = 1.0) OR (" CALLS_OF_VALUE
       "AND value1 = '1') OR (" CALLS_OF_VALUE
       "AND value1 = x'31') OR (" CALLS_OF_VALUE
       "AND value1 = NULL) OR (" CALLS_OF_VALUE
       "AND value1 = 0) OR (" CALLS_OF_VALUE
       "AND value1 = '') OR (" CALLS_OF_VALUE "AND value1 = x'')",
       "1|1|1.0 1|1|1.0 1|1|1.0 1|1|1.0 1|1|1.0 1|1|1.0 1|1|1.0 1|1|1.0"},
      {"(query = 'VALUES (?1), (?2)' AND first_period = 1 AND value1 = 'x' AND "
       "value2 = NULL) OR (query = 'VALUES (?2)' AND first_period = 1 AND "
       "value1 = 'xy' AND value2 = 2)",
       "ERROR"},
      {"(query = 'VALUES (?1), (?2)' AND first_period = 1 AND value1 = 12 AND "
       "value2 = 3) OR (query = 'VALUES (?1), (?2)' AND first_period = 1 AND "
       "value1 = 1 AND value2 = 23)",
       "1|1|1.0 1|12|12.0 1|23|23.0 1|3|3.0"},
      {"(" CALLS_OF_EIGHT "8) OR (" CALLS_OF_EIGHT "9) OR (" CALLS_OF_EIGHT
       "8)",
       "1|8|8.0 1|9|9.0"},
      /* A condition that leaves out periods does not change what is the same. */
      {"(" CALLS_A "1 AND last_period = 3 AND period > 1) OR (" CALLS_A
       "1 AND last_period = 3 AND period < 3)",
       "1|4|4.0 1|8|8.0 2|4|- 2|8|6.0 3|4|- 3|8|-"},
      {"(" CALLS_A "3 AND last_period = 1 AND period = 2) OR (" CALLS_B
       "3 AND last_period = 1 AND period < 3)",
       "1|1|1.0 1|3|3.0 2|1|- 2|3|2.0 2|4|- 2|8|6.0"},
  };
  sqlite3 *db = database_open();
  for (size_t k = 0; k < sizeof(cases) / sizeof(cases[0]); k++) {
    if (strcmp(cases[k].expected, "ERROR") == 0) {
      database_expect_error(
          db,
          "price in row 1 of the query of smma_series() is not a number: 'x'",
          "SELECT smma FROM smma_series WHERE %s", cases[k].where);
      continue;
    }
    database_expect_rows(db, cases[k].expected,
                         "SELECT period, price, smma FROM smma_series WHERE %s "
                         "ORDER BY period, CAST(price AS TEXT), smma",
                         cases[k].where);
  }
  database_close(db);
}

/* Arguments in parentheses, and more than one value for the others. */
static void test_or_of_the_others(void **state) {
  (void)state;
  sqlite3 *db = database_open();
  database_expect_rows(
      db, "1|1 1|2 2|1 2|2 3|1 3|2",
      "SELECT period, key FROM smma_series('VALUES (4), (8)', 1) WHERE "
      "last_period = 1 OR last_period = 3 GROUP BY 1, 2");
  database_expect_rows(db, "1|1 2|1 3|1",
                       "SELECT value1, key FROM smma_series('VALUES (?1)', 1) "
                       "WHERE value1 = 1 OR value1 = 2 OR value1 = 3");
  database_close(db);
}

/* A call that lacks what another has, or what is asked of its rows, is an error:
** SQLite would run one of them for both. */
static void test_or_with_less(void **state) {
  (void)state;
  static const struct {
    const char *where;
    const char *expected;
  } cases[] = {
      {" WHERE (" CALLS_A "1) OR (" CALLS_A "1 AND last_period = 2)",
       "smma_series() needs last_period"},
      {" WHERE (" CALLS_A "1) OR (" CALLS_B "1 AND last_period = 2 AND step = "
       "1)",
       "smma_series() needs last_period"},
      {" WHERE (" CALLS_A "1 AND last_period = 3) OR (" CALLS_A
       "1 AND last_period = 3 AND step = 2)",
       "smma_series() needs step"},
      {" WHERE (" CALLS_A "1) OR (" CALLS_OF_VALUE "AND value1 = 1)",
       "smma_series() needs value1"},
      {"('VALUES (4), (8)', 1) WHERE last_period = 2 OR key = 1",
       "smma_series() needs last_period"},
      {" WHERE (" CALLS_A "1) OR key = 1",
       "smma_series() needs a query and a period"},
  };
  sqlite3 *db = database_open();
  for (size_t k = 0; k < sizeof(cases) / sizeof(cases[0]); k++) {
    database_expect_error(db, cases[k].expected,
                          "SELECT smma FROM smma_series%s", cases[k].where);
  }
  database_close(db);
}

/* In a join every row of the other table has an OR of its own. */
static void test_or_in_joins(void **state) {
  (void)state;
  sqlite3 *db = database_open();
  database_run(db, "CREATE TABLE t(a, b);"
                   "INSERT INTO t VALUES (1, 2), (2, 1), (3, 3)");
  for (int cross = 0; cross < 2; cross++) {
    database_expect_rows(
        db, "1|1 1|2 2|1 2|2 3|3",
        "SELECT t.a, s.price FROM t %s JOIN smma_series AS s ON "
        "(s.query = 'SELECT ?1' AND s.first_period = 1 AND s.value1 = t.a) OR "
        "(s.query = 'SELECT ?1' AND s.first_period = 1 AND s.value1 = t.b) "
        "ORDER BY 1, 2",
        cross ? "CROSS" : "");
  }
  database_close(db);
}

/* ------------------------------------------------------------------ random cases */

/* Calls from so few arguments that many are equal, or differ in one alone. */
static void calls_pick(char *where, char *from, size_t n) {
  static const char *const queries[] = {"VALUES (?1), (?2), (3)",
                                        "VALUES (?2), (?1), (3)"};
  static const char *const values[] = {"1",    "1.0", "'1'", "2",   "'2 '",
                                       "-0.0", "0",   "1e3", "NULL"};
  enum { VALUES = sizeof(values) / sizeof(values[0]) };
  const char *query = queries[random_between(&calls_random, 0, 1)];
  const int first = (int)random_between(&calls_random, 1, 2);
  const int last = (int)random_between(&calls_random, 1, 3);
  const int step = (int)random_between(&calls_random, 1, 2);
  const char *one = values[random_between(&calls_random, 0, VALUES - 1)];
  const char *two = values[random_between(&calls_random, 0, VALUES - 1)];
  const int period = (int)random_between(&calls_random, 1, 3);
  /* Of = NULL no row is true. */
  const char *is_one = strcmp(one, "NULL") == 0 ? "IS" : "=";
  const char *is_two = strcmp(two, "NULL") == 0 ? "IS" : "=";
  snprintf(where, n,
           "(query = '%s' AND first_period = %d AND last_period = %d AND step "
           "= %d AND value1 %s %s AND value2 %s %s AND period <= %d)",
           query, first, last, step, is_one, one, is_two, two, period);
  snprintf(from, n,
           "SELECT first_period || last_period || step || quote(query) || "
           "quote(value1) || quote(value2) || period || quote(price) || key || "
           "quote(smma) AS x FROM smma_series('%s', %d, %d, %d, %s, %s) WHERE "
           "period <= %d",
           query, first, last, step, one, two, period);
}

/* The rows of calls joined by OR are those of a UNION of them. */
static void test_random_or(void **state) {
  (void)state;
  enum { CALLS_MOST = 5, CALLS_TEXT = 400 };
  const size_t rounds = random_rounds(2000);
  sqlite3 *db = database_open();
  for (size_t round = 0; round < rounds; round++) {
    char where[CALLS_MOST * CALLS_TEXT] = "";
    char from[CALLS_MOST * CALLS_TEXT] = "";
    const size_t calls = random_between(&calls_random, 2, CALLS_MOST);
    for (size_t k = 0; k < calls; k++) {
      char one[CALLS_TEXT];
      char other[CALLS_TEXT];
      calls_pick(one, other, CALLS_TEXT);
      strcat(where, k == 0 ? "" : " OR ");
      strcat(where, one);
      strcat(from, k == 0 ? "" : " UNION ");
      strcat(from, other);
    }
    sqlite3_stmt *statement = database_prepare(
        db,
        "SELECT (SELECT group_concat(x, char(10)) FROM (SELECT first_period || "
        "last_period || step || quote(query) || quote(value1) || quote(value2) "
        "|| period || quote(price) || key || quote(smma) AS x FROM smma_series "
        "WHERE %s ORDER BY x)) IS (SELECT group_concat(x, char(10)) FROM (%s "
        "ORDER BY x))",
        where, from);
    assert_true(database_step(statement));
    if (sqlite3_column_int(statement, 0) != 1) fail_msg("%s", where);
    sqlite3_finalize(statement);
  }
  database_close(db);
}

/* ------------------------------------------------------------------------ rowid */

static void test_rowid(void **state) {
  (void)state;
  sqlite3 *db = database_open();
  /* In the order of the rows, call by call. */
  database_expect_rows(db, "1|4 1|8 2|4 2|8",
                       "SELECT period, price FROM smma_series WHERE (" CALLS_A
                       "1) OR (" CALLS_A "2) ORDER BY rowid");
  database_expect_rows(db, "8 4",
                       "SELECT price FROM smma_series('VALUES (4), (8)', 1) "
                       "ORDER BY rowid DESC");
  database_expect_rows(
      db, "1|4 1|8 2|4 2|8",
      "SELECT column1, price FROM (VALUES (1), (2)) CROSS JOIN "
      "smma_series('VALUES (4), (8)', column1) AS s ORDER BY column1, s.rowid");
  /* The same row has the same one, in whichever call it is found. */
  database_expect_rows(
      db, "1|1 1|2 2|1 2|2",
      "SELECT a.period, a.key FROM smma_series('VALUES (4), (8)', 1, 2) AS a "
      "JOIN smma_series('VALUES (4), (8)', 1, 2) AS b ON a.rowid = b.rowid "
      "ORDER BY 1, 2");
  database_expect_rows(
      db, "0",
      "SELECT count(*) FROM smma_series('VALUES (4), (8)', 1, 2) AS a "
      "JOIN smma_series('VALUES (4), (8)', 1, 3) AS b ON a.rowid = b.rowid");
  database_expect_rows(db, "2",
                       "SELECT rowid FROM smma_series('VALUES (4), (8)', 1) "
                       "WHERE rowid = 2");
  database_close(db);
}

/* Thousands of calls, in an order that is easy to sort and in others. */
static void test_many_calls(void **state) {
  (void)state;
  sqlite3 *db = database_open();
  const int calls = (int)random_rounds(3000);
  static const char *const values[] = {"i", "printf('%%05d', i)",
                                       "printf('%%.*c', i %% 50, 'x') || i",
                                       "i / 7.0", "-i"};
  for (size_t k = 0; k < sizeof(values) / sizeof(values[0]); k++) {
    char *value = sqlite3_mprintf(values[k]);
    database_expect_rows(
        db, "1|1",
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE "
        "i < %d), twice(i) AS (SELECT i FROM n UNION ALL SELECT i FROM n) "
        "SELECT count(*) = 4 * %d, count(DISTINCT r) = 2 * %d FROM (SELECT "
        "s.rowid AS r FROM twice CROSS JOIN smma_series('SELECT length(?1) "
        "UNION ALL SELECT 7', 1, 1, 1, %s) AS s)",
        calls, calls, calls, value);
    sqlite3_free(value);
  }
  database_close(db);
}

/* What is kept of the calls is released when no statement is in the table. */
static void test_calls_are_forgotten(void **state) {
  (void)state;
  sqlite3 *db = database_open();
  static const char sql[] =
      "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE "
      "i < 1000) SELECT max(s.rowid) FROM n CROSS JOIN smma_series('VALUES "
      "(?1)', 1, 1, 1, i) AS s";
  database_expect_text(db, "1098412116148225", "%s", sql);
  const sqlite3_int64 used = sqlite3_memory_used();
  sqlite3_stmt *open = database_prepare(
      db, "SELECT rowid FROM smma_series('VALUES (1), (2), (3)', 1)");
  assert_true(database_step(open));
  assert_int_equal(sqlite3_column_int64(open, 0), 1);
  /* While this one is open the calls of others go on from it. */
  database_expect_text(db, "1099511627776001", "%s", sql);
  assert_true(sqlite3_memory_used() > used + 100 * 1000);
  database_expect_text(db, "1099511627776001", "%s", sql);
  assert_true(database_step(open));
  assert_int_equal(sqlite3_column_int64(open, 0), 2);
  sqlite3_finalize(open);
  assert_true(sqlite3_memory_used() <= used);
  database_expect_text(db, "1098412116148225", "%s", sql);
  database_close(db);
}

/* More rows than there are numbers for them: 2^40 in a call. */
static void test_too_many_rows(void **state) {
  (void)state;
  static const char *const columns[] = {"count(*)", "max(rowid)"};
  sqlite3 *db = database_open();
  for (int rows = 511; rows <= 512; rows++) {
    for (size_t k = 0; k < 2; k++) {
      char *sql = sqlite3_mprintf(
          "SELECT %s FROM smma_series('WITH RECURSIVE n(i) AS (SELECT 1 UNION "
          "ALL SELECT i + 1 FROM n WHERE i < ?1) SELECT i FROM n', 1, "
          "2147483647, 1, %d) WHERE period = 2147483647",
          columns[k], rows);
      if (k == 1 && rows == 512) {
        database_expect_error(
            db, "smma_series() has more rows than rowid can tell apart", "%s",
            sql);
      } else {
        database_expect_text(db,
                             k == 1        ? "1097364143617"
                             : rows == 511 ? "511"
                                           : "512",
                             "%s", sql);
      }
      sqlite3_free(sql);
    }
  }
  database_close(db);
}

int main(void) {
  calls_random = random_start("test_series_calls");
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_or),
      cmocka_unit_test(test_or_of_the_others),
      cmocka_unit_test(test_or_with_less),
      cmocka_unit_test(test_or_in_joins),
      cmocka_unit_test(test_random_or),
      cmocka_unit_test(test_rowid),
      cmocka_unit_test(test_many_calls),
      cmocka_unit_test(test_calls_are_forgotten),
      cmocka_unit_test(test_too_many_rows),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
