/*
** test_wilder.c - Wilder's indicators (SPEC 3.11, 4.10) against 128-bit
** arithmetic: streams, arrays and frames; series that stand still; every error.
*/
#include "../../core/wilder.h"
#include "../support/bars.h"
#include "../support/check.h"
#include "../support/wilder_oracle.h"

static const smma_indicator wilder_all[] = {SMMA_RSI, SMMA_ATR, SMMA_PLUS_DI,
                                            SMMA_MINUS_DI, SMMA_ADX};
enum { WILDER_INDICATORS = 5 };

/* SPEC 2.2 and 2.3. */
static const double wilder_stream_units = 4;
static const double wilder_frame_units = 8;

static size_t wilder_known;   /* values there were to compare */
static size_t wilder_closely; /* those of them with a tolerance below 1e-9 */

static void wilder_check(const wilder_oracle *o, double result, size_t i) {
  const wilder_value expected = wilder_oracle_value(o);
  if (!wilder_is_right(expected, result)) {
    fail_msg("indicator %d, bar %zu: %.17g, expected %s%.17g +- %g",
             (int)o->indicator, i, result, expected.known ? "" : "none ",
             (double)expected.value, expected.tolerance);
  }
  wilder_known += expected.known;
  wilder_closely += expected.known && expected.tolerance < 1e-9;
}

/* The value over bars[from ... to - 1], which is to be result. */
static void wilder_check_range(smma_indicator indicator, size_t period,
                               const smma_bar *bars, size_t from, size_t to,
                               double result) {
  wilder_oracle o = wilder_oracle_start(indicator, period, wilder_frame_units);
  for (size_t i = from; i < to; i++) {
    wilder_oracle_push(&o, &bars[i]);
  }
  wilder_check(&o, result, to);
}

static void wilder_streams_are_right(void **state) {
  (void)state;
  enum { LENGTH = 200 };
  static smma_bar bars[LENGTH];
  random_source random = random_start("wilder_streams_are_right");
  wilder_known = wilder_closely = 0;
  for (size_t round = 0; round < random_rounds(300); round++) {
    const size_t period = random_between(&random, 1, 20);
    bars_fill(&random, bars, LENGTH, true);
    for (size_t k = 0; k < WILDER_INDICATORS; k++) {
      wilder_oracle o =
          wilder_oracle_start(wilder_all[k], period, wilder_stream_units);
      smma_wilder_stream stream;
      assert_int_equal(smma_wilder_stream_init(&stream, wilder_all[k], period),
                       SMMA_OK);
      for (size_t i = 0; i < LENGTH; i++) {
        wilder_oracle_push(&o, &bars[i]);
        assert_int_equal(smma_wilder_stream_push(&stream, &bars[i]), SMMA_OK);
        wilder_check(&o, smma_wilder_stream_value(&stream), i);
      }
    }
  }
  assert_true(wilder_closely * 10 >= wilder_known * 9);
}

/* Arrays and frames that have not slid have the bits of a stream. */
static void wilder_paths_have_the_same_bits(void **state) {
  (void)state;
  enum { LENGTH = 700 };
  static smma_bar bars[LENGTH];
  static double high[LENGTH], low[LENGTH], close[LENGTH], out[LENGTH];
  random_source random = random_start("wilder_paths_have_the_same_bits");
  for (size_t round = 0; round < random_rounds(60); round++) {
    const size_t period = random_between(&random, 1, 40);
    bars_fill(&random, bars, LENGTH, true);
    for (size_t k = 0; k < WILDER_INDICATORS; k++) {
      static double expected[LENGTH];
      smma_wilder_stream stream;
      smma_wilder_frame *frame;
      smma_wilder_stream_init(&stream, wilder_all[k], period);
      smma_wilder_frame_new(&frame, wilder_all[k], period, NULL);
      for (size_t i = 0; i < LENGTH; i++) {
        high[i] = bars[i].high;
        low[i] = bars[i].low;
        close[i] = bars[i].close;
        smma_wilder_stream_push(&stream, &bars[i]);
        expected[i] = smma_wilder_stream_value(&stream);
        assert_int_equal(smma_wilder_frame_push(frame, &bars[i]), SMMA_OK);
        assert_true(
            check_same_bits(smma_wilder_frame_value(frame), expected[i]));
      }
      smma_wilder_frame_free(frame);
      assert_int_equal(smma_wilder_into(wilder_all[k], high, low, close, out,
                                        LENGTH, period),
                       SMMA_OK);
      check_same_arrays(out, expected, LENGTH, "array", period);
      double *const in_place[] = {close, high, low};
      double *place = in_place[k == 0 ? 0 : round % 3];
      assert_int_equal(smma_wilder_into(wilder_all[k], high, low, close, place,
                                        LENGTH, period),
                       SMMA_OK);
      check_same_arrays(place, expected, LENGTH, "in place", period);
    }
  }
}

