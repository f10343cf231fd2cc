/*
** bench_sql.c - smma() in queries against avg() and sum() in the same ones.
**
** A query is timed from its first row to its last, every row's column read. A
** window function that does nothing shows what SQLite itself needs for the
** window, in time and in memory.
*/
#include "../bench.h"
#include "bench_database.h"

#include <stdio.h>
#include <stdlib.h>

enum { BENCH_SQL_ROUNDS = 9, BENCH_WIDE_FRAME = 20000 };

/* SPEC 3.2 allows a constant beside the bytes a row. */
enum { BENCH_MEMORY_CONSTANT = 65536 };

/* -------------------------------------------------------------- the queries */

typedef enum bench_frame {
  BENCH_FRAME_NONE,       /* no window */
  BENCH_FRAME_SERIES,     /* from the first of all rows */
  BENCH_FRAME_PARTITIONS, /* from the first row of the symbol */
  BENCH_FRAME_NARROW,     /* 20 rows */
  BENCH_FRAME_WIDE        /* 20,000 rows */
} bench_frame;

/* Where the query of each name stands in bench_queries. */
enum {
  BENCH_SCAN,
  BENCH_RANGE_NOTHING,
  BENCH_RANGE_AVG,
  BENCH_RANGE_SMMA,
  BENCH_ROWS_NOTHING,
  BENCH_ROWS_AVG,
  BENCH_ROWS_SMMA,
  BENCH_PARTITION_NOTHING,
  BENCH_PARTITION_AVG,
  BENCH_PARTITION_SMMA,
  BENCH_NARROW_NOTHING,
  BENCH_NARROW_SUM,
  BENCH_NARROW_SMMA,
  BENCH_WIDE_NOTHING,
  BENCH_WIDE_SUM,
  BENCH_WIDE_SMMA,
  BENCH_PLAIN_AVG,
  BENCH_PLAIN_SMMA,
  BENCH_RECURSIVE,
  BENCH_QUERIES
};

typedef struct bench_query {
  const char *name;
  const char *sql;
  bench_frame frame;
  int baseline; /* the query of the function that does nothing, or -1 */
} bench_query;

#define BENCH_RANGE " OVER (ORDER BY ts) FROM prices"
#define BENCH_ROWS  " OVER (ORDER BY ts ROWS UNBOUNDED PRECEDING) FROM prices"
#define BENCH_PARTITION                                                        \
  " OVER (PARTITION BY symbol ORDER BY ts) FROM symbol_prices"
#define BENCH_NARROW                                                           \
  " OVER (ORDER BY ts ROWS BETWEEN 19 PRECEDING AND CURRENT ROW) FROM prices"
#define BENCH_WIDE                                                             \
  " OVER (ORDER BY ts ROWS BETWEEN 19999 PRECEDING AND CURRENT ROW)"           \
  " FROM prices"
#define BENCH_NOTHING "SELECT bench_nothing(close, 14)"
#define BENCH_AVG     "SELECT avg(close)"
#define BENCH_SUM     "SELECT sum(close)"
#define BENCH_SMMA    "SELECT smma(close, 14)"

