/*
** test_values.c - the values of the average: published figures, missing
** prices, edges, errors, and every way two arrays can lie in memory.
*/
#include "../../core/smma.h"
#include "../support/check.h"
#include "../support/series.h"

#include <float.h>

/* ----------------------------------------------------------- golden values */

/* TA-Lib's test series: it crosses zero. */
static void values_talib_series(double *x, size_t n) {
  for (size_t i = 0; i < n; i++) {
    x[i] = ((double)((i * 37) % 401) - 200) / 8;
  }
}

typedef struct values_golden {
  size_t period;
  size_t at;
  double value;
} values_golden;

static void values_match_talib(void **state) {
  (void)state;
  /* TA-Lib, test_rma.c (BSD) */
  static const values_golden golden[] = {{5, 4, -15.75},
                                         {5, 50, -1.2505041233389222},
                                         {5, 202, -0.00019917518156553626},
                                         {5, 251, -0.40535548266954402},
                                         {14, 13, -5.6785714285714288},
                                         {14, 251, 0.50960581079171319},
                                         {30, 251, 0.25077744797727564}};
  double x[252], out[252];
  values_talib_series(x, 252);
  for (size_t i = 0; i < sizeof(golden) / sizeof(golden[0]); i++) {
    assert_int_equal(smma_into(x, out, 252, golden[i].period), SMMA_OK);
    check_near(out[golden[i].at], golden[i].value, 1e-12, "TA-Lib");
    assert_true(isnan(out[golden[i].period - 2]));
  }
}

static void values_match_achelis(void **state) {
  (void)state;
  /* Achelis, Technical Analysis from A to Z, p. 366: four decimals */
  static const double x[] = {62.125,  61.125,  62.3438, 65.3125,
                             63.9688, 63.4375, 63,      63.7812,
                             63.4062, 63.4062, 62.4375, 61.8438};
  static const double expected[] = {62.975,  63.0675, 63.054,  63.1995,
                                    63.2408, 63.2739, 63.1066, 62.854};
  double out[12];
  assert_int_equal(smma_into(x, out, 12, 5), SMMA_OK);
  for (size_t i = 0; i < 8; i++) {
    assert_true(fabs(out[4 + i] - expected[i]) < 0.00006);
  }
}

static void values_match_kand(void **state) {
  (void)state;
  /* kand, rma.rs */
  static const double expected[] = {3, 3.6, 4.28, 5.024, 5.8192, 6.65536};
  double x[10], out[10];
  for (size_t i = 0; i < 10; i++) {
    x[i] = (double)(i + 1);
  }
  assert_int_equal(smma_into(x, out, 10, 5), SMMA_OK);
  for (size_t i = 0; i < 6; i++) {
    check_near(out[4 + i], expected[i], 1e-12, "kand");
  }
}

/* --------------------------------------------------------- missing and edges */

static void values_skip_missing(void **state) {
  (void)state;
  /* SPEC 1.2: a gap counts for nothing and shows the average so far. */
  const double x[] = {NAN, 1, NAN, 3, NAN, 5, NAN};
  const double expected[] = {NAN, NAN, NAN, 2, 2, 3.5, 3.5};
  double out[7];
  assert_int_equal(smma_into(x, out, 7, 2), SMMA_OK);
  check_same_arrays(out, expected, 7, "gaps", 2);
}

static void values_of_no_price(void **state) {
  (void)state;
  double x[300], out[300];
  for (size_t i = 0; i < 300; i++) {
    x[i] = NAN;
  }
  for (size_t period = 1; period < 400; period += 37) {
    assert_int_equal(smma_into(x, out, 300, period), SMMA_OK);
    check_same_arrays(out, x, 300, "no price", period);
  }
}

static void values_of_long_periods(void **state) {
  (void)state;
  /* SPEC 1.4 */
  const size_t periods[] = {4, 5, 1000, SIZE_MAX - 7, SIZE_MAX};
  const double x[] = {1, 2, 3};
  for (size_t i = 0; i < 5; i++) {
    double out[3] = {0, 0, 0};
    assert_int_equal(smma_into(x, out, 3, periods[i]), SMMA_OK);
    assert_true(isnan(out[0]) && isnan(out[1]) && isnan(out[2]));
  }
}