static void wilder_frames_are_right(void **state) {
  (void)state;
  enum { LENGTH = 300 };
  static smma_bar bars[LENGTH];
  random_source random = random_start("wilder_frames_are_right");
  wilder_known = wilder_closely = 0;
  for (size_t round = 0; round < random_rounds(200); round++) {
    const size_t period = random_between(&random, 1, 12);
    const double growth = 0.4 + 0.4 * random_unit(&random);
    const smma_indicator indicator = wilder_all[round % WILDER_INDICATORS];
    bars_fill(&random, bars, LENGTH, true);
    smma_wilder_frame *frame;
    assert_int_equal(smma_wilder_frame_new(&frame, indicator, period, NULL),
                     SMMA_OK);
    size_t from = 0;
    for (size_t to = 0; to < LENGTH;) {
      if (random_chance(&random, growth)) {
        assert_int_equal(smma_wilder_frame_push(frame, &bars[to++]), SMMA_OK);
      } else {
        assert_int_equal(smma_wilder_frame_pop(frame), SMMA_OK);
        if (from < to) from++;
      }
      assert_int_equal(smma_wilder_frame_size(frame), to - from);
      wilder_check_range(indicator, period, bars, from, to,
                         smma_wilder_frame_value(frame));
    }
    smma_wilder_frame_free(frame);
  }
  assert_true(wilder_closely * 10 >= wilder_known * 8);
}

/* More rows than a chunk has, of which the averages begin in the middle. */
static void wilder_wide_frames_are_right(void **state) {
  (void)state;
  enum { LENGTH = 4000, WIDTH = 1300 };
  static smma_bar bars[LENGTH];
  random_source random = random_start("wilder_wide_frames_are_right");
  for (size_t k = 0; k < WILDER_INDICATORS; k++) {
    bars_fill(&random, bars, LENGTH, true);
    smma_wilder_frame *frame;
    smma_wilder_frame_new(&frame, wilder_all[k], 14, NULL);
    for (size_t i = 0; i < LENGTH; i++) {
      assert_int_equal(smma_wilder_frame_push(frame, &bars[i]), SMMA_OK);
      const size_t from = i >= WIDTH ? i + 1 - WIDTH : 0;
      if (from > 0) assert_int_equal(smma_wilder_frame_pop(frame), SMMA_OK);
      if (i % 131 != 0) continue;
      wilder_check_range(wilder_all[k], 14, bars, from, i + 1,
                         smma_wilder_frame_value(frame));
    }
    smma_wilder_frame_free(frame);
  }
}

/* ---------------------------------------------------------------- standing still */

static const smma_bar wilder_moving[] = {
    {10.5, 9.5, 10},     {11.25, 10, 11},     {11.5, 10.5, 10.75},
    {10.75, 9.75, 10.5}, {12, 10.5, 11.5},    {11.75, 11, 11.25},
    {11.25, 10.25, 11},  {11.5, 10.75, 11.5}, {11.25, 10.25, 10.5}};
enum { WILDER_MOVING = 9 };

/* The last of them stands still: its range is in the next true range, so that
** this one comes before. */
static const smma_bar wilder_still = {10.5, 10.5, 10.5};

