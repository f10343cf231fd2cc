/*
** bench_accuracy.c - how far results are from the exact average, in units of
** DBL_EPSILON * max|price so far| (SPEC 2.2) or in the frame (SPEC 2.3).
*/
#include "../bench.h"

#include "../../../core/smma.h"
#include "../../support/oracle.h"
#include "bench_serial.h"

#include <stdio.h>
#include <stdlib.h>

/* ------------------------------------------------------------- whole series */

enum {
  BENCH_LIBRARY = BENCH_SERIAL_FORMS, /* smma_into(), after the serial forms */
  BENCH_FORMS,
  BENCH_ACCURACY_PERIODS = 9
};

static const size_t bench_accuracy_periods[BENCH_ACCURACY_PERIODS] = {
    2, 3, 5, 14, 50, 200, 1000, 20000, 100000};

static const char *bench_form_name(size_t form) {
  return form == BENCH_LIBRARY ? "smma_into()" : bench_serial_forms[form].name;
}

/* Many times the period, so that errors have time to pile up. */
static size_t bench_accuracy_prices(size_t period) {
  if (period >= 100000) return 300000;
  return period >= 20000 ? 200000 : 20000;
}

/* The worst error of each form over one series. */
static void bench_series_errors(const double *prices, double *outs[], size_t n,
                                size_t period, double *worst) {
  for (size_t form = 0; form < BENCH_SERIAL_FORMS; form++) {
    bench_serial_forms[form].run(prices, outs[form], n, period);
  }
  if (smma_into(prices, outs[BENCH_LIBRARY], n, period) != SMMA_OK) abort();
  for (size_t form = 0; form < BENCH_FORMS; form++) {
    worst[form] = 0;
  }
  oracle exact = oracle_start(period);
  for (size_t i = 0; i < n; i++) {
    oracle_push(&exact, prices[i]);
    if (!oracle_has_value(&exact)) continue;
    for (size_t form = 0; form < BENCH_FORMS; form++) {
      const double error = oracle_error(&exact, outs[form][i]);
      if (error > worst[form]) worst[form] = error;
    }
  }
}

static void bench_print_errors(const char *name, const double *worst) {
  printf("  %-20s", name);
  for (size_t form = BENCH_FORMS; form-- > 0;) {
    printf(" %18.2f", worst[form]);
  }
  printf("\n");
}

static void bench_print_forms(const char *first) {
  printf("  %-20s", first);
  for (size_t form = BENCH_FORMS; form-- > 0;) {
    printf(" %18s", bench_form_name(form));
  }
  printf("\n");
}

static void bench_keep_worst(double *worst, const double *errors) {
  for (size_t form = 0; form < BENCH_FORMS; form++) {
    if (errors[form] > worst[form]) worst[form] = errors[form];
  }
}

static void bench_record_errors(bench_report *report, bench_price_kind kind,
                                size_t period, const double *errors) {
  for (size_t form = 0; form < BENCH_FORMS; form++) {
    char name[120];
    snprintf(name, sizeof(name), "%s, %s, period %zu", bench_form_name(form),
             bench_price_kind_name(kind), period);
    bench_record_value(report, name, errors[form], "eps");
  }
}

