/*
** database.h - in-memory databases with the extension, for cmocka tests.
**
** Every function takes its SQL as a format of sqlite3_mprintf(), in which a
** percent sign is doubled, and ends the test with the SQL and SQLite's message
** when the SQL does not do what the function is for.
*/
#ifndef SMMA_TEST_DATABASE_H
#define SMMA_TEST_DATABASE_H

#include "../../ext/extension.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static inline sqlite3 *database_open_plain(void) {
  sqlite3 *db = NULL;
  if (sqlite3_open(":memory:", &db) != SQLITE_OK) {
    fail_msg("cannot open a database: %s", sqlite3_errmsg(db));
  }
  return db;
}

static inline sqlite3 *database_open(void) {
  sqlite3 *db = database_open_plain();
  char *message = NULL;
  if (sqlite3_smma_init(db, &message, NULL) != SQLITE_OK) {
    fail_msg("cannot register the functions: %s", message);
  }
  assert_null(message);
  return db;
}

static inline void database_close(sqlite3 *db) {
  assert_int_equal(sqlite3_close(db), SQLITE_OK);
}

/* Window frames with GROUPS, EXCLUDE and RANGE offsets came with 3.28. */
static inline int database_has_all_frames(void) {
  return sqlite3_libversion_number() >= 3028000;
}

/* FILTER at an aggregate that is not a window function came with 3.30. */
static inline int database_has_aggregate_filter(void) {
  return sqlite3_libversion_number() >= 3030000;
}

/* SQLITE_INNOCUOUS, PRAGMA trusted_schema and generated columns: 3.31. */
static inline int database_has_trusted_schema(void) {
  return sqlite3_libversion_number() >= 3031000;
}

static inline char *database_format(const char *format, va_list values) {
  char *sql = sqlite3_vmprintf(format, values);
  assert_non_null(sql);
  return sql;
}

static inline sqlite3_stmt *database_prepare_text(sqlite3 *db,
                                                  const char *sql) {
  sqlite3_stmt *statement = NULL;
  if (sqlite3_prepare_v2(db, sql, -1, &statement, NULL) != SQLITE_OK) {
    fail_msg("%s\n%s", sqlite3_errmsg(db), sql);
  }
  return statement;
}

static inline sqlite3_stmt *database_prepare(sqlite3 *db, const char *format,
                                             ...) {
  va_list values;
  va_start(values, format);
  char *sql = database_format(format, values);
  va_end(values);
  sqlite3_stmt *statement = database_prepare_text(db, sql);
  sqlite3_free(sql);
  return statement;
}

/* Whether there is one more row; anything but a row or the end is a failure. */
static inline int database_step(sqlite3_stmt *statement) {
  const int rc = sqlite3_step(statement);
  if (rc != SQLITE_ROW && rc != SQLITE_DONE) {
    fail_msg("%s\n%s", sqlite3_errmsg(sqlite3_db_handle(statement)),
             sqlite3_sql(statement));
  }
  return rc == SQLITE_ROW;
}

/* One or more statements whose rows do not matter. */
static inline void database_run(sqlite3 *db, const char *format, ...) {
  va_list values;
  va_start(values, format);
  char *sql = database_format(format, values);
  va_end(values);
  char *message = NULL;
  if (sqlite3_exec(db, sql, NULL, NULL, &message) != SQLITE_OK) {
    fail_msg("%s\n%s", message, sql);
  }
  sqlite3_free(sql);
}

/* The first column of the first row is the text expected, or NULL where that is
** "NULL"; there is no second row. */
static inline void database_expect_text(sqlite3 *db, const char *expected,
                                        const char *format, ...) {
  va_list values;
  va_start(values, format);
  char *sql = database_format(format, values);
  va_end(values);
  sqlite3_stmt *statement = database_prepare_text(db, sql);
  if (!database_step(statement)) fail_msg("no row\n%s", sql);
  const char *found = (const char *)sqlite3_column_text(statement, 0);
  if (found == NULL) found = "NULL";
  if (strcmp(found, expected) != 0) {
    fail_msg("'%s' and not '%s'\n%s", found, expected, sql);
  }
  if (database_step(statement)) fail_msg("more than one row\n%s", sql);
  sqlite3_finalize(statement);
  sqlite3_free(sql);
}

