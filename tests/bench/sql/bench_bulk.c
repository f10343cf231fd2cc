/*
** bench_bulk.c - the calls that go round SQLite's window machinery, against it:
** smma_series() and smma_array(), one period, a sweep of 200, and many symbols.
*/
#include "../bench.h"
#include "bench_database.h"

#include <stdio.h>
#include <stdlib.h>

enum {
  BENCH_BULK_ROUNDS = 9,
  BENCH_SWEEP_ROUNDS = 3,
  BENCH_SWEEP_PERIODS = 200
};

#define BENCH_READ "'SELECT close FROM prices ORDER BY ts'"

/* -------------------------------------------------------------- one period */

enum {
  BENCH_BULK_SCAN,
  BENCH_BULK_OVER,
  BENCH_BULK_OVER_ROWS,
  BENCH_BULK_SERIES,
  BENCH_BULK_ARRAY,
  BENCH_BULK_QUERIES
};

static const struct {
  const char *name;
  const char *sql;
} bench_bulk_queries[BENCH_BULK_QUERIES] = {
    {"scan", "SELECT close FROM prices ORDER BY ts"},
    {"smma() OVER, default frame",
     "SELECT smma(close, 14) OVER (ORDER BY ts) FROM prices"},
    {"smma() OVER, ROWS UNBOUNDED PRECEDING",
     "SELECT smma(close, 14) OVER (ORDER BY ts ROWS UNBOUNDED PRECEDING)"
     " FROM prices"},
    {"smma_series()", "SELECT smma FROM smma_series(" BENCH_READ ", 14)"},
    {"smma_array()", "SELECT smma_array(close, 14)"
                     " FROM (SELECT close FROM prices ORDER BY ts)"}};

static void bench_one_period(bench_report *report, sqlite3 *db, size_t rows) {
  bench_case cases[BENCH_BULK_QUERIES];
  for (size_t i = 0; i < BENCH_BULK_QUERIES; i++) {
    cases[i] = (bench_case){bench_bulk_queries[i].name, NULL, bench_run_query,
                            bench_prepare(db, bench_bulk_queries[i].sql)};
  }
  static bench_times times[BENCH_BULK_QUERIES];
  bench_measure(cases, BENCH_BULK_QUERIES,
                bench_rounds(report, BENCH_BULK_ROUNDS), 1, times);
  printf("  %-42s %9s %9s\n", "period 14", "ns a row", "scans");
  for (size_t i = 0; i < BENCH_BULK_QUERIES; i++) {
    printf("  %-42s %9.1f %9.2f\n", cases[i].name,
           bench_median(&times[i]) / (double)rows * 1e9,
           bench_ratio(&times[i], &times[BENCH_BULK_SCAN]));
    bench_record_times(report, cases[i].name, rows, &times[i]);
    sqlite3_finalize(cases[i].data);
  }
  printf("\n");
  bench_figure(report, "smma_series(): speed / speed of smma() OVER",
               bench_ratio(&times[BENCH_BULK_OVER], &times[BENCH_BULK_SERIES]),
               "times", BENCH_AT_LEAST, 4);
  bench_figure(report, "smma_array(): speed / speed of smma() OVER",
               bench_ratio(&times[BENCH_BULK_OVER], &times[BENCH_BULK_ARRAY]),
               "times", BENCH_AT_LEAST, 8);
}

/* ----------------------------------------------------------------- a sweep */

/* 200 statements, one after the other. */
typedef struct bench_statements {
  sqlite3_stmt *statements[BENCH_SWEEP_PERIODS];
} bench_statements;

static void bench_run_statements(void *data) {
  const bench_statements *list = data;
  for (size_t i = 0; i < BENCH_SWEEP_PERIODS; i++) {
    bench_run_query(list->statements[i]);
  }
}

