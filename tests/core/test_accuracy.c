/*
** test_accuracy.c - SPEC 2.2: |result - exact| <= 4 * DBL_EPSILON *
** max|x1 ... xi|, against 128-bit arithmetic; and data that was searched for
** the largest error, not only drawn at random.
*/
#include "../../core/smma.h"
#include "../support/check.h"
#include "../support/oracle.h"
#include "../support/series.h"

static const double accuracy_limit = 4;

/* The largest error over all positions, in the units of the limit. */
static double accuracy_worst(const double *prices, double *out, size_t n,
                             size_t period) {
  assert_int_equal(smma_into(prices, out, n, period), SMMA_OK);
  oracle exact = oracle_start(period);
  double worst = 0;
  for (size_t i = 0; i < n; i++) {
    oracle_push(&exact, prices[i]);
    assert_true(isnan(out[i]) == !oracle_has_value(&exact));
    if (!oracle_has_value(&exact)) continue;
    const double error = oracle_error(&exact, out[i]);
    if (error > worst) worst = error;
  }
  return worst;
}

static void accuracy_check(series_kind kind, random_source *random, size_t n,
                           size_t period, double gaps, double *worst) {
  double *prices = smma_alloc(n);
  double *out = smma_alloc(n);
  assert_non_null(prices);
  assert_non_null(out);
  series_fill(kind, random, prices, n);
  series_punch(random, prices, n, gaps);
  const double error = accuracy_worst(prices, out, n, period);
  if (error > accuracy_limit) {
    fail_msg("%s, period %zu: off by %.2f", series_names[kind], period, error);
  }
  if (error > *worst) *worst = error;
  smma_free(prices);
  smma_free(out);
}

static void accuracy_of_short_periods(void **state) {
  (void)state;
  random_source random = random_start("accuracy_of_short_periods");
  const size_t rounds = random_rounds(6);
  for (int kind = 0; kind < SERIES_KINDS; kind++) {
    double worst = 0;
    for (size_t round = 0; round < rounds; round++) {
      for (size_t period = 1; period <= 130; period += 1 + period / 16) {
        accuracy_check((series_kind)kind, &random, 3000 + period, period,
                       round % 3 == 2 ? 0.05 : 0, &worst);
      }
    }
    printf("  %-12s worst %.2f\n", series_names[kind], worst);
  }
}

static void accuracy_of_long_periods(void **state) {
  (void)state;
  static const size_t periods[] = {200, 377, 1000, 5000, 20000, 50000, 100000};
  random_source random = random_start("accuracy_of_long_periods");
  for (int kind = 0; kind < SERIES_KINDS; kind++) {
    double worst = 0;
    for (size_t p = 0; p < sizeof(periods) / sizeof(periods[0]); p++) {
      const size_t n = periods[p] + (size_t)(40000 * random_unit(&random));
      accuracy_check((series_kind)kind, &random, n, periods[p], 0, &worst);
    }
    printf("  %-12s worst %.2f\n", series_names[kind], worst);
  }
}

/* Changes a few prices at random. */
static void accuracy_mutate(random_source *random, double *x, size_t n) {
  const size_t changes = random_between(random, 1, 4);
  for (size_t change = 0; change < changes; change++) {
    const size_t i = random_between(random, 0, n - 1);
    switch (random_between(random, 0, 3)) {
    case 0:
      x[i] = -x[i];
      break;
    case 1:
      x[i] = (random_chance(random, 0.5) ? -1 : 1) * (1 + random_unit(random));
      break;
    case 2:
      x[i] *= 1 + 0x1p-52 * (double)random_between(random, 0, 8);
      break;
    default:
      for (size_t j = i; j < n && j < i + 8; j++) {
        x[j] = x[i];
      }
    }
    if (fabs(x[i]) > 2) x[i] = x[i] > 0 ? 2 : -2;
  }
}

static void accuracy_of_searched_data(void **state) {
  (void)state;
  /* Hill-climbing towards the largest error, which random data never reaches. */
  enum { MOST = 80 };
  random_source random = random_start("accuracy_of_searched_data");
  double all = 0;
  for (size_t period = 2; period <= 20; period += 1 + period / 8) {
    const size_t n = period + 40;
    for (size_t climb = 0; climb < 3; climb++) {
      double x[MOST], y[MOST], out[MOST];
      series_fill(climb == 0 ? SERIES_SIGN_STEPS : SERIES_FLIPS, &random, x, n);
      double worst = accuracy_worst(x, out, n, period);
      for (size_t step = 0; step < random_rounds(2500); step++) {
        memcpy(y, x, sizeof(x));
        accuracy_mutate(&random, y, n);
        const double error = accuracy_worst(y, out, n, period);
        if (error < worst) continue;
        worst = error;
        memcpy(x, y, sizeof(x));
      }
      if (worst > all) all = worst;
    }
  }
  printf("  searched     worst %.2f\n", all);
  assert_true(all <= accuracy_limit);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(accuracy_of_short_periods),
      cmocka_unit_test(accuracy_of_long_periods),
      cmocka_unit_test(accuracy_of_searched_data),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
