/*
** fuzz_query.c - any text as the query of smma_series() (SPEC 3.6): its rows are
** those of the text itself, beside the averages of a stream, or it is refused.
**
** The first byte of an input says how the series is asked for, and whether the
** rest is the text as it is, or is helped past the first checks. What would give
** other rows the next time, the time and chance, stands still here.
*/
#include "../judge.h"
#include "../../../core/smma.h"
#include "database.h"
#include "tables.h"

#include <math.h>

enum {
  QUERY_MOST_ROWS = 500,
  QUERY_MOST_BYTES = 1000,
  /* In the first byte, beside the form: */
  QUERY_IS_SELECT = 64, /* the rest stands behind SELECT */
  QUERY_HAS_NO_NUL = 128
};

/* The ways to ask. The first gives a row for each of the query's. */
static const char *const query_forms_sql[] = {
    "SELECT key, price, smma, rowid, period, part FROM smma_series(?1, 3)",
    "SELECT key, price, smma, rowid, period, part FROM smma_series(?1, 1, 4)",
    "SELECT key, price, smma, rowid, period, part FROM smma_series(?1, 9, 2, "
    "3) "
    "WHERE period > 4",
    "SELECT key, price, smma, rowid, period, part FROM smma_series(?1, 1, "
    "100000) WHERE period IN (2, 7) OR period >= 99999 ORDER BY period DESC",
    "SELECT count(*), max(price), max(smma) FROM smma_series(?1, 2)",
    "SELECT p.i, s.price, s.smma FROM prices AS p JOIN smma_series(?1, p.i) AS "
    "s "
    "ON s.key = p.i WHERE p.i < 5",
    "SELECT key, price, smma FROM smma_series(?1, 2147483647, 2147483640, 3)",
    "SELECT key, price, smma FROM smma_series(?1, 3, 3, 1, 7, 'x', NULL)",
};
enum { QUERY_FORMS = sizeof(query_forms_sql) / sizeof(query_forms_sql[0]) };

static sqlite3 *query_database;
static sqlite3_stmt *query_forms[QUERY_FORMS]; /* NULL: not in this version */

/* ------------------------------------------------------------- time and chance */

static int query_time(sqlite3_vfs *vfs, double *day) {
  (void)vfs;
  *day = 2460000.5;
  return SQLITE_OK;
}

static int query_time_in_milliseconds(sqlite3_vfs *vfs, sqlite3_int64 *time) {
  (void)vfs;
  *time = INT64_C(212544000000000);
  return SQLITE_OK;
}

static void query_chance(sqlite3_context *context, int argc,
                         sqlite3_value **argv) {
  (void)argc;
  (void)argv;
  sqlite3_result_int(context, 4);
}

/* Before the first database is opened. */
static void query_stop_time(void) {
  static sqlite3_vfs still;
  still = *sqlite3_vfs_find(NULL);
  still.zName = "still";
  still.xCurrentTime = query_time;
  still.xCurrentTimeInt64 = query_time_in_milliseconds;
  sqlite3_vfs_register(&still, 1);
}

static void query_stop_chance(sqlite3 *db) {
  database_need(db,
                sqlite3_create_function_v2(db, "random", 0, SQLITE_UTF8, NULL,
                                           query_chance, NULL, NULL, NULL));
  database_need(db, sqlite3_create_function_v2(db, "randomblob", 1, SQLITE_UTF8,
                                               NULL, query_chance, NULL, NULL,
                                               NULL));
}

/* ------------------------------------------------------------------ one row and all */

static bool query_same_value(sqlite3_stmt *a, int i, sqlite3_stmt *b, int k) {
  const int type = sqlite3_column_type(a, i);
  if (type != sqlite3_column_type(b, k)) return false;
  if (type == SQLITE_NULL) return true;
  if (type == SQLITE_INTEGER) {
    return sqlite3_column_int64(a, i) == sqlite3_column_int64(b, k);
  }
  if (type == SQLITE_FLOAT) {
    return judge_same_bits(sqlite3_column_double(a, i),
                           sqlite3_column_double(b, k));
  }
  const void *bytes = sqlite3_column_blob(a, i);
  const void *others = sqlite3_column_blob(b, k);
  const int n = sqlite3_column_bytes(a, i);
  return n == sqlite3_column_bytes(b, k) &&
         (n == 0 || memcmp(bytes, others, (size_t)n) == 0);
}

static double query_average(sqlite3_stmt *series) {
  const int type = sqlite3_column_type(series, 2);
  if (type == SQLITE_NULL) return NAN;
  database_require(type == SQLITE_FLOAT, "type of an average");
  const double average = sqlite3_column_double(series, 2);
  database_require(isfinite(average), "not finite");
  return average;
}

