/*
** test_still.c - a series that stands still (SPEC 1.5): its average reaches the
** price, and nothing that is kept for it becomes subnormal, which would make it
** slow.
*/
#include "../../core/smma.h"
#include "../support/check.h"
#include "../support/kernel_suite.h"
#include "../support/series.h"

static int still_is_subnormal(double x) {
  return x != 0 && fabs(x) < 0x1p-1022;
}

static void still_check_state(const smma_stream *stream, size_t i) {
  if (stream->count < stream->period) return;
  const smma_running *r = &stream->phase.running;
  const double kept[] = {r->reference,        r->correction, r->deviation,
                         r->sum[0],           r->sum[1],     r->first_reference,
                         r->first_correction, r->first_pull, r->first_residual};
  for (size_t k = 0; k < sizeof(kept) / sizeof(kept[0]); k++) {
    if (still_is_subnormal(kept[k])) {
      fail_msg("period %zu, price %zu: %a is kept", (size_t)stream->period, i,
               kept[k]);
    }
  }
}

static void still_keeps_nothing_subnormal(void **state) {
  (void)state;
  static const size_t periods[] = {2, 3, 5, 14, 50, 200, 1000};
  static const double prices[] = {100.1, -0.3, 1e-30, 5e9, 0x1p-600, 0x1p900};
  random_source random = random_start("still_keeps_nothing_subnormal");
  for (size_t p = 0; p < sizeof(periods) / sizeof(periods[0]); p++) {
    const size_t period = periods[p];
    /* Long enough for 2^-1100 of a move to be left. */
    const size_t still = 800 * period + 3000;
    for (size_t k = 0; k < sizeof(prices) / sizeof(prices[0]); k++) {
      smma_stream stream;
      smma_stream_init(&stream, period);
      const size_t moving = period + random_between(&random, 0, 600);
      for (size_t i = 0; i < moving; i++) {
        smma_stream_push(&stream, prices[k] * random_unit(&random));
      }
      for (size_t i = 0; i < still; i++) {
        smma_stream_push(&stream, prices[k]);
        still_check_state(&stream, i);
      }
      assert_true(smma_stream_value(&stream) == prices[k]);
    }
  }
}

/* What has become too small is made 0 at the same places on every path: states
** tell, where averages cannot. */
static void still_states_are_the_same(void **state) {
  (void)state;
  enum { LENGTH = 2600 };
  static double prices[LENGTH], out[LENGTH];
  static const size_t periods[] = {2, 3, 14, 20};
  random_source random = random_start("still_states_are_the_same");
  series_fill(SERIES_STILL, &random, prices, LENGTH);
  for (size_t p = 0; p < sizeof(periods) / sizeof(periods[0]); p++) {
    for (size_t n = 300; n <= LENGTH; n += 23) {
      smma_stream pushed, whole;
      smma_stream_init(&pushed, periods[p]);
      smma_stream_init(&whole, periods[p]);
      for (size_t i = 0; i < n; i++) {
        assert_int_equal(smma_stream_push(&pushed, prices[i]), SMMA_OK);
      }
      assert_int_equal(smma_stream_push_array(&whole, prices, out, n), SMMA_OK);
      assert_memory_equal(&whole, &pushed, sizeof(whole));
    }
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(still_keeps_nothing_subnormal),
      cmocka_unit_test(still_states_are_the_same),
  };
  return kernel_suite_run(tests, sizeof(tests) / sizeof(tests[0]));
}