/* Where the bars stand still for a million bars, RSI and DI stay where they are to
** the bit, as mathematics has it; ATR goes to 0 and ADX to the last DX. A period of
** 1 has nothing to stay with, but for RSI. */
static void wilder_stays_where_it_is(void **state) {
  (void)state;
  for (size_t period = 1; period <= 7; period += 3) {
    for (size_t k = 0; k < WILDER_INDICATORS; k++) {
      smma_wilder_stream stream;
      smma_wilder_stream_init(&stream, wilder_all[k], period);
      for (size_t i = 0; i < WILDER_MOVING; i++) {
        smma_wilder_stream_push(&stream, &wilder_moving[i]);
      }
      smma_wilder_stream_push(&stream, &wilder_still);
      const double value = smma_wilder_stream_value(&stream);
      const double dx = stream.ratio;
      for (size_t i = 0; i < 1000000; i++) {
        smma_wilder_stream_push(&stream, &wilder_still);
      }
      const double later = smma_wilder_stream_value(&stream);
      if (period == 1 && wilder_all[k] != SMMA_RSI) {
        const bool has_value = k == 1 || wilder_all[k] == SMMA_ADX;
        assert_true(has_value ? later == 0 : isnan(later));
      } else if (wilder_all[k] == SMMA_ATR) {
        assert_true(later == 0);
      } else if (wilder_all[k] == SMMA_ADX) {
        assert_true(later == dx);
      } else {
        assert_true(check_same_bits(later, value));
      }
      /* And goes on from there: what was before has no weight any more. */
      smma_wilder_stream_push(&stream, &(smma_bar){12, 11, 11.5});
      static const double next[] = {100, 1.5, 100, 0, 100};
      if (k == 1) {
        check_near(smma_wilder_stream_value(&stream), 1.5 / (double)period,
                   1e-15, "ATR");
      } else if (wilder_all[k] != SMMA_ADX) {
        assert_true(smma_wilder_stream_value(&stream) == next[k]);
      }
    }
  }
}

/* The same in a frame from which the bars that moved leave one by one: only when
** the last of them has left is there no value. */
static void wilder_frame_stays_where_it_is(void **state) {
  (void)state;
  enum { STILL = 20000, PERIOD = 2 };
  static smma_bar bars[WILDER_MOVING + STILL];
  for (size_t i = 0; i < WILDER_MOVING + STILL; i++) {
    bars[i] = i < WILDER_MOVING ? wilder_moving[i] : wilder_still;
  }
  for (size_t k = 0; k < WILDER_INDICATORS; k++) {
    smma_wilder_frame *frame;
    smma_wilder_frame_new(&frame, wilder_all[k], PERIOD, NULL);
    smma_wilder_frame_push(frame, &bars[0]);
    smma_wilder_frame_pop(frame); /* it slides from the start */
    for (size_t i = 0; i < WILDER_MOVING + STILL; i++) {
      assert_int_equal(smma_wilder_frame_push(frame, &bars[i]), SMMA_OK);
    }
    for (size_t from = 0; from < WILDER_MOVING; from++) {
      wilder_oracle o =
          wilder_oracle_start(wilder_all[k], PERIOD, wilder_frame_units);
      for (size_t i = from; i < WILDER_MOVING + 100; i++) {
        wilder_oracle_push(&o, &bars[i]);
      }
      const double value = smma_wilder_frame_value(frame);
      const wilder_value expected = wilder_oracle_value(&o);
      if (wilder_all[k] == SMMA_ATR) {
        assert_true(value < 1e-90);
      } else {
        assert_int_equal(isnan(value), !expected.known);
        if (expected.known) {
          check_near(value, (double)expected.value, 1e-13, "still");
        }
      }
      assert_int_equal(smma_wilder_frame_pop(frame), SMMA_OK);
    }
    smma_wilder_frame_free(frame);
  }
}

/* ------------------------------------------------------------------- the edges */

static double wilder_last(smma_indicator indicator, size_t period,
                          const smma_bar *bars, size_t n) {
  smma_wilder_stream stream;
  smma_wilder_stream_init(&stream, indicator, period);
  for (size_t i = 0; i < n; i++) {
    assert_int_equal(smma_wilder_stream_push(&stream, &bars[i]), SMMA_OK);
  }
  return smma_wilder_stream_value(&stream);
}

