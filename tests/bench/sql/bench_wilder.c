/*
** bench_wilder.c - Wilder's indicators in windows: against avg(), against a
** function of the same arguments that does nothing, and against the same
** indicators step by step from smma() alone (tests/sql/long/).
*/
#include "../bench.h"
#include "bench_database.h"

#include <stdio.h>
#include <stdlib.h>

enum { BENCH_WILDER_ROUNDS = 9, BENCH_LONG_ROUNDS = 3 };

#define BENCH_WINDOW                                                           \
  " OVER (PARTITION BY symbol ORDER BY ts ROWS UNBOUNDED PRECEDING)"           \
  " FROM prices WHERE symbol = 'MARKET'"

enum {
  BENCH_AVG_OF_CLOSE,
  BENCH_RSI,
  BENCH_NOTHING_OF_BAR,
  BENCH_ATR,
  BENCH_PLUS_DI,
  BENCH_ADX,
  BENCH_WILDER_QUERIES
};

static const struct {
  const char *name;
  const char *sql;
} bench_wilder_queries[BENCH_WILDER_QUERIES] = {
    {"avg() OVER", "SELECT avg(close)" BENCH_WINDOW},
    {"rsi() OVER", "SELECT rsi(close, 14)" BENCH_WINDOW},
    {"nothing of a bar OVER",
     "SELECT bench_nothing(high, low, close, 14)" BENCH_WINDOW},
    {"atr() OVER", "SELECT atr(high, low, close, 14)" BENCH_WINDOW},
    {"plus_di() OVER", "SELECT plus_di(high, low, close, 14)" BENCH_WINDOW},
    {"adx() OVER", "SELECT adx(high, low, close, 14)" BENCH_WINDOW}};

/* The function beside its long form. */
static const struct {
  const char *name;
  int query;
  const char *path;
  double target; /* how many times as fast it is to be; 0: none */
} bench_long_forms[] = {{"rsi", BENCH_RSI, "tests/sql/long/rsi.sql", 2},
                        {"atr", BENCH_ATR, "tests/sql/long/atr.sql", 0},
                        {"adx", BENCH_ADX, "tests/sql/long/adx.sql", 0}};
enum { BENCH_LONG_FORMS = 3 };

/* A minute a bar, a random walk. */
static sqlite3 *bench_wilder_open(size_t rows) {
  sqlite3 *db = bench_database_open();
  bench_add_nothing(db);
  bench_run_script(db, "sql/schema.sql");
  double *prices = bench_allocate(rows * sizeof(*prices));
  bench_fill_prices(BENCH_WALK, prices, rows);
  bench_insert(db,
               "INSERT INTO prices(symbol, ts, high, low, close)"
               " SELECT 'MARKET', datetime('2000-01-01', ?1 || ' minutes'),"
               " ?2 + (?1 % 7) / 8.0, ?2 - (?1 % 5) / 8.0, ?2 + 0 * ?3",
               prices, rows);
  free(prices);
  return db;
}

static void bench_windows(bench_report *report, sqlite3 *db, size_t rows) {
  bench_case cases[BENCH_WILDER_QUERIES];
  for (size_t i = 0; i < BENCH_WILDER_QUERIES; i++) {
    cases[i] = (bench_case){bench_wilder_queries[i].name, NULL, bench_run_query,
                            bench_prepare(db, bench_wilder_queries[i].sql)};
  }
  static bench_times times[BENCH_WILDER_QUERIES];
  bench_measure(cases, BENCH_WILDER_QUERIES,
                bench_rounds(report, BENCH_WILDER_ROUNDS), 1, times);
  printf("  %-42s %9s\n", "", "ns a row");
  for (size_t i = 0; i < BENCH_WILDER_QUERIES; i++) {
    printf("  %-42s %9.1f\n", cases[i].name,
           bench_median(&times[i]) / (double)rows * 1e9);
    bench_record_times(report, cases[i].name, rows, &times[i]);
    sqlite3_finalize(cases[i].data);
  }
  printf("\n");
  bench_figure(report, "rsi() OVER / avg() OVER",
               bench_ratio(&times[BENCH_RSI], &times[BENCH_AVG_OF_CLOSE]),
               "times", BENCH_AT_MOST, 1.15);
  bench_figure(report, "atr() OVER / nothing of a bar OVER",
               bench_ratio(&times[BENCH_ATR], &times[BENCH_NOTHING_OF_BAR]),
               "times", BENCH_AT_MOST, 1.15);
  bench_figure(report, "plus_di() OVER / nothing of a bar OVER",
               bench_ratio(&times[BENCH_PLUS_DI], &times[BENCH_NOTHING_OF_BAR]),
               "times", BENCH_NO_TARGET, 0);
  bench_figure(report, "adx() OVER / nothing of a bar OVER",
               bench_ratio(&times[BENCH_ADX], &times[BENCH_NOTHING_OF_BAR]),
               "times", BENCH_AT_MOST, 1.25);
}

static void bench_steps(bench_report *report, sqlite3 *db, size_t rows) {
  enum { WAYS = 2 * BENCH_LONG_FORMS };
  static char names[WAYS][40];
  bench_case cases[WAYS];
  for (size_t i = 0; i < BENCH_LONG_FORMS; i++) {
    char *step_by_step = bench_read_script(bench_long_forms[i].path);
    const char *const sql[2] = {
        bench_wilder_queries[bench_long_forms[i].query].sql, step_by_step};
    for (size_t way = 0; way < 2; way++) {
      char *name = names[2 * i + way];
      snprintf(name, sizeof(names[0]), "%s%s", bench_long_forms[i].name,
               way == 0 ? "() OVER" : ", step by step");
      cases[2 * i + way] = (bench_case){name, NULL, bench_run_query,
                                        bench_prepare(db, sql[way])};
    }
    free(step_by_step);
  }
  static bench_times times[WAYS];
  bench_measure(cases, WAYS, bench_rounds(report, BENCH_LONG_ROUNDS), 1, times);
  printf("\n  %-42s %9s\n", "", "ns a row");
  for (size_t i = 0; i < WAYS; i++) {
    printf("  %-42s %9.1f\n", cases[i].name,
           bench_median(&times[i]) / (double)rows * 1e9);
    if (i % 2 == 1) bench_record_times(report, cases[i].name, rows, &times[i]);
    sqlite3_finalize(cases[i].data);
  }
  printf("\n");
  for (size_t i = 0; i < BENCH_LONG_FORMS; i++) {
    char name[80];
    snprintf(name, sizeof(name), "%s(): speed / speed of it step by step",
             bench_long_forms[i].name);
    bench_figure(
        report, name, bench_ratio(&times[2 * i + 1], &times[2 * i]), "times",
        bench_long_forms[i].target > 0 ? BENCH_AT_LEAST : BENCH_NO_TARGET,
        bench_long_forms[i].target);
  }
}

void bench_wilder(bench_report *report) {
  const size_t rows = bench_is_quick(report) ? 20000 : 500000;
  char section[80];
  snprintf(section, sizeof(section),
           "Wilder's indicators, %s bars in memory, period 14",
           bench_grouped(rows));
  bench_section(report, section);
  sqlite3 *db = bench_wilder_open(rows);
  bench_windows(report, db, rows);
  bench_steps(report, db, rows);
  sqlite3_close(db);
}
