/* bench_rows.c - prices with gaps, prices that stand still, and prices that come
** one by one. */
#include "../bench.h"

#include "../../../core/smma.h"
#include "bench_serial.h"

#include <stdio.h>
#include <stdlib.h>

enum {
  BENCH_ROWS_PERIOD = 14,
  BENCH_ROWS_ROUNDS = 41,
  BENCH_ROWS_CALLS = 20,
  BENCH_ROWS_PRICES = 100000
};

typedef struct bench_series {
  double *prices;
  double *out;
} bench_series;

static void bench_series_into(void *data) {
  const bench_series *series = data;
  smma_into(series->prices, series->out, BENCH_ROWS_PRICES, BENCH_ROWS_PERIOD);
  bench_consume(series->out[BENCH_ROWS_PRICES - 1]);
}

static void bench_series_serial(void *data) {
  const bench_series *series = data;
  bench_serial_with_gaps(series->prices, series->out, BENCH_ROWS_PRICES,
                         BENCH_ROWS_PERIOD);
  bench_consume(series->out[BENCH_ROWS_PRICES - 1]);
}

static void bench_series_push(void *data) {
  const bench_series *series = data;
  smma_stream stream;
  smma_stream_init(&stream, BENCH_ROWS_PERIOD);
  for (size_t i = 0; i < BENCH_ROWS_PRICES; i++) {
    smma_stream_push(&stream, series->prices[i]);
    series->out[i] = smma_stream_value(&stream);
  }
  bench_consume(series->out[BENCH_ROWS_PRICES - 1]);
}

static void bench_series_plain_push(void *data) {
  const bench_series *series = data;
  bench_plain_stream stream;
  bench_plain_init(&stream, BENCH_ROWS_PERIOD);
  for (size_t i = 0; i < BENCH_ROWS_PRICES; i++) {
    bench_plain_push(&stream, series->prices[i]);
    series->out[i] = bench_plain_value(&stream);
  }
  bench_consume(series->out[BENCH_ROWS_PRICES - 1]);
}

enum { BENCH_ROWS_SHARES = 4, BENCH_ROWS_KINDS = 4 };

static const double bench_shares[BENCH_ROWS_SHARES] = {0, 0.01, 0.1, 0.5};

static const char *const bench_rows_kinds[BENCH_ROWS_KINDS] = {
    "smma_into()", "s+(x-s)*(1/p), looking for gaps",
    "smma_stream_push(), smma_stream_value()",
    "s+(x-s)*(1/p), behind the same interface"};

enum {
  BENCH_GAPS_INTO,
  BENCH_GAPS_SERIAL,
  BENCH_GAPS_PUSH,
  BENCH_GAPS_PLAIN_PUSH
};

static void bench_print_rows(const bench_times *times) {
  printf("  %-42s", "ns a price with ... missing");
  for (size_t s = 0; s < BENCH_ROWS_SHARES; s++) {
    printf(" %9g%%", 100 * bench_shares[s]);
  }
  printf("\n");
  for (size_t k = 0; k < BENCH_ROWS_KINDS; k++) {
    printf("  %-42s", bench_rows_kinds[k]);
    for (size_t s = 0; s < BENCH_ROWS_SHARES; s++) {
      printf(" %10.3f", bench_median(&times[s * BENCH_ROWS_KINDS + k]) /
                            (double)BENCH_ROWS_PRICES * 1e9);
    }
    printf("\n");
  }
  printf("\n");
}

static void bench_figure_rows(bench_report *report, const bench_times *times) {
  for (size_t s = 0; s < BENCH_ROWS_SHARES; s++) {
    const bench_times *share = &times[s * BENCH_ROWS_KINDS];
    const bool has_target = bench_shares[s] == 0.01 || bench_shares[s] == 0.1;
    char name[80];
    snprintf(name, sizeof(name),
             "%g%% missing, smma_into(): speed / speed of serial",
             100 * bench_shares[s]);
    bench_figure(
        report, name,
        bench_ratio(&share[BENCH_GAPS_SERIAL], &share[BENCH_GAPS_INTO]),
        "times", has_target ? BENCH_AT_LEAST : BENCH_NO_TARGET, 1.8);
  }
  bench_figure(
      report, "price by price: time / time of the plain form",
      bench_ratio(&times[BENCH_GAPS_PUSH], &times[BENCH_GAPS_PLAIN_PUSH]),
      "times", BENCH_AT_MOST, 1.1);
}

