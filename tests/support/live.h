/*
** live.h - sql/live.sql against the bars.
**
** The oracle reads the bars and runs smma_stream of the core over them: what is
** remembered has these very bytes, and the view live these bits. A symbol may be
** forgotten only where the file says that it is.
*/
#ifndef SMMA_TEST_LIVE_H
#define SMMA_TEST_LIVE_H

#include "../../core/smma.h"
#include "files.h"

#include <math.h>
#include <stdbool.h>

static inline sqlite3 *live_open(bool is_recursive) {
  sqlite3 *db = database_open();
  if (database_has_trusted_schema()) {
    database_run(db, "PRAGMA trusted_schema = OFF");
  }
  database_run(db, "PRAGMA recursive_triggers = %d", is_recursive);
  file_run(db, "sql/schema.sql");
  file_run(db, "sql/live.sql");
  return db;
}

/* --------------------------------------------------------------------- oracle */

typedef struct live_expected {
  char ts[20];
  unsigned char before[SMMA_STATE_SIZE];
  unsigned char state[SMMA_STATE_SIZE];
  double average;
} live_expected;

/* False when the symbol has no bars. */
static inline bool live_expect(sqlite3 *db, const char *symbol, int period,
                               live_expected *expected) {
  sqlite3_stmt *bars = database_prepare(
      db, "SELECT ts, close FROM prices WHERE symbol = %Q ORDER BY ts", symbol);
  smma_stream stream;
  bool has_bars = false;
  smma_stream_init(&stream, (size_t)period);
  while (database_step(bars)) {
    smma_stream_save(&stream, expected->before);
    assert_int_equal(smma_stream_push(&stream, sqlite3_column_double(bars, 1)),
                     SMMA_OK);
    snprintf(expected->ts, sizeof(expected->ts), "%s",
             (const char *)sqlite3_column_text(bars, 0));
    has_bars = true;
  }
  sqlite3_finalize(bars);
  smma_stream_save(&stream, expected->state);
  expected->average = smma_stream_value(&stream);
  return has_bars;
}

static inline bool live_is_blob(sqlite3_stmt *row, int column,
                                const unsigned char *expected) {
  return sqlite3_column_type(row, column) == SQLITE_BLOB &&
         sqlite3_column_bytes(row, column) == SMMA_STATE_SIZE &&
         memcmp(sqlite3_column_blob(row, column), expected, SMMA_STATE_SIZE) ==
             0;
}

/* ------------------------------------------------------------- one comparison */

/* One row of live_averages beside that of live: ts, before, state, ts, smma.
** Returns whether it is remembered. */
static inline bool live_check_row(sqlite3_stmt *row,
                                  const live_expected *expected,
                                  const char *what) {
  const bool is_forgotten = sqlite3_column_type(row, 2) == SQLITE_NULL &&
                            sqlite3_column_type(row, 3) == SQLITE_NULL &&
                            sqlite3_column_type(row, 4) == SQLITE_NULL;
  if (!is_forgotten) {
    const char *ts = (const char *)sqlite3_column_text(row, 2);
    if (ts == NULL || strcmp(ts, expected->ts) != 0 ||
        !live_is_blob(row, 3, expected->before) ||
        !live_is_blob(row, 4, expected->state)) {
      fail_msg("%s of period %d is wrong after\n%s",
               (const char *)sqlite3_column_text(row, 0),
               sqlite3_column_int(row, 1), what);
    }
  }
  const char *ts = (const char *)sqlite3_column_text(row, 5);
  const double found = sqlite3_column_double(row, 6);
  const bool is_null = sqlite3_column_type(row, 6) == SQLITE_NULL;
  if (ts == NULL || strcmp(ts, expected->ts) != 0 ||
      is_null != (bool)isnan(expected->average) ||
      (!is_null && memcmp(&found, &expected->average, sizeof(found)) != 0)) {
    fail_msg("%s of period %d: %s, %a and not %s, %a after\n%s",
             (const char *)sqlite3_column_text(row, 0),
             sqlite3_column_int(row, 1), ts, found, expected->ts,
             expected->average, what);
  }
  return !is_forgotten;
}

/* Compares everything; only the symbols in the text may be forgotten. */
static inline void live_check(sqlite3 *db, const char *may_be_forgotten,
                              const char *what) {
  sqlite3_stmt *rows = database_prepare(
      db, "SELECT symbol, period, a.ts, before, state, l.ts, smma "
          "FROM live_averages AS a JOIN live AS l USING (symbol, period)");
  int found = 0;
  while (database_step(rows)) {
    const char *symbol = (const char *)sqlite3_column_text(rows, 0);
    live_expected expected;
    if (!live_expect(db, symbol, sqlite3_column_int(rows, 1), &expected)) {
      fail_msg("%s has no bars after\n%s", symbol, what);
    }
    if (!live_check_row(rows, &expected, what) &&
        strstr(may_be_forgotten, symbol) == NULL) {
      fail_msg("%s has been forgotten after\n%s", symbol, what);
    }
    found++;
  }
  sqlite3_finalize(rows);
  char count[20];
  snprintf(count, sizeof(count), "%d", found);
  database_expect_text(db, count,
                       "SELECT count(DISTINCT symbol) * (SELECT count(*) FROM "
                       "live_periods) FROM prices");
}

#endif