static void values_of_constants(void **state) {
  (void)state;
  /* SPEC 2.2: exactly that constant. */
  const double constants[] = {
      1.1,     0.1,     -3.3333333333333335, 1e290, -1e290, 1e-280, 0, 100,
      0x1.8p1, 1e22 / 7};
  static double x[5000], out[5000];
  for (size_t c = 0; c < sizeof(constants) / sizeof(constants[0]); c++) {
    for (size_t i = 0; i < 5000; i++) {
      x[i] = constants[c];
    }
    for (size_t period = 1; period < 5000; period += 1 + period / 3) {
      assert_int_equal(smma_into(x, out, 5000, period), SMMA_OK);
      check_same_arrays(out + period - 1, x + period - 1, 5000 - period + 1,
                        "constant", period);
    }
  }
}

static void values_of_period_one(void **state) {
  (void)state;
  double x[100], out[100];
  random_source random = random_from(1);
  series_fill(SERIES_SPIKES, &random, x, 100);
  x[7] = -0.0;
  x[8] = DBL_MAX;
  x[9] = 0x1p-1074;
  assert_int_equal(smma_into(x, out, 100, 1), SMMA_OK);
  check_same_arrays(out, x, 100, "period 1", 1);
}

/* -------------------------------------------------------------------- errors */

static void values_report_arguments(void **state) {
  (void)state;
  double x[2] = {1, 2};
  double *out = x;
  assert_int_equal(smma_into(x, x, 2, 0), SMMA_PERIOD_ZERO);
  assert_int_equal(smma_into(NULL, x, 2, 1), SMMA_NULL_POINTER);
  assert_int_equal(smma_into(x, NULL, 2, 1), SMMA_NULL_POINTER);
  assert_int_equal(smma_into(NULL, NULL, 0, 1), SMMA_OK);
  assert_int_equal(smma_into(x, x, SIZE_MAX / 8 + 1, 1), SMMA_SIZE_OVERFLOW);
  assert_int_equal(smma(x, 2, 1, NULL), SMMA_NULL_POINTER);
  assert_int_equal(smma(NULL, 2, 1, &out), SMMA_NULL_POINTER);
  assert_null(out);
  out = x;
  assert_int_equal(smma(x, 2, 0, &out), SMMA_PERIOD_ZERO);
  assert_null(out);
  assert_int_equal(smma(x, SIZE_MAX / 8, 1, &out), SMMA_SIZE_OVERFLOW);
  assert_null(out);
  assert_int_equal(smma(NULL, 0, 1, &out), SMMA_OK);
  assert_non_null(out);
  smma_free(out);
  assert_null(smma_alloc(SIZE_MAX));
  smma_free(NULL);
}

static void values_refuse_infinity(void **state) {
  (void)state;
  /* Wherever it stands: in the seed, the run-in, a block, the rest. */
  double x[400], out[400];
  for (size_t period = 1; period < 300; period += 13) {
    for (size_t at = 0; at < 400; at++) {
      for (size_t i = 0; i < 400; i++) {
        x[i] = (double)(i % 7);
      }
      x[at] = at % 2 == 0 ? INFINITY : -INFINITY;
      double *safe = x;
      assert_int_equal(smma_into(x, out, 400, period), SMMA_NOT_FINITE);
      assert_int_equal(smma(x, 400, period, &safe), SMMA_NOT_FINITE);
      assert_null(safe);
    }
  }
}

static void values_refuse_overflow(void **state) {
  (void)state;
  /* SPEC 1.3: right or refused, never infinite or NaN. */
  random_source random = random_start("values_refuse_overflow");
  double x[200], out[200];
  size_t refused = 0;
  const size_t rounds = random_rounds(20000);
  for (size_t round = 0; round < rounds; round++) {
    const size_t period = random_between(&random, 1, 40);
    for (size_t i = 0; i < 200; i++) {
      const double large = random_chance(&random, 0.1) ? DBL_MAX : 0x1p1022;
      x[i] = random_chance(&random, 0.02)
                 ? (random_chance(&random, 0.5) ? large : -large)
                 : random_unit(&random);
      if (round % 4 == 0) x[i] = DBL_MAX * (random_unit(&random) - 0.5);
    }
    if (smma_into(x, out, 200, period) != SMMA_OK) {
      refused++;
      continue;
    }
    for (size_t i = period - 1; i < 200; i++) {
      assert_true(isfinite(out[i]));
    }
  }
  assert_true(refused > 0 && refused < rounds);
}

