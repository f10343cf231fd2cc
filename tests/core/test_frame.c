/*
** test_frame.c - sliding frames (SPEC 2.3, 3.2, 4.6) against 128-bit
** arithmetic over the prices that are in the frame.
*/
#include "../../core/smma.h"
#include "../support/check.h"
#include "../support/oracle.h"
#include "../support/series.h"

#include <float.h>
#include <stdlib.h>

static const double frame_limit = 8;

/* The error of value against the prices prices[from ... to - 1]. */
static double frame_error(const double *prices, size_t from, size_t to,
                          size_t period, double value) {
  oracle exact = oracle_start(period);
  for (size_t i = from; i < to; i++) {
    oracle_push(&exact, prices[i]);
  }
  if (!oracle_has_value(&exact)) {
    assert_true(isnan(value));
    return 0;
  }
  assert_false(isnan(value));
  return oracle_error(&exact, value);
}

static void frame_of_random_moves(void **state) {
  (void)state;
  enum { LENGTH = 600 };
  static double prices[LENGTH];
  random_source random = random_start("frame_of_random_moves");
  double worst = 0;
  for (size_t round = 0; round < random_rounds(500); round++) {
    const size_t period = random_between(&random, 1, 30);
    const double growth = 0.3 + 0.6 * random_unit(&random);
    series_fill((series_kind)(round % SERIES_KINDS), &random, prices, LENGTH);
    if (round % 3 == 0) series_punch(&random, prices, LENGTH, 0.2);
    smma_frame *frame;
    assert_int_equal(smma_frame_new(&frame, period, NULL), SMMA_OK);
    assert_int_equal(smma_frame_period(frame), period);
    size_t from = 0;
    for (size_t to = 0; to < LENGTH;) {
      if (random_chance(&random, growth)) {
        assert_int_equal(smma_frame_push(frame, prices[to++]), SMMA_OK);
      } else {
        assert_int_equal(smma_frame_pop(frame), SMMA_OK);
        if (from < to) from++;
      }
      assert_int_equal(smma_frame_size(frame), to - from);
      const double error =
          frame_error(prices, from, to, period, smma_frame_value(frame));
      if (error > worst) worst = error;
      assert_true(error <= frame_limit);
    }
    smma_frame_free(frame);
  }
  printf("  worst %.2f\n", worst);
}

static void frame_of_fixed_width(void **state) {
  (void)state;
  static const size_t widths[] = {1, 2, 13, 14, 15, 50, 511, 512, 513, 3000};
  enum { LENGTH = 12000 };
  static double prices[LENGTH];
  random_source random = random_start("frame_of_fixed_width");
  for (size_t w = 0; w < sizeof(widths) / sizeof(widths[0]); w++) {
    for (size_t period = 1; period <= 40; period += 13) {
      series_fill(SERIES_SPIKES, &random, prices, LENGTH);
      smma_frame *frame;
      smma_frame_new(&frame, period, NULL);
      for (size_t i = 0; i < LENGTH; i++) {
        assert_int_equal(smma_frame_push(frame, prices[i]), SMMA_OK);
        const size_t from = i + 1 > widths[w] ? i + 1 - widths[w] : 0;
        if (i + 1 > widths[w]) {
          assert_int_equal(smma_frame_pop(frame), SMMA_OK);
        }
        if (i % 97 != 0) continue;
        assert_true(frame_error(prices, from, i + 1, period,
                                smma_frame_value(frame)) <= frame_limit);
      }
      smma_frame_free(frame);
    }
  }
}

static void frame_forgets_huge_prices(void **state) {
  (void)state;
  /* SPEC 2.3: what has left leaves nothing behind. */
  enum { LENGTH = 2000, WIDTH = 60 };
  static double prices[LENGTH];
  static const double huge[] = {1e300, -1e15, 1.7e308, 1e-300};
  random_source random = random_start("frame_forgets_huge_prices");
  for (size_t h = 0; h < 4; h++) {
    for (size_t i = 0; i < LENGTH; i++) {
      prices[i] = i % 150 == 70 ? huge[h] : 1 + random_unit(&random);
    }
    smma_frame *frame;
    smma_frame_new(&frame, 14, NULL);
    for (size_t i = 0; i < LENGTH; i++) {
      assert_int_equal(smma_frame_push(frame, prices[i]), SMMA_OK);
      if (i >= WIDTH) assert_int_equal(smma_frame_pop(frame), SMMA_OK);
      const size_t from = i >= WIDTH ? i + 1 - WIDTH : 0;
      assert_true(frame_error(prices, from, i + 1, 14,
                              smma_frame_value(frame)) <= frame_limit);
    }
    smma_frame_free(frame);
  }
}

