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
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

/* Came with SQLite 3.30; older ones ignore it. */
#ifndef SQLITE_SUBTYPE
#define SQLITE_SUBTYPE 0x000100000
#endif

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

/* The value of an SQL expression as error texts show it, unless it is long text:
** NULL, a number, 'it''s', "a BLOB of 8 bytes". To be released with
** sqlite3_free(). */
static inline char *database_shown(sqlite3 *db, const char *expression) {
  sqlite3_stmt *statement = database_prepare(db, "SELECT %s", expression);
  assert_true(database_step(statement));
  const int type = sqlite3_column_type(statement, 0);
  const char *text = (const char *)sqlite3_column_text(statement, 0);
  const int bytes = sqlite3_column_bytes(statement, 0);
  char *shown = NULL;
  if (type == SQLITE_BLOB) {
    shown = sqlite3_mprintf("a BLOB of %d byte%s", bytes, "s" + (bytes == 1));
  } else if (type != SQLITE_TEXT) {
    shown = sqlite3_mprintf("%s", text == NULL ? "NULL" : text);
  } else {
    char quoted[200] = "";
    for (int i = 0, n = 0; i < bytes; i++) {
      assert_true(n + 4 < (int)sizeof(quoted));
      const char one[] = {text[i], text[i] == '\'' ? '\'' : 0, 0};
      n += snprintf(quoted + n, 4, "%s", text[i] == 0 ? "\u2400" : one);
    }
    shown = sqlite3_mprintf("'%s'", quoted);
  }
  assert_non_null(shown);
  sqlite3_finalize(statement);
  return shown;
}

/* As database_expect_error() with a message that goes on after expected with a
** colon and the value of an SQL expression. */
static inline void database_expect_error_of(sqlite3 *db, const char *expected,
                                            const char *value,
                                            const char *format, ...) {
  va_list values;
  va_start(values, format);
  char *sql = database_format(format, values);
  va_end(values);
  char *shown = database_shown(db, value);
  char *message = sqlite3_mprintf("%s: %s", expected, shown);
  database_expect_error(db, message, "%s", sql);
  sqlite3_free(message);
  sqlite3_free(shown);
  sqlite3_free(sql);
}

/* An authorizer that counts in an int how often a statement that reads
** prices.close is prepared. */
static inline int database_count_reads(void *count, int action,
                                       const char *table, const char *column,
                                       const char *database,
                                       const char *trigger) {
  (void)database;
  (void)trigger;
  *(int *)count += action == SQLITE_READ && strcmp(table, "prices") == 0 &&
                   strcmp(column, "close") == 0;
  return SQLITE_OK;
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