/* One window and 200 columns of it. */
static sqlite3_stmt *bench_prepare_columns(sqlite3 *db) {
  sqlite3_str *sql = sqlite3_str_new(db);
  for (int i = 0; i < BENCH_SWEEP_PERIODS; i++) {
    sqlite3_str_appendf(sql, "%s smma(close, %d) OVER w",
                        i == 0 ? "SELECT" : ",", i + 2);
  }
  sqlite3_str_appendall(
      sql, " FROM prices WINDOW w AS (ORDER BY ts ROWS UNBOUNDED PRECEDING)");
  char *text = sqlite3_str_finish(sql);
  if (text == NULL) bench_database_fail(db);
  sqlite3_stmt *statement = bench_prepare(db, text);
  sqlite3_free(text);
  return statement;
}

static void bench_sweep(bench_report *report, sqlite3 *db, size_t rows) {
  enum { SERIES, QUERIES, COLUMNS, WAYS };
  static bench_statements list;
  for (int i = 0; i < BENCH_SWEEP_PERIODS; i++) {
    char sql[120];
    snprintf(sql, sizeof(sql),
             "SELECT smma FROM smma_series(" BENCH_READ ", %d)", i + 2);
    list.statements[i] = bench_prepare(db, sql);
  }
  const bench_case cases[WAYS] = {
      {"one smma_series()", NULL, bench_run_query,
       bench_prepare(db,
                     "SELECT smma FROM smma_series(" BENCH_READ ", 2, 201)")},
      {"200 queries of smma_series()", NULL, bench_run_statements, &list},
      {"200 columns of smma() OVER", NULL, bench_run_query,
       bench_prepare_columns(db)}};
  static bench_times times[WAYS];
  bench_measure(cases, WAYS, bench_rounds(report, BENCH_SWEEP_ROUNDS), 1,
                times);
  printf("\n  %-42s %9s %9s\n", "200 periods, 2 to 201", "seconds",
         "ns a value");
  for (size_t i = 0; i < WAYS; i++) {
    const double seconds = bench_median(&times[i]);
    printf("  %-42s %9.2f %9.1f\n", cases[i].name, seconds,
           seconds / (double)(rows * BENCH_SWEEP_PERIODS) * 1e9);
    bench_record_times(report, cases[i].name, rows * BENCH_SWEEP_PERIODS,
                       &times[i]);
  }
  printf("\n");
  bench_figure(report, "200 periods in one smma_series(): speed / 200 queries",
               bench_ratio(&times[QUERIES], &times[SERIES]), "times",
               BENCH_AT_LEAST, 1.8);
  bench_figure(report, "200 periods in one smma_series(): speed / 200 columns",
               bench_ratio(&times[COLUMNS], &times[SERIES]), "times",
               BENCH_NO_TARGET, 0);
  sqlite3_finalize(cases[SERIES].data);
  sqlite3_finalize(cases[COLUMNS].data);
  for (size_t i = 0; i < BENCH_SWEEP_PERIODS; i++) {
    sqlite3_finalize(list.statements[i]);
  }
}

/* -------------------------------------------------------------- many symbols */

enum { BENCH_BARS_A_SYMBOL = 100 };

#define BENCH_OF_SYMBOL "SELECT ts, close FROM symbol_prices WHERE symbol = "

