/*
** test_registration.c - the functions as SQLite sees them (SPEC 3.5, 3.9): from
** a file or linked in, once or again, their flags, and what they say about
** themselves.
*/
#include "../../../core/smma.h"
#include "../../support/database.h"

#include <stdlib.h>

enum { REGISTRATION_ROWS = 3 };

static const double registration_prices[REGISTRATION_ROWS] = {4, 8, 2};

static sqlite3 *registration_open(void) {
  sqlite3 *db = database_open();
  database_fill(db, registration_prices, REGISTRATION_ROWS);
  return db;
}

/* ----------------------------------------------------- smma_version, smma_debug */

static void test_version(void **state) {
  (void)state;
  sqlite3 *db = database_open();
  database_expect_text(db, SMMA_VERSION, "SELECT smma_version()");
  database_expect_text(db, "text text",
                       "SELECT typeof(smma_version()) || ' ' || "
                       "typeof(smma_debug())");
  database_close(db);
}

/* Each line is a name, a colon and something after it. */
static void registration_expect_fact(const char *debug, const char *name,
                                     const char *value) {
  const char *line = strstr(debug, name);
  if (line == NULL) fail_msg("no '%s' in:\n%s", name, debug);
  assert_true(line == debug || line[-1] == '\n');
  line += strlen(name);
  const size_t length = strcspn(line, "\n");
  assert_true(length > 0);
  if (value != NULL) {
    assert_int_equal(length, strlen(value));
    assert_memory_equal(line, value, length);
  }
}

static void test_debug(void **state) {
  (void)state;
  sqlite3 *db = database_open();
  sqlite3_stmt *statement = database_prepare(db, "SELECT smma_debug()");
  assert_true(database_step(statement));
  const char *debug = (const char *)sqlite3_column_text(statement, 0);
  registration_expect_fact(debug, "Version: ", SMMA_VERSION);
  registration_expect_fact(debug, "Commit: ", NULL);
  registration_expect_fact(debug, "Compiler: ", NULL);
  registration_expect_fact(debug, "Kernel: ", smma_kernel_name());
  registration_expect_fact(debug, "SQLite compiled against: ", SQLITE_VERSION);
  registration_expect_fact(debug, "SQLite running: ", sqlite3_libversion());
#if defined(__clang__)
  assert_non_null(strstr(debug, "Compiler: clang "));
#elif defined(__GNUC__)
  assert_non_null(strstr(debug, "Compiler: gcc " __VERSION__));
#endif
  sqlite3_finalize(statement);
  database_close(db);
}

/* ------------------------------------------------------------ function flags */

#ifndef SQLITE_INNOCUOUS
#define SQLITE_INNOCUOUS 0x000200000
#endif

static void registration_unmarked(sqlite3_context *context, int argc,
                                  sqlite3_value **argv) {
  (void)argc;
  (void)argv;
  sqlite3_result_text(context, "unmarked", -1, SQLITE_STATIC);
}

static void registration_add_unmarked(sqlite3 *db, int flags) {
  assert_int_equal(
      sqlite3_create_function_v2(db, "unmarked", 0, SQLITE_UTF8 | flags, NULL,
                                 registration_unmarked, NULL, NULL, NULL),
      SQLITE_OK);
}

/* SPEC 3.5: INNOCUOUS, so a schema that is not trusted may use them. */
static void test_innocuous(void **state) {
  (void)state;
  if (!database_has_trusted_schema()) skip();
  sqlite3 *db = registration_open();
  /* A function without the flag shows that the test would notice. */
  registration_add_unmarked(db, SQLITE_DETERMINISTIC);
  database_run(db, "CREATE VIEW refused AS SELECT unmarked();"
                   "CREATE VIEW aggregate AS SELECT smma(price, 2) FROM prices;"
                   "CREATE VIEW over AS SELECT i, smma(price, 2) OVER "
                   "(ORDER BY i) AS s FROM prices;"
                   "CREATE VIEW version AS SELECT smma_version();"
                   "CREATE VIEW debug AS SELECT smma_debug() <> '';"
                   "PRAGMA trusted_schema = OFF");
  database_expect_error(db, "unsafe use of unmarked()",
                        "SELECT * FROM refused");
  database_expect_text(db, "4.0", "SELECT * FROM aggregate");
  database_expect_text(db, "4.0", "SELECT s FROM over WHERE i = 3");
  database_expect_text(db, SMMA_VERSION, "SELECT * FROM version");
  database_expect_text(db, "1", "SELECT * FROM debug");
  /* Every other function, with a key where it takes one. */
  static const char *const calls[] = {"smma(i, 1, i)",
                                      "rsi(i, 1)",
                                      "rsi(i, 1, i)",
                                      "atr(i, i, i, 1)",
                                      "atr(i, i, i, 1, i)",
                                      "plus_di(i, i, i, 1)",
                                      "plus_di(i, i, i, 1, i)",
                                      "minus_di(i, i, i, 1)",
                                      "minus_di(i, i, i, 1, i)",
                                      "adx(i, i, i, 1)",
                                      "adx(i, i, i, 1, i)",
                                      "smma_array(i, 1)",
                                      "smma_array(i, 1, i)",
                                      "float64_array(i)",
                                      "float64_array(i, i)",
                                      "smma_state(i, 1)",
                                      "smma_state(i, 1, i)",
                                      "smma_append(smma_start(1), 1)",
                                      "smma_value(smma_start(1))"};
  for (size_t k = 0; k < sizeof(calls) / sizeof(calls[0]); k++) {
    database_run(db,
                 "DROP VIEW IF EXISTS call;"
                 "CREATE VIEW call AS SELECT %s AS called FROM prices;"
                 "SELECT called FROM call",
                 calls[k]);
  }
  database_close(db);
}