/* The rows are the text expected: columns by |, rows by blanks, NULL as -. */
static inline void database_expect_rows(sqlite3 *db, const char *expected,
                                        const char *format, ...) {
  va_list values;
  va_start(values, format);
  char *sql = database_format(format, values);
  va_end(values);
  sqlite3_stmt *statement = database_prepare_text(db, sql);
  char *found = sqlite3_mprintf("%s", "");
  while (database_step(statement)) {
    for (int i = 0; i < sqlite3_column_count(statement); i++) {
      const char *text = (const char *)sqlite3_column_text(statement, i);
      char *longer = sqlite3_mprintf("%s%s%s", found,
                                     i > 0              ? "|"
                                     : found[0] != '\0' ? " "
                                                        : "",
                                     text == NULL ? "-" : text);
      sqlite3_free(found);
      found = longer;
    }
  }
  if (strcmp(found, expected) != 0) {
    fail_msg("'%s' and not '%s'\n%s", found, expected, sql);
  }
  sqlite3_free(found);
  sqlite3_finalize(statement);
  sqlite3_free(sql);
}

/* The first column of the only row, which has to be a REAL. */
static inline double database_real(sqlite3 *db, const char *format, ...) {
  va_list values;
  va_start(values, format);
  char *sql = database_format(format, values);
  va_end(values);
  sqlite3_stmt *statement = database_prepare_text(db, sql);
  if (!database_step(statement)) fail_msg("no row\n%s", sql);
  if (sqlite3_column_type(statement, 0) != SQLITE_FLOAT) {
    fail_msg("not a REAL\n%s", sql);
  }
  const double found = sqlite3_column_double(statement, 0);
  if (database_step(statement)) fail_msg("more than one row\n%s", sql);
  sqlite3_finalize(statement);
  sqlite3_free(sql);
  return found;
}

/* The SQL ends with SQLITE_ERROR and this very message, when it is prepared or
** after any number of rows. */
static inline void database_expect_error(sqlite3 *db, const char *expected,
                                         const char *format, ...) {
  va_list values;
  va_start(values, format);
  char *sql = database_format(format, values);
  va_end(values);
  sqlite3_stmt *statement = NULL;
  int rc = sqlite3_prepare_v2(db, sql, -1, &statement, NULL);
  if (rc == SQLITE_OK) {
    do {
      rc = sqlite3_step(statement);
    } while (rc == SQLITE_ROW);
  }
  if (rc == SQLITE_DONE) fail_msg("no error\n%s", sql);
  if (rc != SQLITE_ERROR || strcmp(sqlite3_errmsg(db), expected) != 0) {
    fail_msg("%d '%s' and not '%s'\n%s", rc, sqlite3_errmsg(db), expected, sql);
  }
  sqlite3_finalize(statement);
  sqlite3_free(sql);
}

/* Binds a price; NaN becomes NULL, which is what SQLite makes of it. */
static inline void database_bind_price(sqlite3_stmt *statement, int parameter,
                                       double price) {
  assert_int_equal(sqlite3_bind_double(statement, parameter, price), SQLITE_OK);
}

/* The table prices(i, price) with these prices at i = 1 ... n. */
static inline void database_fill(sqlite3 *db, const double *prices, size_t n) {
  database_run(db, "DROP TABLE IF EXISTS prices; BEGIN;"
                   "CREATE TABLE prices(i INTEGER PRIMARY KEY, price)");
  sqlite3_stmt *insert =
      database_prepare(db, "INSERT INTO prices(price) VALUES (?1)");
  for (size_t i = 0; i < n; i++) {
    database_bind_price(insert, 1, prices[i]);
    assert_false(database_step(insert));
    sqlite3_reset(insert);
  }
  sqlite3_finalize(insert);
  database_run(db, "COMMIT");
}

#endif