/* Key and price are the query's; without parts, the average is a stream's. */
static void query_check_row(sqlite3_stmt *series, sqlite3_stmt *direct,
                            sqlite3_int64 row, smma_stream *stream) {
  const int columns = sqlite3_column_count(direct);
  const double average = query_average(series);
  database_require(query_same_value(series, 1, direct, columns - 1),
                   "another price than the query's");
  if (columns == 1) {
    database_require(sqlite3_column_int64(series, 0) == row, "key of a row");
  } else {
    database_require(query_same_value(series, 0, direct, columns - 2),
                     "another key than the query's");
  }
  if (columns == 3) {
    database_require(query_same_value(series, 5, direct, 0),
                     "another part than the query's");
    return;
  }
  smma_stream_push(stream,
                   sqlite3_column_type(direct, columns - 1) == SQLITE_NULL
                       ? NAN
                       : sqlite3_column_double(direct, columns - 1));
  database_require(judge_same_bits(average, smma_stream_value(stream)),
                   "another average than a stream's");
}

/* Both row by row, until either is cut short or has a price that is none. */
static void query_compare(sqlite3_stmt *series, sqlite3_stmt *direct) {
  smma_stream stream;
  smma_stream_init(&stream, 3);
  for (sqlite3_int64 row = 1; row <= QUERY_MOST_ROWS; row++) {
    const int code = sqlite3_step(series);
    const int other = sqlite3_step(direct);
    database_check_code(code);
    database_check_code(other);
    if (database_is_cut_short(code) || database_is_cut_short(other)) return;
    if (code != SQLITE_ROW) {
      database_require(code != SQLITE_DONE || other == SQLITE_DONE,
                       "fewer rows than the query");
      return;
    }
    database_require(other == SQLITE_ROW, "more rows than the query");
    query_check_row(series, direct, row, &stream);
  }
}

/* In the other forms it is the averages alone that are looked at. */
static void query_run(sqlite3_stmt *series) {
  int code = SQLITE_ROW;
  for (int row = 0; row < QUERY_MOST_ROWS; row++) {
    code = sqlite3_step(series);
    if (code != SQLITE_ROW) break;
    query_average(series);
  }
  database_check_code(code);
}

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerInitialize(int *argc, char ***argv) {
  (void)argc;
  (void)argv;
  database_configure();
  query_stop_time();
  query_database = database_open();
  query_stop_chance(query_database);
  database_run(query_database, tables_sql);
  for (int i = 0; i < QUERY_FORMS; i++) {
    sqlite3_prepare_v3(query_database, query_forms_sql[i], -1,
                       SQLITE_PREPARE_PERSISTENT, &query_forms[i], NULL);
  }
  database_limit(query_database);
  return 0;
}

/* The text that the bytes mean. Returns its length. */
static size_t query_read(unsigned first, const uint8_t *bytes, size_t size,
                         char *text) {
  static const char word[] = "SELECT ";
  size_t n = first & QUERY_IS_SELECT ? sizeof(word) - 1 : 0;
  memcpy(text, word, n);
  for (size_t i = 0; i < size && n < QUERY_MOST_BYTES; i++) {
    const bool is_blank = bytes[i] == 0 && first & QUERY_HAS_NO_NUL;
    text[n++] = is_blank ? ' ' : (char)bytes[i];
  }
  text[n] = 0;
  return n;
}

static void query_check(sqlite3_stmt *series, const char *text) {
  sqlite3_stmt *direct = NULL;
  database_check_code(
      sqlite3_prepare_v2(query_database, text, -1, &direct, NULL));
  if (direct == NULL) {
    database_require(sqlite3_step(series) != SQLITE_ROW, "rows of no query");
  } else if (series == query_forms[0] && sqlite3_stmt_readonly(direct)) {
    query_compare(series, direct);
  } else {
    query_run(series);
  }
  database_show(query_database);
  sqlite3_finalize(direct);
  sqlite3_reset(series);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  if (size == 0) return 0;
  char text[QUERY_MOST_BYTES + 1];
  const size_t bytes = query_read(data[0], data + 1, size - 1, text);
  sqlite3_stmt *series = query_forms[data[0] % QUERY_FORMS];
  if (series == NULL) return 0;
  database_begin(text);
  database_need(query_database,
                sqlite3_bind_text(series, 1, text, (int)bytes, SQLITE_STATIC));
  query_check(series, text);
  return 0;
}