/* Deterministic, so they may stand where SQLite keeps results. */
static void test_deterministic(void **state) {
  (void)state;
  if (!database_has_trusted_schema()) skip();
  sqlite3 *db = database_open();
  registration_add_unmarked(db, SQLITE_INNOCUOUS);
  database_run(db, "PRAGMA trusted_schema = OFF; CREATE TABLE plain(a)");
  database_expect_error(
      db, "non-deterministic functions prohibited in index expressions",
      "CREATE INDEX refused ON plain(unmarked())");
  database_run(db,
               "CREATE TABLE kept(a CHECK (smma_version() <> a), "
               "version TEXT AS (smma_version()) STORED, "
               "debug TEXT AS (smma_debug()) STORED);"
               "CREATE INDEX by_version ON kept(smma_version());"
               "CREATE INDEX partial ON kept(a) WHERE smma_version() <> 'none';"
               "INSERT INTO kept(a) VALUES ('x')");
  database_expect_text(db, SMMA_VERSION, "SELECT version FROM kept");
  database_run(db,
               "CREATE INDEX by_start ON kept(smma_start(length(a)));"
               "CREATE INDEX by_append ON kept(smma_append(smma_start(2), 1));"
               "CREATE INDEX by_value ON kept(smma_value(smma_start(3)))");
  database_expect_error(db, "misuse of aggregate function smma()",
                        "CREATE INDEX refused ON plain(smma(a, 2))");
  database_close(db);
}

/* ------------------------------------------------------------ the loadable file */

/* SPEC 3.9. SMMA_EXTENSION names the file. */
static void test_loadable(void **state) {
  (void)state;
  const char *file = getenv("SMMA_EXTENSION");
  if (file == NULL) skip();
  sqlite3 *db = database_open_plain();
  database_expect_error(db, "no such function: smma", "SELECT smma(1, 1)");
  assert_int_equal(sqlite3_enable_load_extension(db, 1), SQLITE_OK);
  char *message = NULL;
  if (sqlite3_load_extension(db, file, NULL, &message) != SQLITE_OK) {
    fail_msg("cannot load %s: %s", file, message);
  }
  database_fill(db, registration_prices, REGISTRATION_ROWS);
  database_expect_text(db, "4.0", "SELECT smma(price, 2) FROM prices");
  database_expect_text(db, "5.0",
                       "SELECT smma(price, 2) OVER (ORDER BY i ROWS 1 "
                       "PRECEDING) FROM prices ORDER BY i DESC LIMIT 1");
  database_expect_text(db, SMMA_VERSION, "SELECT smma_version()");
  database_expect_error(db, "1st argument to smma() is not a number: ''",
                        "SELECT smma('', 1)");
  database_close(db);
}

/* ---------------------------------------------------------------- registration */

/* SPEC 3.9 */
static void test_register_twice(void **state) {
  (void)state;
  sqlite3 *db = registration_open();
  for (int round = 0; round < 3; round++) {
    char *message = NULL;
    assert_int_equal(sqlite3_smma_init(db, &message, NULL), SQLITE_OK);
    assert_null(message);
    assert_int_equal(sqlite3_smma_init(db, NULL, NULL), SQLITE_OK);
    database_expect_text(db, "4.0", "SELECT smma(price, 2) FROM prices");
  }
  /* Statements from before are prepared again by SQLite. */
  sqlite3_stmt *statement = database_prepare(
      db, "SELECT smma(price, 2) OVER (ORDER BY i) FROM prices");
  assert_int_equal(sqlite3_smma_init(db, NULL, NULL), SQLITE_OK);
  for (int row = 0; row < REGISTRATION_ROWS; row++) {
    assert_true(database_step(statement));
  }
  sqlite3_finalize(statement);
  database_close(db);
}

