/* bench_arrays.c - smma_into() and smma() against the serial forms and
** memcpy(). */
#include "bench_arrays.h"

#include "../../../core/smma.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
  BENCH_PERIOD = 14,
  BENCH_PAGE_DOUBLES = 4096 / sizeof(double),
  BENCH_MOST_SIZES = 4
};

/* -------------------------------------------------------------- competitors */

void bench_refill(void *data) {
  const bench_array *a = data;
  memcpy(a->out, a->prices, a->n * sizeof(double));
}

static void bench_run_copy(void *data) {
  const bench_array *a = data;
  memcpy(a->out, a->prices, a->n * sizeof(double));
  bench_consume(a->out[a->n - 1]);
}

static void bench_run_serial(void *data) {
  const bench_array *a = data;
  a->form(a->prices, a->out, a->n, a->period);
  bench_consume(a->out[a->n - 1]);
}

static void bench_run_serial_in_place(void *data) {
  const bench_array *a = data;
  a->form(a->out, a->out, a->n, a->period);
  bench_consume(a->out[a->n - 1]);
}

static void bench_run_into(void *data) {
  const bench_array *a = data;
  smma_into(a->prices, a->out, a->n, a->period);
  bench_consume(a->out[a->n - 1]);
}

void bench_run_in_place(void *data) {
  const bench_array *a = data;
  smma_into(a->out, a->out, a->n, a->period);
  bench_consume(a->out[a->n - 1]);
}

void bench_run_safe(void *data) {
  const bench_array *a = data;
  double *out;
  if (smma(a->prices, a->n, a->period, &out) != SMMA_OK) abort();
  bench_consume(out[a->n - 1]);
  smma_free(out);
}

/* What any call costs that returns its results in new memory. Where
** malloc() keeps freed blocks that is nearly nothing, for smma() as well. */
static void bench_run_fresh_memory(void *data) {
  const bench_array *a = data;
  double *out = smma_alloc(a->n);
  if (out == NULL) abort();
  for (size_t i = 0; i < a->n; i += BENCH_PAGE_DOUBLES) {
    out[i] = 1;
  }
  bench_consume(out[0]);
  smma_free(out);
}

/* --------------------------------------------------------------- every size */

enum {
  BENCH_COPY,
  BENCH_SERIAL,
  BENCH_SERIAL_IN_PLACE = BENCH_SERIAL + BENCH_SERIAL_FORMS,
  BENCH_INTO = BENCH_SERIAL_IN_PLACE + BENCH_SERIAL_FORMS,
  BENCH_IN_PLACE,
  BENCH_SAFE,
  BENCH_FRESH_MEMORY,
  BENCH_ARRAY_CASES
};

static const char *bench_array_case_name(size_t index) {
  static const char *const serial_in_place[BENCH_SERIAL_FORMS] = {
      "(s*(p-1)+x)/p, in place", "(s*(p-1)+x)*(1/p), in place",
      "s+(x-s)*(1/p), in place", "a*s+b*x, in place", "fma(a,s,b*x), in place"};
  switch (index) {
  case BENCH_COPY:
    return "memcpy()";
  case BENCH_INTO:
    return "smma_into()";
  case BENCH_IN_PLACE:
    return "smma_into(), in place";
  case BENCH_SAFE:
    return "smma(), smma_free()";
  case BENCH_FRESH_MEMORY:
    return "touching fresh memory";
  default:
    return index < BENCH_SERIAL_IN_PLACE
               ? bench_serial_forms[index - BENCH_SERIAL].name
               : serial_in_place[index - BENCH_SERIAL_IN_PLACE];
  }
}

static void bench_fill_cases(bench_case *cases, bench_array *arrays,
                             const bench_array *array) {
  for (size_t i = 0; i < BENCH_ARRAY_CASES; i++) {
    arrays[i] = *array;
    cases[i] = (bench_case){bench_array_case_name(i), NULL, NULL, &arrays[i]};
  }
  for (size_t i = 0; i < BENCH_SERIAL_FORMS; i++) {
    arrays[BENCH_SERIAL + i].form = bench_serial_forms[i].run;
    arrays[BENCH_SERIAL_IN_PLACE + i].form = bench_serial_forms[i].run;
    cases[BENCH_SERIAL + i].run = bench_run_serial;
    cases[BENCH_SERIAL_IN_PLACE + i].run = bench_run_serial_in_place;
    cases[BENCH_SERIAL_IN_PLACE + i].prepare = bench_refill;
  }
  cases[BENCH_COPY].run = bench_run_copy;
  cases[BENCH_INTO].run = bench_run_into;
  cases[BENCH_IN_PLACE].run = bench_run_in_place;
  cases[BENCH_IN_PLACE].prepare = bench_refill;
  cases[BENCH_SAFE].run = bench_run_safe;
  cases[BENCH_FRESH_MEMORY].run = bench_run_fresh_memory;
}

static void bench_array_size(bench_report *report, size_t n, size_t period,
                             size_t rounds, bench_times *times) {
  double *prices = bench_allocate(n * sizeof(*prices));
  double *out = bench_allocate(n * sizeof(*out));
  bench_fill_prices(BENCH_WALK, prices, n);
  const bench_array array = {prices, out, n, period, NULL};
  bench_case cases[BENCH_ARRAY_CASES];
  bench_array arrays[BENCH_ARRAY_CASES];
  bench_fill_cases(cases, arrays, &array);

  const size_t calls = n < 2000000 ? 2000000 / n : 1;
  bench_measure(cases, BENCH_ARRAY_CASES, bench_rounds(report, rounds), calls,
                times);
  for (size_t i = 0; i < BENCH_ARRAY_CASES; i++) {
    bench_record_times(report, cases[i].name, n, &times[i]);
  }
  free(prices);
  free(out);
}