static void values_allow_large_prices(void **state) {
  (void)state;
  /* smma.h: nothing overflows within 1e307 / period. */
  random_source random = random_start("values_allow_large_prices");
  double x[300], out[300];
  for (size_t round = 0; round < random_rounds(2000); round++) {
    const size_t period = random_between(&random, 1, 100);
    const double limit = 1e307 / (double)period;
    for (size_t i = 0; i < 300; i++) {
      x[i] = random_chance(&random, 0.5) ? limit : -limit;
    }
    assert_int_equal(smma_into(x, out, 300, period), SMMA_OK);
    for (size_t i = period - 1; i < 300; i++) {
      assert_true(fabs(out[i]) <= limit);
    }
  }
}

/* SPEC 4.7 */
static void values_have_status_texts(void **state) {
  (void)state;
  for (int i = SMMA_OK; i <= SMMA_BAD_INDICATOR; i++) {
    for (int j = SMMA_OK; j < i; j++) {
      assert_string_not_equal(smma_status_string((smma_status)i),
                              smma_status_string((smma_status)j));
    }
  }
  assert_string_equal(smma_status_string((smma_status)99), "unknown status");
}

/* -------------------------------------------------------------------- memory */

/* SPEC 4.3: memory on a 64-byte boundary. */
static void values_allocate_aligned(void **state) {
  (void)state;
  for (size_t n = 0; n < 200; n++) {
    double *array = smma_alloc(n);
    assert_non_null(array);
    assert_int_equal((uintptr_t)array % 64, 0);
    for (size_t i = 0; i < n; i++) {
      array[i] = 1;
    }
    smma_free(array);
  }
  /* And a large one, for which large pages are asked for. */
  double *large = smma_alloc((size_t)1 << 21);
  assert_non_null(large);
  assert_int_equal((uintptr_t)large % 64, 0);
  large[((size_t)1 << 21) - 1] = 1;
  smma_free(large);
}

static void values_survive_any_overlap(void **state) {
  (void)state;
  /* SPEC 4.1: out before, behind and upon prices, by any number of elements,
  ** and the memory around both untouched. */
  enum { SIZE = 1400, LENGTH = 300 };
  static double memory[SIZE], expected[LENGTH], before[SIZE];
  random_source random = random_start("values_survive_any_overlap");
  for (size_t round = 0; round < random_rounds(3000); round++) {
    const size_t n = random_between(&random, 0, LENGTH);
    const size_t period = random_between(&random, 1, 40);
    const size_t from = random_between(&random, 350, 700);
    const size_t to = from + random_between(&random, 0, 640) - 320;
    series_fill(SERIES_WALK, &random, memory, SIZE);
    series_punch(&random, memory, SIZE, 0.01);
    memcpy(before, memory, sizeof(memory));
    assert_int_equal(smma_into(memory + from, expected, n, period), SMMA_OK);
    assert_int_equal(smma_into(memory + from, memory + to, n, period), SMMA_OK);
    check_same_arrays(memory + to, expected, n, "overlap", period);
    check_same_arrays(memory, before, to, "before out", period);
    check_same_arrays(memory + to + n, before + to + n, SIZE - to - n,
                      "behind out", period);
  }
}

/* SPEC 4.2: the safe call leaves its input as it is. */
static void values_leave_input_alone(void **state) {
  (void)state;
  double x[500], copy[500];
  random_source random = random_from(2);
  series_fill(SERIES_JUMPS, &random, x, 500);
  memcpy(copy, x, sizeof(x));
  double *out;
  assert_int_equal(smma(x, 500, 14, &out), SMMA_OK);
  assert_memory_equal(x, copy, sizeof(x));
  smma_free(out);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(values_match_talib),
      cmocka_unit_test(values_match_achelis),
      cmocka_unit_test(values_match_kand),
      cmocka_unit_test(values_skip_missing),
      cmocka_unit_test(values_of_no_price),
      cmocka_unit_test(values_of_long_periods),
      cmocka_unit_test(values_of_constants),
      cmocka_unit_test(values_of_period_one),
      cmocka_unit_test(values_report_arguments),
      cmocka_unit_test(values_refuse_infinity),
      cmocka_unit_test(values_refuse_overflow),
      cmocka_unit_test(values_allow_large_prices),
      cmocka_unit_test(values_have_status_texts),
      cmocka_unit_test(values_allocate_aligned),
      cmocka_unit_test(values_survive_any_overlap),
      cmocka_unit_test(values_leave_input_alone),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