static const bench_query bench_queries[BENCH_QUERIES] = {
    {"scan", "SELECT close FROM prices ORDER BY ts", BENCH_FRAME_NONE, -1},
    {"default frame, nothing", BENCH_NOTHING BENCH_RANGE, BENCH_FRAME_SERIES,
     -1},
    {"default frame, avg()", BENCH_AVG BENCH_RANGE, BENCH_FRAME_SERIES,
     BENCH_RANGE_NOTHING},
    {"default frame, smma()", BENCH_SMMA BENCH_RANGE, BENCH_FRAME_SERIES,
     BENCH_RANGE_NOTHING},
    {"ROWS UNBOUNDED PRECEDING, nothing", BENCH_NOTHING BENCH_ROWS,
     BENCH_FRAME_SERIES, -1},
    {"ROWS UNBOUNDED PRECEDING, avg()", BENCH_AVG BENCH_ROWS,
     BENCH_FRAME_SERIES, BENCH_ROWS_NOTHING},
    {"ROWS UNBOUNDED PRECEDING, smma()", BENCH_SMMA BENCH_ROWS,
     BENCH_FRAME_SERIES, BENCH_ROWS_NOTHING},
    {"100 partitions, nothing", BENCH_NOTHING BENCH_PARTITION,
     BENCH_FRAME_PARTITIONS, -1},
    {"100 partitions, avg()", BENCH_AVG BENCH_PARTITION, BENCH_FRAME_PARTITIONS,
     BENCH_PARTITION_NOTHING},
    {"100 partitions, smma()", BENCH_SMMA BENCH_PARTITION,
     BENCH_FRAME_PARTITIONS, BENCH_PARTITION_NOTHING},
    {"frame of 20 rows, nothing", BENCH_NOTHING BENCH_NARROW,
     BENCH_FRAME_NARROW, -1},
    {"frame of 20 rows, sum()", BENCH_SUM BENCH_NARROW, BENCH_FRAME_NARROW,
     BENCH_NARROW_NOTHING},
    {"frame of 20 rows, smma()", BENCH_SMMA BENCH_NARROW, BENCH_FRAME_NARROW,
     BENCH_NARROW_NOTHING},
    {"frame of 20,000 rows, nothing", BENCH_NOTHING BENCH_WIDE,
     BENCH_FRAME_WIDE, -1},
    {"frame of 20,000 rows, sum()", BENCH_SUM BENCH_WIDE, BENCH_FRAME_WIDE,
     BENCH_WIDE_NOTHING},
    {"frame of 20,000 rows, smma()", BENCH_SMMA BENCH_WIDE, BENCH_FRAME_WIDE,
     BENCH_WIDE_NOTHING},
    {"aggregate, avg()", BENCH_AVG " FROM prices", BENCH_FRAME_NONE, -1},
    /* Without a window SQLite promises no order of the rows. It reads them by
    ** key, and the speed is all that counts here. */
    {"aggregate, smma()", BENCH_SMMA " FROM prices", BENCH_FRAME_NONE, -1},
    {"recursive query",
     "WITH RECURSIVE average(ts, s) AS ("
     " SELECT 14, (SELECT avg(close) FROM prices WHERE ts <= 14)"
     " UNION ALL"
     " SELECT prices.ts, s + (close - s) / 14"
     " FROM average JOIN prices ON prices.ts = average.ts + 1)"
     " SELECT s FROM average",
     BENCH_FRAME_NONE, -1}};

/* ------------------------------------------------------------- the database */

static sqlite3 *bench_open(size_t rows) {
  sqlite3 *db = bench_database_open();
  bench_add_nothing(db);
  bench_execute(db, "CREATE TABLE symbol_prices(symbol TEXT, ts INTEGER,"
                    " close REAL, PRIMARY KEY(symbol, ts)) WITHOUT ROWID;");
  double *prices = bench_allocate(rows * sizeof(*prices));
  bench_fill_prices(BENCH_WALK, prices, rows);
  bench_add_prices(db, prices, rows);
  bench_insert(db,
               "INSERT INTO symbol_prices"
               " VALUES(printf('S%03d', ?1 / ?3), ?1 % ?3 + 1, ?2)",
               prices, rows);
  free(prices);
  return db;
}

/* ---------------------------------------------------------------- measuring */

static size_t bench_frame_rows(bench_frame frame, size_t rows) {
  switch (frame) {
  case BENCH_FRAME_SERIES:
    return rows;
  case BENCH_FRAME_PARTITIONS:
    return rows / BENCH_SYMBOLS;
  case BENCH_FRAME_NARROW:
    return 20;
  case BENCH_FRAME_WIDE:
    return BENCH_WIDE_FRAME;
  default:
    return 0;
  }
}

static void bench_print_queries(size_t rows, const bench_times *times,
                                const sqlite3_int64 *peaks) {
  printf("  %-36s %9s %9s %12s %12s\n", "", "ns a row", "scans", "peak memory",
         "of function");
  for (size_t i = 0; i < BENCH_QUERIES; i++) {
    const bench_query *query = &bench_queries[i];
    printf("  %-36s %9.1f %9.2f %12s", query->name,
           bench_median(&times[i]) / (double)rows * 1e9,
           bench_ratio(&times[i], &times[BENCH_SCAN]),
           bench_grouped((size_t)peaks[i]));
    if (query->baseline >= 0) {
      const sqlite3_int64 own = peaks[i] - peaks[query->baseline];
      printf(" %12s", bench_grouped(own > 0 ? (size_t)own : 0));
    }
    printf("\n");
  }
  printf("\n");
}

static void bench_figure_memory(bench_report *report, size_t index,
                                const sqlite3_int64 *peaks, size_t rows,
                                double target) {
  const bench_query *query = &bench_queries[index];
  const sqlite3_int64 own =
      peaks[index] - peaks[query->baseline] - BENCH_MEMORY_CONSTANT;
  char name[120];
  snprintf(name, sizeof(name), "%s: memory a row beyond 64 KiB", query->name);
  bench_figure(
      report, name,
      own > 0 ? (double)own / (double)bench_frame_rows(query->frame, rows) : 0,
      "bytes", BENCH_AT_MOST, target);
}