static void frame_of_largest_prices(void **state) {
  (void)state;
  /* Right or refused, never infinite or lost, up to DBL_MAX. */
  enum { LENGTH = 400 };
  static const double largest[] = {DBL_MAX, 0x1.ffffffffp1023, 0x1p1023};
  random_source random = random_start("frame_of_largest_prices");
  for (size_t round = 0; round < random_rounds(300); round++) {
    const size_t period = random_between(&random, 1, 6);
    const size_t width = random_between(&random, 1, 20);
    double kept[LENGTH];
    size_t from = 0, to = 0;
    smma_frame *frame;
    smma_frame_new(&frame, period, NULL);
    for (size_t i = 0; i < LENGTH; i++) {
      const double price = largest[random_between(&random, 0, 2)];
      const double sign = random_chance(&random, 0.5) ? -1 : 1;
      const smma_status status = smma_frame_push(frame, sign * price);
      if (status == SMMA_OK) {
        kept[to++] = sign * price;
      } else {
        assert_int_equal(status, SMMA_NOT_FINITE);
      }
      if (to - from > width || (status != SMMA_OK && from < to)) {
        assert_int_equal(smma_frame_pop(frame), SMMA_OK);
        from++;
      }
      assert_true(frame_error(kept, from, to, period,
                              smma_frame_value(frame)) <= frame_limit);
    }
    smma_frame_free(frame);
  }
}

static void frame_of_long_periods(void **state) {
  (void)state;
  enum { LENGTH = 60000, WIDTH = 25000 };
  static double prices[LENGTH];
  random_source random = random_start("frame_of_long_periods");
  series_fill(SERIES_JUMPS, &random, prices, LENGTH);
  for (size_t period = 100; period <= 20000; period *= 14) {
    smma_frame *frame;
    smma_frame_new(&frame, period, NULL);
    for (size_t i = 0; i < LENGTH; i++) {
      assert_int_equal(smma_frame_push(frame, prices[i]), SMMA_OK);
      if (i >= WIDTH) assert_int_equal(smma_frame_pop(frame), SMMA_OK);
      if (i % 7919 != 0) continue;
      const size_t from = i >= WIDTH ? i + 1 - WIDTH : 0;
      assert_true(frame_error(prices, from, i + 1, period,
                              smma_frame_value(frame)) <= frame_limit);
    }
    smma_frame_free(frame);
  }
}

static void frame_of_a_constant(void **state) {
  (void)state;
  smma_frame *frame;
  smma_frame_new(&frame, 7, NULL);
  for (size_t i = 0; i < 3000; i++) {
    smma_frame_push(frame, 0.1);
    if (i >= 50) smma_frame_pop(frame);
    if (i >= 6) assert_true(smma_frame_value(frame) == 0.1);
  }
  smma_frame_free(frame);
}

static void frame_empties_and_fills(void **state) {
  (void)state;
  smma_frame *frame;
  smma_frame_new(&frame, 2, NULL);
  assert_int_equal(smma_frame_pop(frame), SMMA_OK);
  assert_true(isnan(smma_frame_value(frame)));
  for (size_t round = 0; round < 5; round++) {
    smma_frame_push(frame, 1);
    smma_frame_push(frame, NAN);
    smma_frame_push(frame, 3);
    assert_true(smma_frame_value(frame) == 2);
    assert_int_equal(smma_frame_pop(frame), SMMA_OK);
    assert_true(isnan(smma_frame_value(frame)));
    smma_frame_pop(frame);
    smma_frame_pop(frame);
    assert_int_equal(smma_frame_size(frame), 0);
    assert_int_equal(smma_frame_pop(frame), SMMA_OK);
  }
  smma_frame_free(frame);
}