static void bench_gaps(bench_report *report) {
  void (*const runs[BENCH_ROWS_KINDS])(void *) = {
      bench_series_into, bench_series_serial, bench_series_push,
      bench_series_plain_push};
  enum { CASES = BENCH_ROWS_SHARES * BENCH_ROWS_KINDS };
  bench_section(report, "100,000 prices with gaps, period 14");
  bench_series series[BENCH_ROWS_SHARES];
  bench_case cases[CASES];
  char names[CASES][80];
  for (size_t s = 0; s < BENCH_ROWS_SHARES; s++) {
    series[s].prices = bench_allocate(BENCH_ROWS_PRICES * sizeof(double));
    series[s].out = bench_allocate(BENCH_ROWS_PRICES * sizeof(double));
    bench_fill_prices(BENCH_WALK, series[s].prices, BENCH_ROWS_PRICES);
    bench_fill_gaps(series[s].prices, BENCH_ROWS_PRICES, bench_shares[s]);
    for (size_t k = 0; k < BENCH_ROWS_KINDS; k++) {
      const size_t i = s * BENCH_ROWS_KINDS + k;
      snprintf(names[i], sizeof(names[i]), "%s, %g%% missing",
               bench_rows_kinds[k], 100 * bench_shares[s]);
      cases[i] = (bench_case){names[i], NULL, runs[k], &series[s]};
    }
  }
  static bench_times times[CASES];
  bench_measure(cases, CASES, bench_rounds(report, BENCH_ROWS_ROUNDS),
                BENCH_ROWS_CALLS, times);
  for (size_t i = 0; i < CASES; i++) {
    bench_record_times(report, names[i], BENCH_ROWS_PRICES, &times[i]);
  }
  bench_print_rows(times);
  bench_figure_rows(report, times);
  for (size_t s = 0; s < BENCH_ROWS_SHARES; s++) {
    free(series[s].prices);
    free(series[s].out);
  }
}

/* A walk of a hundred prices that then stands still, against one that goes on:
** what its averages are made of must not become subnormal (SPEC 1.5). */
static void bench_still(bench_report *report) {
  bench_section(report, "100,000 prices that stand still, period 14");
  static const char *const names[2] = {"smma_into(), standing still",
                                       "smma_into(), moving"};
  bench_series series[2];
  bench_case cases[2];
  for (size_t k = 0; k < 2; k++) {
    series[k].prices = bench_allocate(BENCH_ROWS_PRICES * sizeof(double));
    series[k].out = bench_allocate(BENCH_ROWS_PRICES * sizeof(double));
    bench_fill_prices(BENCH_WALK, series[k].prices, BENCH_ROWS_PRICES);
    cases[k] = (bench_case){names[k], NULL, bench_series_into, &series[k]};
  }
  for (size_t i = 100; i < BENCH_ROWS_PRICES; i++) {
    series[0].prices[i] = 100.25;
  }
  bench_times times[2];
  bench_measure(cases, 2, bench_rounds(report, BENCH_ROWS_ROUNDS),
                BENCH_ROWS_CALLS, times);
  for (size_t k = 0; k < 2; k++) {
    bench_record_times(report, names[k], BENCH_ROWS_PRICES, &times[k]);
    free(series[k].prices);
    free(series[k].out);
  }
  /* The same but for noise, on either side of 1. */
  bench_figure(report, "standing still: time / time of moving prices",
               bench_ratio(&times[0], &times[1]), "times", BENCH_AT_MOST, 1.05);
}

void bench_rows(bench_report *report) {
  bench_gaps(report);
  bench_still(report);
}