/* A short query for each of many symbols: what preparing it costs shows. */
static void bench_symbols(bench_report *report, sqlite3 *db, size_t rows) {
  enum { PARTS, PARAMETER, GLUED, WAYS };
  static const char *const names[WAYS] = {"one query, the symbol as part",
                                          "a query per symbol, bound to it",
                                          "a query per symbol, glued"};
  static const char *const sql[WAYS] = {
      "SELECT smma FROM smma_series('SELECT symbol, ts, close"
      " FROM symbol_prices ORDER BY symbol, ts', 14)",
      "SELECT smma FROM symbols JOIN smma_series('" BENCH_OF_SYMBOL
      "?1 ORDER BY ts', 14, 14, 1, symbols.symbol)",
      "SELECT smma FROM symbols JOIN smma_series('" BENCH_OF_SYMBOL
      "' || quote(symbols.symbol) || ' ORDER BY ts', 14)"};
  char fill[300];
  snprintf(fill, sizeof(fill),
           "CREATE TABLE symbol_prices(symbol, ts, close,"
           " PRIMARY KEY(symbol, ts)) WITHOUT ROWID;"
           "INSERT INTO symbol_prices SELECT printf('S%%06d', ts / %d), ts,"
           " close FROM prices;"
           "CREATE TABLE symbols AS SELECT DISTINCT symbol FROM symbol_prices;",
           BENCH_BARS_A_SYMBOL);
  bench_execute(db, fill);
  bench_case cases[WAYS];
  for (size_t i = 0; i < WAYS; i++) {
    cases[i] = (bench_case){names[i], NULL, bench_run_query,
                            bench_prepare(db, sql[i])};
  }
  static bench_times times[WAYS];
  bench_measure(cases, WAYS, bench_rounds(report, BENCH_BULK_ROUNDS), 1, times);
  char title[80];
  snprintf(title, sizeof(title), "smma_series() of %s symbols",
           bench_grouped(rows / BENCH_BARS_A_SYMBOL));
  printf("\n  %-42s %9s\n", title, "ns a row");
  for (size_t i = 0; i < WAYS; i++) {
    printf("  %-42s %9.1f\n", names[i],
           bench_median(&times[i]) / (double)rows * 1e9);
    bench_record_times(report, names[i], rows, &times[i]);
    sqlite3_finalize(cases[i].data);
  }
  printf("\n");
  bench_figure(report, "a query per symbol: speed bound / speed glued",
               bench_ratio(&times[GLUED], &times[PARAMETER]), "times",
               BENCH_NO_TARGET, 0);
}

/* ------------------------------------------------------------------ memory */

/* Rows that are nowhere stored, so that all memory is the query's own. */
static sqlite3_int64 bench_series_peak(sqlite3 *db, size_t rows) {
  char sql[240];
  snprintf(sql, sizeof(sql),
           "SELECT smma FROM smma_series('WITH RECURSIVE days(day) AS ("
           "SELECT 1 UNION ALL SELECT day + 1 FROM days LIMIT %zu)"
           " SELECT day FROM days', 14)",
           rows);
  sqlite3_stmt *statement = bench_prepare(db, sql);
  const sqlite3_int64 peak = bench_query_peak(statement);
  sqlite3_finalize(statement);
  return peak;
}

static void bench_series_memory(bench_report *report, sqlite3 *db) {
  const size_t few = 10000;
  const size_t many = bench_is_quick(report) ? 100000 : 10000000;
  const sqlite3_int64 peak_of_few = bench_series_peak(db, few);
  const sqlite3_int64 peak_of_many = bench_series_peak(db, many);
  printf(
      "\n  smma_series() over %s rows: %s bytes at the peak, over %s: %s\n\n",
      bench_grouped(few), bench_grouped((size_t)peak_of_few),
      bench_grouped(many), bench_grouped((size_t)peak_of_many));
  bench_figure(report, "memory of smma_series(), the most rows / 10,000 rows",
               (double)peak_of_many / (double)peak_of_few, "times",
               BENCH_AT_MOST, 1.01);
}

void bench_bulk(bench_report *report) {
  const size_t rows = bench_is_quick(report) ? 20000 : 1000000;
  char section[80];
  snprintf(section, sizeof(section), "SQL in bulk, %s rows in memory",
           bench_grouped(rows));
  bench_section(report, section);
  sqlite3 *db = bench_database_open();
  bench_add_walk(db, rows);
  bench_one_period(report, db, rows);
  bench_sweep(report, db, rows);
  bench_symbols(report, db, rows);
  bench_series_memory(report, db);
  sqlite3_close(db);
}
