/* bench_batches.c - fifty periods in one call against fifty calls. */
#include "../bench.h"

#include "../../../core/smma.h"

#include <stdio.h>
#include <stdlib.h>

enum { BENCH_FIRST_PERIOD = 2, BENCH_PERIODS = 50 };

static const smma_batch_config bench_periods = {
    BENCH_FIRST_PERIOD, BENCH_FIRST_PERIOD + BENCH_PERIODS - 1, 1};

typedef struct bench_batch {
  const double *prices;
  double *values; /* BENCH_PERIODS rows */
  size_t n;
} bench_batch;

static void bench_batch_into(void *data) {
  const bench_batch *batch = data;
  smma_batch_into(batch->prices, batch->n, &bench_periods, batch->values, NULL);
  bench_consume(batch->values[BENCH_PERIODS * batch->n - 1]);
}

static void bench_calls_into(void *data) {
  const bench_batch *batch = data;
  for (size_t row = 0; row < BENCH_PERIODS; row++) {
    smma_into(batch->prices, batch->values + row * batch->n, batch->n,
              BENCH_FIRST_PERIOD + row);
  }
  bench_consume(batch->values[BENCH_PERIODS * batch->n - 1]);
}

static void bench_batch_safe(void *data) {
  const bench_batch *batch = data;
  smma_batch_result result;
  if (smma_batch(batch->prices, batch->n, &bench_periods, &result) != SMMA_OK) {
    abort();
  }
  bench_consume(result.values[BENCH_PERIODS * batch->n - 1]);
  smma_batch_free(&result);
}

static void bench_calls_safe(void *data) {
  const bench_batch *batch = data;
  double *rows[BENCH_PERIODS];
  for (size_t row = 0; row < BENCH_PERIODS; row++) {
    if (smma(batch->prices, batch->n, BENCH_FIRST_PERIOD + row, &rows[row]) !=
        SMMA_OK) {
      abort();
    }
  }
  bench_consume(rows[BENCH_PERIODS - 1][batch->n - 1]);
  for (size_t row = 0; row < BENCH_PERIODS; row++) {
    smma_free(rows[row]);
  }
}

enum { BENCH_BATCH_CASES = 4 };

static const char *const bench_batch_names[BENCH_BATCH_CASES] = {
    "smma_batch_into()", "50 smma_into()", "smma_batch(), smma_batch_free()",
    "50 smma(), 50 smma_free()"};

static void bench_batch_size(bench_report *report, size_t n,
                             bench_times *times) {
  void (*const runs[BENCH_BATCH_CASES])(void *) = {
      bench_batch_into, bench_calls_into, bench_batch_safe, bench_calls_safe};
  double *prices = bench_allocate(n * sizeof(*prices));
  double *values = bench_allocate(BENCH_PERIODS * n * sizeof(*values));
  bench_fill_prices(BENCH_WALK, prices, n);
  bench_batch batch = {prices, values, n};
  bench_case cases[BENCH_BATCH_CASES];
  for (size_t i = 0; i < BENCH_BATCH_CASES; i++) {
    cases[i] = (bench_case){bench_batch_names[i], NULL, runs[i], &batch};
  }
  bench_measure(cases, BENCH_BATCH_CASES, bench_rounds(report, 21),
                n < 1000000 ? 1000000 / n : 1, times);
  for (size_t i = 0; i < BENCH_BATCH_CASES; i++) {
    bench_record_times(report, bench_batch_names[i], BENCH_PERIODS * n,
                       &times[i]);
  }
  free(prices);
  free(values);
}

void bench_batches(bench_report *report) {
  enum { SIZES = 3 };
  static const size_t sizes[SIZES] = {10000, 100000, 1000000};
  static bench_times times[SIZES][BENCH_BATCH_CASES];
  bench_section(report, "Batch of periods 2 to 51");
  for (size_t s = 0; s < SIZES; s++) {
    bench_batch_size(report, sizes[s], times[s]);
  }

  printf("  %-34s", "ns a value at ... prices");
  for (size_t s = 0; s < SIZES; s++) {
    printf(" %11s", bench_grouped(sizes[s]));
  }
  printf("\n");
  for (size_t i = 0; i < BENCH_BATCH_CASES; i++) {
    printf("  %-34s", bench_batch_names[i]);
    for (size_t s = 0; s < SIZES; s++) {
      const double values = (double)(BENCH_PERIODS * sizes[s]);
      printf(" %11.3f", bench_median(&times[s][i]) / values * 1e9);
    }
    printf("\n");
  }
  printf("\n");
  for (size_t i = 0; i < BENCH_BATCH_CASES; i += 2) {
    for (size_t s = 0; s < SIZES; s++) {
      char name[80];
      snprintf(name, sizeof(name), "%s, %s: speed / speed of 50 calls",
               bench_grouped(sizes[s]),
               i == 0 ? "smma_batch_into()" : "smma_batch()");
      bench_figure(report, name, bench_ratio(&times[s][i + 1], &times[s][i]),
                   "times", BENCH_NO_TARGET, 0);
    }
  }
}
