/* bench_rows.c - prices with gaps, and prices that come one by one. */
#include "bench.h"

#include "../../core/smma.h"
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

void bench_rows(bench_report *report) {
  static const double shares[] = {0, 0.01, 0.1};
  enum { SHARES = 3, KINDS = 3 };
  static const char *const kinds[KINDS] = {
      "smma_into()", "smma_stream_push(), smma_stream_value()",
      "s+(x-s)*(1/p), looking for gaps"};
  void (*const runs[KINDS])(void *) = {bench_series_into, bench_series_push,
                                       bench_series_serial};
  bench_section(report, "100,000 prices with gaps, period 14");

  bench_series series[SHARES];
  bench_case cases[SHARES * KINDS];
  char names[SHARES * KINDS][80];
  for (size_t s = 0; s < SHARES; s++) {
    series[s].prices = bench_allocate(BENCH_ROWS_PRICES * sizeof(double));
    series[s].out = bench_allocate(BENCH_ROWS_PRICES * sizeof(double));
    bench_fill_prices(BENCH_WALK, series[s].prices, BENCH_ROWS_PRICES);
    bench_fill_gaps(series[s].prices, BENCH_ROWS_PRICES, shares[s]);
    for (size_t k = 0; k < KINDS; k++) {
      const size_t i = s * KINDS + k;
      snprintf(names[i], sizeof(names[i]), "%s, %g%% missing", kinds[k],
               100 * shares[s]);
      cases[i] = (bench_case){names[i], NULL, runs[k], &series[s]};
    }
  }
  static bench_times times[SHARES * KINDS];
  bench_measure(cases, SHARES * KINDS, bench_rounds(report, BENCH_ROWS_ROUNDS),
                BENCH_ROWS_CALLS, times);

  printf("  %-42s", "ns a price with ... missing");
  for (size_t s = 0; s < SHARES; s++) {
    printf(" %9g%%", 100 * shares[s]);
  }
  printf("\n");
  for (size_t k = 0; k < KINDS; k++) {
    printf("  %-42s", kinds[k]);
    for (size_t s = 0; s < SHARES; s++) {
      printf(" %10.3f", bench_median(&times[s * KINDS + k]) /
                            (double)BENCH_ROWS_PRICES * 1e9);
    }
    printf("\n");
  }
  printf("\n");
  for (size_t i = 0; i < SHARES * KINDS; i++) {
    bench_record_times(report, names[i], BENCH_ROWS_PRICES, &times[i]);
  }
  for (size_t s = 0; s < SHARES; s++) {
    char name[80];
    snprintf(name, sizeof(name),
             "%g%% missing, smma_into(): speed / speed of serial",
             100 * shares[s]);
    bench_figure(report, name,
                 bench_ratio(&times[s * KINDS + 2], &times[s * KINDS]), "times",
                 BENCH_NO_TARGET, 0);
  }
  bench_figure(report,
               "row by row, smma_stream_push(): speed / speed of serial",
               bench_ratio(&times[2], &times[1]), "times", BENCH_NO_TARGET, 0);
  for (size_t s = 0; s < SHARES; s++) {
    free(series[s].prices);
    free(series[s].out);
  }
}
