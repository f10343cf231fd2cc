/* bench_database.c - see bench_database.h. */
#include "bench_database.h"

#include "../bench.h"

#include "../../../ext/extension.h"

#include <stdio.h>
#include <stdlib.h>

void bench_database_fail(sqlite3 *db) {
  fprintf(stderr, "bench: %s\n", sqlite3_errmsg(db));
  exit(EXIT_FAILURE);
}

sqlite3 *bench_database_open(void) {
  sqlite3 *db;
  if (sqlite3_open(":memory:", &db) != SQLITE_OK ||
      sqlite3_smma_init(db, NULL, NULL) != SQLITE_OK) {
    bench_database_fail(db);
  }
  return db;
}

void bench_execute(sqlite3 *db, const char *sql) {
  if (sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK) {
    bench_database_fail(db);
  }
}

sqlite3_stmt *bench_prepare(sqlite3 *db, const char *sql) {
  sqlite3_stmt *statement;
  if (sqlite3_prepare_v2(db, sql, -1, &statement, NULL) != SQLITE_OK) {
    bench_database_fail(db);
  }
  return statement;
}

char *bench_read_script(const char *path) {
  enum { MOST = 65536 };
  FILE *file = fopen(path, "r");
  if (file == NULL) {
    fprintf(stderr, "bench: cannot read %s\n", path);
    exit(EXIT_FAILURE);
  }
  char *script = bench_allocate(MOST);
  const size_t bytes = fread(script, 1, MOST - 1, file);
  fclose(file);
  script[bytes] = '\0';
  return script;
}

void bench_run_script(sqlite3 *db, const char *path) {
  char *script = bench_read_script(path);
  bench_execute(db, script);
  free(script);
}

static void bench_nothing_step(sqlite3_context *context, int argc,
                               sqlite3_value **argv) {
  (void)context;
  (void)argc;
  (void)argv;
}

static void bench_nothing_value(sqlite3_context *context) {
  sqlite3_result_double(context, 0);
}

void bench_add_nothing(sqlite3 *db) {
  const int flags = SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_SUBTYPE;
  if (sqlite3_create_window_function(db, "bench_nothing", -1, flags, NULL,
                                     bench_nothing_step, bench_nothing_value,
                                     bench_nothing_value, bench_nothing_step,
                                     NULL) != SQLITE_OK) {
    bench_database_fail(db);
  }
}

void bench_insert(sqlite3 *db, const char *sql, const double *prices,
                  size_t rows) {
  sqlite3_stmt *insert = bench_prepare(db, sql);
  bench_execute(db, "BEGIN");
  for (size_t i = 0; i < rows; i++) {
    sqlite3_bind_int64(insert, 1, (sqlite3_int64)i);
    sqlite3_bind_double(insert, 2, prices[i]);
    sqlite3_bind_int64(insert, 3, (sqlite3_int64)(rows / BENCH_SYMBOLS));
    if (sqlite3_step(insert) != SQLITE_DONE) bench_database_fail(db);
    sqlite3_reset(insert);
  }
  bench_execute(db, "COMMIT");
  sqlite3_finalize(insert);
}

void bench_add_prices(sqlite3 *db, const double *prices, size_t rows) {
  bench_execute(db, "CREATE TABLE prices(ts INTEGER PRIMARY KEY, close REAL)");
  bench_insert(db, "INSERT INTO prices VALUES(?1 + 1, ?2)", prices, rows);
}

void bench_add_walk(sqlite3 *db, size_t rows) {
  double *prices = bench_allocate(rows * sizeof(*prices));
  bench_fill_prices(BENCH_WALK, prices, rows);
  bench_add_prices(db, prices, rows);
  free(prices);
}

void bench_run_query(void *data) {
  sqlite3_stmt *statement = data;
  const int columns = sqlite3_column_count(statement);
  double last = 0;
  int rc;
  while ((rc = sqlite3_step(statement)) == SQLITE_ROW) {
    for (int i = 0; i < columns; i++) {
      last = sqlite3_column_double(statement, i);
    }
  }
  if (rc != SQLITE_DONE) bench_database_fail(sqlite3_db_handle(statement));
  sqlite3_reset(statement);
  bench_consume(last);
}

sqlite3_int64 bench_query_peak(sqlite3_stmt *statement) {
  const sqlite3_int64 before = sqlite3_memory_used();
  sqlite3_memory_highwater(1);
  bench_run_query(statement);
  return sqlite3_memory_highwater(0) - before;
}