void bench_accuracy(bench_report *report) {
  enum { LONGEST = 300000 };
  double *prices = bench_allocate(LONGEST * sizeof(*prices));
  double *outs[BENCH_FORMS];
  for (size_t form = 0; form < BENCH_FORMS; form++) {
    outs[form] = bench_allocate(LONGEST * sizeof(double));
  }
  double by_kind[BENCH_PRICE_KINDS][BENCH_FORMS] = {{0}};
  double by_period[BENCH_ACCURACY_PERIODS][BENCH_FORMS] = {{0}};
  double overall[BENCH_FORMS] = {0};
  bench_section(report, "Largest error, in units of epsilon * max|price|");
  for (size_t p = 0; p < BENCH_ACCURACY_PERIODS; p++) {
    const size_t period = bench_accuracy_periods[p];
    const size_t n = bench_accuracy_prices(period);
    if (bench_is_quick(report) && period > 1000) continue;
    for (bench_price_kind kind = 0; kind < BENCH_PRICE_KINDS; kind++) {
      double errors[BENCH_FORMS];
      bench_fill_prices(kind, prices, n);
      bench_series_errors(prices, outs, n, period, errors);
      bench_record_errors(report, kind, period, errors);
      bench_keep_worst(by_kind[kind], errors);
      bench_keep_worst(by_period[p], errors);
      bench_keep_worst(overall, errors);
    }
  }

  bench_print_forms("worst by prices");
  for (bench_price_kind kind = 0; kind < BENCH_PRICE_KINDS; kind++) {
    bench_print_errors(bench_price_kind_name(kind), by_kind[kind]);
  }
  printf("\n");
  bench_print_forms("worst by period");
  for (size_t p = 0; p < BENCH_ACCURACY_PERIODS; p++) {
    bench_print_errors(bench_grouped(bench_accuracy_periods[p]), by_period[p]);
  }
  printf("\n");
  for (size_t form = BENCH_FORMS; form-- > 0;) {
    char name[80];
    snprintf(name, sizeof(name), "%s: largest error", bench_form_name(form));
    bench_figure(report, name, overall[form], "eps",
                 form == BENCH_LIBRARY ? BENCH_AT_MOST : BENCH_NO_TARGET, 4);
  }
  free(prices);
  for (size_t form = 0; form < BENCH_FORMS; form++) {
    free(outs[form]);
  }
}

/* ----------------------------------------------------------- sliding frames */

enum { BENCH_FRAME_PERIOD = 14, BENCH_FRAME_PRICES = 60000 };

/* The error of the frame's value over prices[0 ... rows-1]. */
static double bench_frame_error(const smma_frame *frame, const double *prices,
                                size_t rows) {
  oracle exact = oracle_start(BENCH_FRAME_PERIOD);
  for (size_t i = 0; i < rows; i++) {
    oracle_push(&exact, prices[i]);
  }
  return oracle_error(&exact, smma_frame_value(frame));
}

/* The worst error of a frame of so many rows that slides over the prices. The
** oracle starts anew for every sample, so wide frames are sampled less. */
static double bench_frame_worst(const double *prices, size_t rows,
                                size_t distance) {
  smma_frame *frame;
  if (smma_frame_new(&frame, BENCH_FRAME_PERIOD, NULL) != SMMA_OK) abort();
  double worst = 0;
  for (size_t i = 0; i < BENCH_FRAME_PRICES; i++) {
    if (smma_frame_push(frame, prices[i]) != SMMA_OK) abort();
    if (i < rows) continue;
    if (smma_frame_pop(frame) != SMMA_OK) abort();
    if (i % distance != 0) continue;
    const double error = bench_frame_error(frame, prices + i + 1 - rows, rows);
    if (error > worst) worst = error;
  }
  smma_frame_free(frame);
  return worst;
}

void bench_frames(bench_report *report) {
  enum { FRAMES = 3 };
  static const size_t rows[FRAMES] = {20, 300, 5000};
  static const size_t distances[FRAMES] = {3, 31, 211};
  double *prices = bench_allocate(BENCH_FRAME_PRICES * sizeof(*prices));
  double overall = 0;
  bench_section(report, "Largest error of sliding frames, period 14, in units "
                        "of epsilon * max|price in the frame|");
  printf("  %-20s", "frame of ... rows");
  for (size_t f = 0; f < FRAMES; f++) {
    printf(" %10s", bench_grouped(rows[f]));
  }
  printf("\n");
  for (bench_price_kind kind = 0; kind < BENCH_PRICE_KINDS; kind++) {
    bench_fill_prices(kind, prices, BENCH_FRAME_PRICES);
    printf("  %-20s", bench_price_kind_name(kind));
    for (size_t f = 0; f < FRAMES; f++) {
      char name[120];
      const double worst = bench_frame_worst(prices, rows[f], distances[f]);
      snprintf(name, sizeof(name), "%s, %zu rows", bench_price_kind_name(kind),
               rows[f]);
      bench_record_value(report, name, worst, "eps");
      printf(" %10.2f", worst);
      if (worst > overall) overall = worst;
    }
    printf("\n");
  }
  printf("\n");
  bench_figure(report, "smma_frame: largest error", overall, "eps",
               BENCH_AT_MOST, 8);
  free(prices);
}