static void wilder_begins_where_it_should(void **state) {
  (void)state;
  static const size_t first[] = {4, 4, 4, 4, 6}; /* bars, of period 3 */
  for (size_t k = 0; k < WILDER_INDICATORS; k++) {
    for (size_t n = 0; n <= WILDER_MOVING; n++) {
      const double value = wilder_last(wilder_all[k], 3, wilder_moving, n);
      assert_int_equal(isnan(value), n < first[k]);
    }
  }
  /* Nothing has moved: RSI and DI are 0 / 0, ATR and ADX 0. */
  const smma_bar still[4] = {wilder_still, wilder_still, wilder_still,
                             wilder_still};
  assert_true(isnan(wilder_last(SMMA_RSI, 2, still, 4)));
  assert_true(isnan(wilder_last(SMMA_PLUS_DI, 2, still, 4)));
  assert_true(isnan(wilder_last(SMMA_MINUS_DI, 2, still, 4)));
  assert_true(wilder_last(SMMA_ATR, 2, still, 4) == 0);
  assert_true(wilder_last(SMMA_ADX, 2, still, 4) == 0);
  /* +DM without a true range to divide by: bars whose close is not in them. */
  const smma_bar outside[3] = {{1, 1, 9}, {9, 9, 9}, {9, 9, 9}};
  assert_true(isnan(wilder_last(SMMA_PLUS_DI, 1, outside, 2)));
  const smma_bar tiny[2] = {{1, 1, 1e300}, {1e300, 1e300, 1e300}};
  assert_true(isnan(wilder_last(SMMA_PLUS_DI, 1, tiny, 2)));
}

static void wilder_reports_errors(void **state) {
  (void)state;
  smma_wilder_stream stream;
  smma_wilder_frame *frame = (smma_wilder_frame *)&stream;
  const smma_indicator wrong[] = {(smma_indicator)0, (smma_indicator)6};
  const double price = 1;
  double out[1];
  assert_int_equal(smma_wilder_stream_init(NULL, SMMA_RSI, 1),
                   SMMA_NULL_POINTER);
  assert_int_equal(smma_wilder_stream_init(&stream, SMMA_RSI, 0),
                   SMMA_PERIOD_ZERO);
  assert_int_equal(smma_wilder_frame_new(NULL, SMMA_RSI, 1, NULL),
                   SMMA_NULL_POINTER);
  assert_int_equal(smma_wilder_frame_new(&frame, SMMA_RSI, 0, NULL),
                   SMMA_PERIOD_ZERO);
  assert_null(frame);
  for (size_t i = 0; i < 2; i++) {
    assert_int_equal(smma_wilder_stream_init(&stream, wrong[i], 1),
                     SMMA_BAD_INDICATOR);
    assert_int_equal(smma_wilder_frame_new(&frame, wrong[i], 1, NULL),
                     SMMA_BAD_INDICATOR);
    assert_int_equal(
        smma_wilder_into(wrong[i], &price, &price, &price, out, 1, 1),
        SMMA_BAD_INDICATOR);
  }
  assert_int_equal(smma_wilder_into(SMMA_RSI, NULL, NULL, &price, out, 1, 0),
                   SMMA_PERIOD_ZERO);
  assert_int_equal(smma_wilder_into(SMMA_RSI, NULL, NULL, NULL, out, 1, 1),
                   SMMA_NULL_POINTER);
  assert_int_equal(smma_wilder_into(SMMA_RSI, NULL, NULL, &price, NULL, 1, 1),
                   SMMA_NULL_POINTER);
  assert_int_equal(smma_wilder_into(SMMA_ATR, NULL, &price, &price, out, 1, 1),
                   SMMA_NULL_POINTER);
  assert_int_equal(smma_wilder_into(SMMA_ATR, &price, NULL, &price, out, 1, 1),
                   SMMA_NULL_POINTER);
  assert_int_equal(smma_wilder_into(SMMA_ATR, NULL, NULL, NULL, NULL, 0, 1),
                   SMMA_OK);
  assert_int_equal(smma_wilder_stream_init(&stream, SMMA_RSI, 1), SMMA_OK);
  assert_int_equal(smma_wilder_stream_push(&stream, NULL), SMMA_NULL_POINTER);
  assert_int_equal(smma_wilder_stream_push(NULL, wilder_moving),
                   SMMA_NULL_POINTER);
  assert_true(isnan(smma_wilder_stream_value(NULL)));
  assert_int_equal(smma_wilder_frame_push(NULL, wilder_moving),
                   SMMA_NULL_POINTER);
  assert_int_equal(smma_wilder_frame_new(&frame, SMMA_RSI, 1, NULL), SMMA_OK);
  assert_int_equal(smma_wilder_frame_push(frame, NULL), SMMA_NULL_POINTER);
  assert_int_equal(smma_wilder_frame_pop(frame), SMMA_OK);
  smma_wilder_frame_free(frame);
  assert_int_equal(smma_wilder_frame_pop(NULL), SMMA_NULL_POINTER);
  assert_true(isnan(smma_wilder_frame_value(NULL)));
  assert_int_equal(smma_wilder_frame_size(NULL), 0);
  smma_wilder_frame_free(NULL);
}

