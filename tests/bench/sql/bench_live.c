/*
** bench_live.c - bars that come one by one: into the bare table, with
** sql/live.sql keeping the averages, oldest or newest first, and with the averages
** computed anew.
*/
#include "../bench.h"
#include "bench_database.h"

#include <stdio.h>
#include <stdlib.h>

enum {
  BENCH_LIVE_ROUNDS = 9,
  BENCH_LIVE_SYMBOLS = 10,
  BENCH_LIVE_EVERY = 1000 /* averages are computed anew after so many bars */
};

typedef enum bench_live_kind {
  BENCH_LIVE_BARE,
  BENCH_LIVE_KEPT,
  BENCH_LIVE_NEWEST, /* the newest bar first */
  BENCH_LIVE_NEWEST_FIRST,
  BENCH_LIVE_ANEW,
  BENCH_LIVE_KINDS
} bench_live_kind;

/* One way to take bars, each time into a new database. */
typedef struct bench_bars {
  bench_live_kind kind;
  size_t rows;
  const double *prices;
  sqlite3 *db;
  sqlite3_stmt *insert;
  sqlite3_stmt *anew;
} bench_bars;

static void bench_bars_close(bench_bars *bars) {
  sqlite3_finalize(bars->insert);
  sqlite3_finalize(bars->anew);
  sqlite3_close(bars->db);
  bars->insert = NULL;
  bars->anew = NULL;
  bars->db = NULL;
}

static void bench_bars_open(void *data) {
  bench_bars *bars = data;
  bench_bars_close(bars);
  bars->db = bench_database_open();
  bench_run_script(bars->db, "sql/schema.sql");
  if (bars->kind == BENCH_LIVE_KEPT || bars->kind == BENCH_LIVE_NEWEST_FIRST) {
    bench_run_script(bars->db, "sql/live.sql");
  }
  bars->insert =
      bench_prepare(bars->db, "INSERT INTO prices(symbol, ts, open, high, low,"
                              " close, volume) VALUES(?1, ?2, ?3, ?4, ?5, ?6,"
                              " ?7)");
  /* The periods of live.sql. */
  bars->anew = bench_prepare(
      bars->db,
      "SELECT smma(close, 14), smma(close, 200)"
      " FROM (SELECT close FROM prices WHERE symbol = ?1 ORDER BY ts)");
}

/* A minute a bar. */
static void bench_bind_bar(sqlite3_stmt *insert, const char *symbol,
                           size_t minute, double price) {
  char ts[32];
  snprintf(ts, sizeof(ts), "2020-%02zu-%02zu %02zu:%02zu:00",
           minute / (60 * 24 * 28) + 1, minute / (60 * 24) % 28 + 1,
           minute / 60 % 24, minute % 60);
  sqlite3_bind_text(insert, 1, symbol, -1, SQLITE_TRANSIENT);
  sqlite3_bind_text(insert, 2, ts, -1, SQLITE_TRANSIENT);
  sqlite3_bind_double(insert, 3, price - 0.25);
  sqlite3_bind_double(insert, 4, price + 1);
  sqlite3_bind_double(insert, 5, price - 1);
  sqlite3_bind_double(insert, 6, price);
  sqlite3_bind_int64(insert, 7, (sqlite3_int64)minute);
}

/* The minute of the i-th bar that is inserted. */
static size_t bench_minute(const bench_bars *bars, size_t i) {
  const size_t inserted =
      bars->kind == BENCH_LIVE_NEWEST_FIRST ? bars->rows - 1 - i : i;
  return inserted / BENCH_LIVE_SYMBOLS;
}

