/*
** test_float64_array.c - float64_array(): a column of numbers as it is, as bytes
** (SPEC 3.1).
*/
#include "../../support/database.h"

static void test_bytes(void **state) {
  (void)state;
  sqlite3 *db = database_open();
  database_run(db, "CREATE TABLE numbers(i INTEGER PRIMARY KEY, value);"
                   "INSERT INTO numbers(value) VALUES (1.5), (NULL), (-2), "
                   "(' 0.25 '), (-0.0), (9007199254740993), (NULL)");
  database_expect_text(db,
                       "000000000000F83F"
                       "000000000000F87F"
                       "00000000000000C0"
                       "000000000000D03F"
                       "0000000000000080"
                       "0000000000004043"
                       "000000000000F87F",
                       "SELECT hex(float64_array(value)) FROM numbers");
  database_expect_text(db, "",
                       "SELECT hex(float64_array(value)) FROM numbers "
                       "WHERE 0");
  database_expect_text(db, "blob",
                       "SELECT typeof(float64_array(value)) FROM "
                       "numbers WHERE 0");
  /* What it is for: a column that only a window has. */
  database_expect_text(
      db, "1",
      "SELECT (SELECT float64_array(s) FROM (SELECT smma(value, 2) OVER (ORDER "
      "BY i) AS s FROM numbers)) = (SELECT smma_array(value, 2) FROM numbers)");
  database_close(db);
}

static void test_errors(void **state) {
  (void)state;
  static const struct {
    const char *value, *text;
  } errors[] = {
      {"'n/a'", "1st argument to float64_array() is not a number: 'n/a'"},
      {"''", "1st argument to float64_array() is not a number: ''"},
      {"x'0102'",
       "1st argument to float64_array() is not a number: a BLOB of 2 bytes"},
      {"-9e999", "1st argument to float64_array() is not finite: -Inf"},
  };
  sqlite3 *db = database_open();
  for (size_t k = 0; k < sizeof(errors) / sizeof(errors[0]); k++) {
    database_expect_error(
        db, errors[k].text,
        "SELECT float64_array(column1) FROM (VALUES (1), (%s))",
        errors[k].value);
  }
  sqlite3_stmt *rows = database_prepare(
      db,
      "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE "
      "i < 13) SELECT float64_array(i) FROM n");
  sqlite3_limit(db, SQLITE_LIMIT_LENGTH, 100);
  assert_int_equal(sqlite3_step(rows), SQLITE_TOOBIG);
  assert_string_equal(
      sqlite3_errmsg(db),
      "float64_array() result is longer than the limit of 100 bytes");
  sqlite3_finalize(rows);
  database_close(db);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_bytes),
      cmocka_unit_test(test_errors),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