static void bench_print_arrays(const size_t *sizes,
                               bench_times times[][BENCH_ARRAY_CASES]) {
  printf("  %-30s", "ns a price at ... prices");
  for (size_t s = 0; s < BENCH_MOST_SIZES; s++) {
    printf(" %11s", bench_grouped(sizes[s]));
  }
  printf("\n");
  for (size_t i = 0; i < BENCH_ARRAY_CASES; i++) {
    printf("  %-30s", bench_array_case_name(i));
    for (size_t s = 0; s < BENCH_MOST_SIZES; s++) {
      const double seconds = bench_median(&times[s][i]);
      printf(" %11.3f", seconds / (double)sizes[s] * 1e9);
    }
    printf("\n");
  }
  printf("\n");
}

/* How many times as fast the call in place is as a serial form in place. */
static void bench_figure_form(bench_report *report, const char *label,
                              const bench_times *times, size_t form,
                              bench_bound bound, double target) {
  const size_t fastest = BENCH_SERIAL_IN_PLACE + form;
  char name[128];
  snprintf(name, sizeof(name), "%s in place: speed / speed of %s", label,
           bench_serial_forms[fastest - BENCH_SERIAL_IN_PLACE].name);
  bench_figure(report, name,
               bench_ratio(&times[fastest], &times[BENCH_IN_PLACE]), "times",
               bound, target);
}

/* The fastest of those without a fused multiply-add. */
static void bench_figure_serial(bench_report *report, const char *label,
                                const bench_times *times, bench_bound bound,
                                double target) {
  bench_figure_form(report, label, times,
                    bench_fastest(&times[BENCH_SERIAL_IN_PLACE], BENCH_FUSED),
                    bound, target);
}

static void bench_figure_copy(bench_report *report, const char *label,
                              const bench_times *times, bench_bound bound,
                              double target) {
  char name[128];
  snprintf(name, sizeof(name), "%s in place: time / time of memcpy()", label);
  bench_figure(report, name,
               bench_ratio(&times[BENCH_IN_PLACE], &times[BENCH_COPY]), "times",
               bound, target);
}

/* Where malloc() keeps freed blocks nothing is fresh, and the figure is 1 but
** for noise, on either side of the target. */
static void bench_figure_safe(bench_report *report, const char *label,
                              const bench_times *times) {
  char name[128];
  snprintf(name, sizeof(name),
           "%s smma(): time / time of in place + fresh memory", label);
  bench_figure(report, name,
               bench_ratio_to_sum(&times[BENCH_SAFE], &times[BENCH_IN_PLACE],
                                  &times[BENCH_FRESH_MEMORY]),
               "times", BENCH_AT_MOST, 1.0);
}

void bench_arrays(bench_report *report) {
  static const size_t full[BENCH_MOST_SIZES] = {10000, 100000, 1000000,
                                                20000000};
  static const size_t quick[BENCH_MOST_SIZES] = {10000, 100000, 1000000,
                                                 2000000};
  const size_t *sizes = bench_is_quick(report) ? quick : full;
  static bench_times times[BENCH_MOST_SIZES][BENCH_ARRAY_CASES];

  bench_section(report, "Arrays, period 14");
  for (size_t s = 0; s < BENCH_MOST_SIZES; s++) {
    bench_array_size(report, sizes[s], BENCH_PERIOD,
                     sizes[s] > 1000000 ? 15 : 41, times[s]);
  }
  bench_print_arrays(sizes, times);
  for (size_t s = 0; s < BENCH_MOST_SIZES; s++) {
    const bool is_middle = sizes[s] == 100000 || sizes[s] == 1000000;
    bench_figure_serial(report, bench_grouped(sizes[s]), times[s],
                        is_middle ? BENCH_AT_LEAST : BENCH_NO_TARGET,
                        sizes[s] == 1000000 ? 2.7 : 3.0);
  }
  for (size_t s = 0; s < BENCH_MOST_SIZES; s++) {
    bench_figure_form(report, bench_grouped(sizes[s]), times[s], BENCH_FUSED,
                      sizes[s] > 1000000 ? BENCH_NO_TARGET : BENCH_AT_LEAST,
                      2.0);
  }
  for (size_t s = 0; s < BENCH_MOST_SIZES; s++) {
    bench_figure_copy(report, bench_grouped(sizes[s]), times[s],
                      sizes[s] == 20000000 ? BENCH_AT_MOST : BENCH_NO_TARGET,
                      1.3);
  }
  for (size_t s = 0; s < BENCH_MOST_SIZES; s++) {
    bench_figure_safe(report, bench_grouped(sizes[s]), times[s]);
  }
}

/* Half of the prices are the seed, which the serial forms sum without keeping
** the rounding errors. */
void bench_long_period(bench_report *report) {
  static const size_t n = 100000;
  static bench_times times[BENCH_ARRAY_CASES];
  bench_section(report, "Period 50,000 of 100,000 prices");
  bench_array_size(report, n, n / 2, 41, times);
  for (size_t i = BENCH_SERIAL_IN_PLACE; i <= BENCH_IN_PLACE; i++) {
    if (i == BENCH_INTO) continue;
    printf("  %-30s %11.3f ns a price\n", bench_array_case_name(i),
           bench_median(&times[i]) / (double)n * 1e9);
  }
  printf("\n");
  bench_figure_serial(report, "period 50,000", times, BENCH_AT_LEAST, 1.0);
}