static void bench_bars_run(void *data) {
  const bench_bars *bars = data;
  bench_execute(bars->db, "BEGIN");
  for (size_t k = 0; k < bars->rows; k++) {
    const size_t i = bars->kind == BENCH_LIVE_NEWEST ? bars->rows - 1 - k : k;
    char symbol[16];
    snprintf(symbol, sizeof(symbol), "S%zu", i % BENCH_LIVE_SYMBOLS);
    bench_bind_bar(bars->insert, symbol, bench_minute(bars, i),
                   bars->prices[i]);
    if (sqlite3_step(bars->insert) != SQLITE_DONE) {
      bench_database_fail(bars->db);
    }
    sqlite3_reset(bars->insert);
    if (bars->kind != BENCH_LIVE_ANEW || i % BENCH_LIVE_EVERY != 0) continue;
    sqlite3_bind_text(bars->anew, 1, symbol, -1, SQLITE_TRANSIENT);
    bench_run_query(bars->anew);
  }
  bench_execute(bars->db, "COMMIT");
}

/* The seconds it would take to compute anew after every bar. */
static double bench_live_anew(const bench_times *anew,
                              const bench_times *bare) {
  double seconds[BENCH_MOST_ROUNDS];
  for (size_t i = 0; i < anew->rounds; i++) {
    seconds[i] = bare->seconds[i] + (anew->seconds[i] - bare->seconds[i]) *
                                        (double)BENCH_LIVE_EVERY;
  }
  return bench_median_of(seconds, anew->rounds);
}

void bench_live(bench_report *report) {
  const size_t rows = bench_is_quick(report) ? 10000 : 100000;
  static const char *const names[BENCH_LIVE_KINDS] = {
      "bare inserts", "kept by live.sql", "kept by live.sql, newest first",
      "computed anew, every 1,000th bar"};
  char section[100];
  snprintf(section, sizeof(section),
           "Bars one by one: %s bars of %d symbols, periods 14 and 200",
           bench_grouped(rows), BENCH_LIVE_SYMBOLS);
  bench_section(report, section);
  double *prices = bench_allocate(rows * sizeof(*prices));
  bench_fill_prices(BENCH_WALK, prices, rows);
  bench_bars bars[BENCH_LIVE_KINDS];
  bench_case cases[BENCH_LIVE_KINDS];
  for (size_t i = 0; i < BENCH_LIVE_KINDS; i++) {
    bars[i] = (bench_bars){(bench_live_kind)i, rows, prices, NULL, NULL, NULL};
    cases[i] =
        (bench_case){names[i], bench_bars_open, bench_bars_run, &bars[i]};
  }
  static bench_times times[BENCH_LIVE_KINDS];
  bench_measure(cases, BENCH_LIVE_KINDS,
                bench_rounds(report, BENCH_LIVE_ROUNDS), 1, times);
  const double anew =
      bench_live_anew(&times[BENCH_LIVE_ANEW], &times[BENCH_LIVE_BARE]);
  printf("  %-42s %9s\n", "", "us a bar");
  for (size_t i = 0; i < BENCH_LIVE_ANEW; i++) {
    printf("  %-42s %9.2f\n", names[i],
           bench_median(&times[i]) / (double)rows * 1e6);
  }
  printf("  %-42s %9.2f\n\n", "computed anew after every bar (from a sample)",
         anew / (double)rows * 1e6);
  for (size_t i = 0; i < BENCH_LIVE_KINDS; i++) {
    bench_record_times(report, names[i], rows, &times[i]);
    bench_bars_close(&bars[i]);
  }
  bench_figure(report, "an insert kept by live.sql / a bare insert",
               bench_ratio(&times[BENCH_LIVE_KEPT], &times[BENCH_LIVE_BARE]),
               "times", BENCH_AT_MOST, 4);
  bench_figure(
      report, "kept by live.sql, newest first / oldest first",
      bench_ratio(&times[BENCH_LIVE_NEWEST_FIRST], &times[BENCH_LIVE_KEPT]),
      "times", BENCH_AT_MOST, 1.5);
  bench_figure(report, "kept by live.sql, newest first / oldest first",
               bench_ratio(&times[BENCH_LIVE_NEWEST], &times[BENCH_LIVE_KEPT]),
               "times", BENCH_AT_MOST, 1.5);
  bench_figure(report, "computed anew / kept by live.sql",
               anew / bench_median(&times[BENCH_LIVE_KEPT]), "times",
               BENCH_NO_TARGET, 0);
  free(prices);
}