/* SPEC 3.9: again while a statement runs, as it happens where connections are
** pooled. */
static void test_register_while_active(void **state) {
  (void)state;
  sqlite3 *db = registration_open();
  sqlite3_stmt *statement = database_prepare(
      db, "SELECT smma(prices.price, 2) OVER (ORDER BY i), s.smma FROM prices "
          "JOIN smma_series('SELECT i, price FROM prices ORDER BY i', 2) AS s "
          "ON s.key = i");
  assert_true(database_step(statement));
  char *message = NULL;
  assert_int_equal(sqlite3_smma_init(db, &message, NULL), SQLITE_OK);
  assert_null(message);
  assert_int_equal(sqlite3_smma_init(db, NULL, NULL), SQLITE_OK);
  for (int row = 1; row < REGISTRATION_ROWS; row++) {
    assert_true(database_step(statement));
  }
  assert_true(sqlite3_column_double(statement, 0) == 4);
  assert_true(sqlite3_column_double(statement, 1) == 4);
  sqlite3_finalize(statement);
  database_expect_text(db, "4.0", "SELECT smma(price, 2) FROM prices");
  database_close(db);
}

static void registration_other_version(sqlite3_context *context, int argc,
                                       sqlite3_value **argv) {
  (void)argc;
  (void)argv;
  sqlite3_result_text(context, "0.0.1", -1, SQLITE_STATIC);
}

/* SPEC 3.9: SQLite does not replace a function while a statement runs, and what
** is there is not this version: which function, and why. */
static void test_failed_registration(void **state) {
  (void)state;
  sqlite3 *db = registration_open();
  assert_int_equal(
      sqlite3_create_function_v2(db, "smma_version", 0, SQLITE_UTF8, NULL,
                                 registration_other_version, NULL, NULL, NULL),
      SQLITE_OK);
  sqlite3_stmt *statement = database_prepare(
      db, "SELECT smma(price, 2) OVER (ORDER BY i) FROM prices");
  assert_true(database_step(statement));
  char *message = NULL;
  assert_int_equal(sqlite3_smma_init(db, &message, NULL), SQLITE_BUSY);
  assert_non_null(message);
  if (strstr(message, "smma: ") == NULL ||
      strstr(message, "unable to delete/modify user-function due to active "
                      "statements") == NULL) {
    fail_msg("%s", message);
  }
  sqlite3_free(message);
  assert_int_equal(sqlite3_smma_init(db, NULL, NULL), SQLITE_BUSY);
  for (int row = 1; row < REGISTRATION_ROWS; row++) {
    assert_true(database_step(statement));
  }
  sqlite3_finalize(statement);
  database_expect_text(db, "4.0", "SELECT smma(price, 2) FROM prices");
  assert_int_equal(sqlite3_smma_init(db, &message, NULL), SQLITE_OK);
  database_expect_text(db, SMMA_VERSION, "SELECT smma_version()");
  database_close(db);
}

/* As extension.h says: for all connections to come. */
static void registration_failing_version(sqlite3_context *context, int argc,
                                         sqlite3_value **argv) {
  (void)argc;
  (void)argv;
  sqlite3_result_error(context, "no version", -1);
}

/* A function of that name that is another's, in use. */
static void test_registration_over_another(void **state) {
  (void)state;
  sqlite3 *db = database_open_plain();
  assert_int_equal(sqlite3_create_function_v2(db, "smma", 2, SQLITE_UTF8, NULL,
                                              registration_other_version, NULL,
                                              NULL, NULL),
                   SQLITE_OK);
  sqlite3_stmt *statement =
      database_prepare(db, "SELECT smma(1, 2) FROM (VALUES (1), (2))");
  assert_true(database_step(statement));
  assert_int_equal(sqlite3_smma_init(db, NULL, NULL), SQLITE_BUSY);
  assert_int_equal(sqlite3_create_function_v2(
                       db, "smma_version", 0, SQLITE_UTF8, NULL,
                       registration_failing_version, NULL, NULL, NULL),
                   SQLITE_OK);
  assert_int_equal(sqlite3_smma_init(db, NULL, NULL), SQLITE_BUSY);
  assert_true(database_step(statement));
  assert_string_equal(sqlite3_column_text(statement, 0), "0.0.1");
  sqlite3_finalize(statement);
  assert_int_equal(sqlite3_smma_init(db, NULL, NULL), SQLITE_OK);
  database_close(db);
}

static void test_auto_extension(void **state) {
  (void)state;
  void (*entry)(void) = (void (*)(void))sqlite3_smma_init;
  assert_int_equal(sqlite3_auto_extension(entry), SQLITE_OK);
  sqlite3 *db = database_open_plain();
  assert_int_equal(sqlite3_cancel_auto_extension(entry), 1);
  database_expect_text(db, "3.0", "SELECT smma(3, 1)");
  database_close(db);
  db = database_open_plain();
  database_expect_error(db, "no such function: smma", "SELECT smma(3, 1)");
  database_close(db);
  sqlite3_reset_auto_extension(); /* releases the empty list */
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_version),
      cmocka_unit_test(test_debug),
      cmocka_unit_test(test_innocuous),
      cmocka_unit_test(test_deterministic),
      cmocka_unit_test(test_loadable),
      cmocka_unit_test(test_register_twice),
      cmocka_unit_test(test_register_while_active),
      cmocka_unit_test(test_registration_over_another),
      cmocka_unit_test(test_failed_registration),
      cmocka_unit_test(test_auto_extension),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