static void bench_sql_figures(bench_report *report, size_t rows,
                              const bench_times *times,
                              const sqlite3_int64 *peaks) {
  const struct {
    const char *name;
    size_t query, against;
    double target; /* 0: none */
  } ratios[] = {
      {"default frame, smma() / avg()", BENCH_RANGE_SMMA, BENCH_RANGE_AVG,
       1.05},
      {"ROWS UNBOUNDED PRECEDING, smma() / avg()", BENCH_ROWS_SMMA,
       BENCH_ROWS_AVG, 1.05},
      {"100 partitions, smma() / avg()", BENCH_PARTITION_SMMA,
       BENCH_PARTITION_AVG, 1.05},
      {"frame of 20,000 rows / 20 rows, smma()", BENCH_WIDE_SMMA,
       BENCH_NARROW_SMMA, 1.3},
      {"frame of 20,000 rows / 20 rows, sum()", BENCH_WIDE_SUM,
       BENCH_NARROW_SUM, 0},
      {"frame of 20 rows, smma() / sum()", BENCH_NARROW_SMMA, BENCH_NARROW_SUM,
       0},
      {"frame of 20,000 rows, smma() / sum()", BENCH_WIDE_SMMA, BENCH_WIDE_SUM,
       0},
      {"aggregate, smma() / avg()", BENCH_PLAIN_SMMA, BENCH_PLAIN_AVG, 0},
      {"default frame, avg() / nothing", BENCH_RANGE_AVG, BENCH_RANGE_NOTHING,
       0},
      {"default frame, smma() / nothing", BENCH_RANGE_SMMA, BENCH_RANGE_NOTHING,
       0},
      {"recursive query / default frame, smma()", BENCH_RECURSIVE,
       BENCH_RANGE_SMMA, 0}};
  for (size_t i = 0; i < sizeof(ratios) / sizeof(ratios[0]); i++) {
    bench_figure(
        report, ratios[i].name,
        bench_ratio(&times[ratios[i].query], &times[ratios[i].against]),
        "times", ratios[i].target > 0 ? BENCH_AT_MOST : BENCH_NO_TARGET,
        ratios[i].target);
  }
  /* The wide frame costs SQLite itself more: its rows fill more pages. What
  ** smma() adds to that should not depend on the width. */
  bench_figure(report, "frame of 20,000 rows / 20 rows, smma() beyond nothing",
               bench_ratio_beyond(
                   &times[BENCH_WIDE_SMMA], &times[BENCH_WIDE_NOTHING],
                   &times[BENCH_NARROW_SMMA], &times[BENCH_NARROW_NOTHING]),
               "times", BENCH_NO_TARGET, 0);
  bench_figure_memory(report, BENCH_RANGE_SMMA, peaks, rows, 8);
  bench_figure_memory(report, BENCH_ROWS_SMMA, peaks, rows, 8);
  bench_figure_memory(report, BENCH_PARTITION_SMMA, peaks, rows, 8);
  bench_figure_memory(report, BENCH_NARROW_SMMA, peaks, rows, 40);
  bench_figure_memory(report, BENCH_WIDE_SMMA, peaks, rows, 40);
}

void bench_sql(bench_report *report) {
  const size_t rows = bench_is_quick(report) ? 100000 : 1000000;
  char section[80];
  snprintf(section, sizeof(section), "SQL, %s rows in memory, period 14",
           bench_grouped(rows));
  bench_section(report, section);
  sqlite3 *db = bench_open(rows);

  bench_case cases[BENCH_QUERIES];
  sqlite3_int64 peaks[BENCH_QUERIES];
  for (size_t i = 0; i < BENCH_QUERIES; i++) {
    const bench_query *query = &bench_queries[i];
    sqlite3_stmt *statement = bench_prepare(db, query->sql);
    cases[i] = (bench_case){query->name, NULL, bench_run_query, statement};
    peaks[i] = bench_query_peak(statement);
  }
  static bench_times times[BENCH_QUERIES];
  bench_measure(cases, BENCH_QUERIES, bench_rounds(report, BENCH_SQL_ROUNDS), 1,
                times);
  for (size_t i = 0; i < BENCH_QUERIES; i++) {
    char name[120];
    bench_record_times(report, cases[i].name, rows, &times[i]);
    snprintf(name, sizeof(name), "%s, peak memory", cases[i].name);
    bench_record_value(report, name, (double)peaks[i], "bytes");
    sqlite3_finalize(cases[i].data);
  }
  bench_print_queries(rows, times, peaks);
  bench_sql_figures(report, rows, times, peaks);
  sqlite3_close(db);
}