static void frame_reports_errors(void **state) {
  (void)state;
  smma_frame *frame = (smma_frame *)&frame;
  assert_int_equal(smma_frame_new(NULL, 1, NULL), SMMA_NULL_POINTER);
  assert_int_equal(smma_frame_new(&frame, 0, NULL), SMMA_PERIOD_ZERO);
  assert_null(frame);
  assert_int_equal(smma_frame_push(NULL, 1), SMMA_NULL_POINTER);
  assert_int_equal(smma_frame_pop(NULL), SMMA_NULL_POINTER);
  assert_true(isnan(smma_frame_value(NULL)));
  assert_int_equal(smma_frame_size(NULL), 0);
  assert_int_equal(smma_frame_period(NULL), 0);
  smma_frame_free(NULL);

  assert_int_equal(smma_frame_new(&frame, 3, NULL), SMMA_OK);
  for (size_t i = 0; i < 10; i++) {
    const double before = smma_frame_value(frame);
    assert_int_equal(smma_frame_push(frame, INFINITY), SMMA_NOT_FINITE);
    assert_true(check_same_bits(smma_frame_value(frame), before));
    assert_int_equal(smma_frame_push(frame, 1), SMMA_OK);
    if (i >= 6) smma_frame_pop(frame);
  }
  assert_int_equal(smma_frame_size(frame), 6);
  smma_frame_free(frame);

  assert_int_equal(smma_frame_new(&frame, 2, NULL), SMMA_OK);
  assert_int_equal(smma_frame_push(frame, 1.7e308), SMMA_OK);
  assert_int_equal(smma_frame_push(frame, 1.7e308), SMMA_NOT_FINITE);
  assert_int_equal(smma_frame_size(frame), 1);
  smma_frame_free(frame);
}

/* ------------------------------------------------------------------- memory */

typedef struct frame_meter {
  size_t used;
  size_t most;
} frame_meter;

static void *frame_metered_allocate(void *context, size_t bytes) {
  frame_meter *meter = context;
  size_t *memory = malloc(bytes + 16);
  if (memory == NULL) return NULL;
  *memory = bytes;
  meter->used += bytes;
  if (meter->used > meter->most) meter->most = meter->used;
  return memory + 2;
}

static void frame_metered_release(void *context, void *memory) {
  frame_meter *meter = context;
  size_t *block = (size_t *)memory - 2;
  meter->used -= *block;
  free(block);
}

static void frame_takes_little_memory(void **state) {
  (void)state;
  /* SPEC 3.2: 8 bytes a row that never slides, 40 a row that does. */
  enum { CONSTANT = 65536 };
  for (size_t rows = 1; rows <= 1000000; rows *= 10) {
    frame_meter meter = {0, 0};
    const smma_allocator allocator = {frame_metered_allocate,
                                      frame_metered_release, &meter};
    smma_frame *frame;
    assert_int_equal(smma_frame_new(&frame, 14, &allocator), SMMA_OK);
    for (size_t i = 0; i < rows; i++) {
      assert_int_equal(smma_frame_push(frame, 1), SMMA_OK);
    }
    assert_true(meter.most <= 8 * rows + CONSTANT);
    for (size_t i = 0; i < 2 * rows; i++) {
      assert_int_equal(smma_frame_push(frame, 1), SMMA_OK);
      assert_int_equal(smma_frame_pop(frame), SMMA_OK);
    }
    assert_true(meter.most <= 40 * rows + CONSTANT);
    for (size_t i = 0; i < rows; i++) {
      assert_int_equal(smma_frame_pop(frame), SMMA_OK);
    }
    assert_true(meter.used <= CONSTANT);
    smma_frame_free(frame);
    assert_int_equal(meter.used, 0);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(frame_of_random_moves),
      cmocka_unit_test(frame_of_fixed_width),
      cmocka_unit_test(frame_forgets_huge_prices),
      cmocka_unit_test(frame_of_largest_prices),
      cmocka_unit_test(frame_of_long_periods),
      cmocka_unit_test(frame_of_a_constant),
      cmocka_unit_test(frame_empties_and_fills),
      cmocka_unit_test(frame_reports_errors),
      cmocka_unit_test(frame_takes_little_memory),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