/* What is refused leaves streams and frames as they were. */
static void wilder_refuses_what_is_not_finite(void **state) {
  (void)state;
  static const smma_bar refused[] = {
      {INFINITY, 1, 1},        {1, -INFINITY, 1},
      {1, 1, INFINITY},        {-9e307, -1e308, -1e308},
      {1.7e308, NAN, 1.7e308}, {NAN, -2.6e306, -2.6e306}};
  for (size_t slides = 0; slides < 2; slides++) {
    for (size_t k = 0; k < WILDER_INDICATORS; k++) {
      smma_wilder_stream stream;
      smma_wilder_frame *frame;
      smma_wilder_stream_init(&stream, wilder_all[k], 2);
      smma_wilder_frame_new(&frame, wilder_all[k], 2, NULL);
      assert_int_equal(smma_wilder_frame_push(frame, &refused[2]),
                       SMMA_NOT_FINITE);
      for (size_t i = 0; i < WILDER_MOVING; i++) {
        smma_wilder_stream_push(&stream, &wilder_moving[i]);
        smma_wilder_frame_push(frame, &wilder_moving[i]);
        if (slides && i == 2) smma_wilder_frame_pop(frame);
        const double value = smma_wilder_frame_value(frame);
        for (size_t r = wilder_all[k] == SMMA_RSI ? 2 : 0; r < 6; r++) {
          assert_int_equal(smma_wilder_stream_push(&stream, &refused[r]),
                           SMMA_NOT_FINITE);
          assert_int_equal(smma_wilder_frame_push(frame, &refused[r]),
                           SMMA_NOT_FINITE);
          assert_true(check_same_bits(smma_wilder_frame_value(frame), value));
        }
        assert_int_equal(smma_wilder_frame_size(frame),
                         i + 1 - (slides && i >= 2));
      }
      assert_true(check_same_bits(
          smma_wilder_stream_value(&stream),
          wilder_last(wilder_all[k], 2, wilder_moving, WILDER_MOVING)));
      smma_wilder_frame_free(frame);
    }
  }
  const double closes[] = {1, INFINITY};
  double out[2];
  assert_int_equal(smma_wilder_into(SMMA_RSI, NULL, NULL, closes, out, 2, 1),
                   SMMA_NOT_FINITE);
}

/* The largest movements there may be: no average of them and no sum of two is
** infinite. */
static void wilder_averages_the_largest(void **state) {
  (void)state;
  for (size_t period = 1; period <= 4; period++) {
    const double most = 1e307 / (double)period;
    for (size_t k = 0; k < WILDER_INDICATORS; k++) {
      smma_wilder_frame *frame;
      smma_wilder_frame_new(&frame, wilder_all[k], period, NULL);
      for (size_t i = 0; i < 60; i++) {
        const double level = i % 2 == 0 ? most / 2 : -most / 2;
        const smma_bar bar = {level, level, level};
        assert_int_equal(smma_wilder_frame_push(frame, &bar), SMMA_OK);
        if (i > 20) assert_int_equal(smma_wilder_frame_pop(frame), SMMA_OK);
        const double value = smma_wilder_frame_value(frame);
        assert_true(isnan(value) || (value >= 0 && isfinite(value)));
        assert_true(i < 2 * period || !isnan(value));
      }
      smma_wilder_frame_free(frame);
    }
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(wilder_streams_are_right),
      cmocka_unit_test(wilder_paths_have_the_same_bits),
      cmocka_unit_test(wilder_frames_are_right),
      cmocka_unit_test(wilder_wide_frames_are_right),
      cmocka_unit_test(wilder_stays_where_it_is),
      cmocka_unit_test(wilder_frame_stays_where_it_is),
      cmocka_unit_test(wilder_begins_where_it_should),
      cmocka_unit_test(wilder_reports_errors),
      cmocka_unit_test(wilder_refuses_what_is_not_finite),
      cmocka_unit_test(wilder_averages_the_largest),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
