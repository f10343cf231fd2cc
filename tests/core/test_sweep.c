/* test_sweep.c - streams of many periods side by side: each has the bits of a
** stream by itself (SPEC 2.1, 4.8). */
#include "../../core/smma.h"
#include "../support/check.h"
#include "../support/kernel_suite.h"
#include "../support/series.h"

enum { SWEEP_MOST_PRICES = 1500, SWEEP_MOST_PERIODS = 30 };

static double sweep_prices[SWEEP_MOST_PRICES];

static smma_batch_config sweep_random_periods(random_source *random) {
  smma_batch_config config;
  config.start =
      random_between(random, 1, random_chance(random, 0.2) ? 900 : 40);
  config.stop =
      random_between(random, 1, random_chance(random, 0.2) ? 900 : 40);
  const size_t distance = config.start < config.stop
                              ? config.stop - config.start
                              : config.start - config.stop;
  config.step =
      1 + distance / random_between(random, 1, SWEEP_MOST_PERIODS - 1);
  return config;
}

/* Pushes n prices into a sweep and into one stream a period. */
static void sweep_compare(smma_sweep *sweep, const smma_batch_config *config,
                          size_t n) {
  smma_stream streams[SWEEP_MOST_PERIODS];
  const size_t periods = smma_sweep_size(sweep);
  const double *values = smma_sweep_values(sweep);
  for (size_t i = 0; i < periods; i++) {
    const size_t period = config->start < config->stop
                              ? config->start + i * config->step
                              : config->start - i * config->step;
    assert_int_equal(smma_stream_init(&streams[i], period), SMMA_OK);
    assert_true(isnan(values[i]));
  }
  for (size_t row = 0; row < n; row++) {
    assert_int_equal(smma_sweep_push(sweep, sweep_prices[row]), SMMA_OK);
    for (size_t i = 0; i < periods; i++) {
      smma_stream_push(&streams[i], sweep_prices[row]);
      const double expected = smma_stream_value(&streams[i]);
      if (!check_same_bits(values[i], expected)) {
        fail_msg("period %zu, price %zu: %a, expected %a",
                 (size_t)streams[i].period, row, values[i], expected);
      }
    }
  }
}

static void sweep_has_the_bits_of_streams(void **state) {
  (void)state;
  random_source random = random_start("sweep_has_the_bits_of_streams");
  for (size_t round = 0; round < random_rounds(600); round++) {
    const smma_batch_config config = sweep_random_periods(&random);
    const size_t n = random_between(&random, 0, SWEEP_MOST_PRICES);
    size_t rows;
    assert_int_equal(smma_batch_rows(&config, &rows), SMMA_OK);
    smma_sweep *sweep;
    assert_int_equal(smma_sweep_new(&sweep, &config, NULL), SMMA_OK);
    assert_int_equal(smma_sweep_size(sweep), rows);
    /* Once more after a restart, with other prices. */
    for (int again = 0; again < 2; again++) {
      series_fill((series_kind)random_between(&random, 0, SERIES_KINDS - 1),
                  &random, sweep_prices, n);
      if (random_chance(&random, 0.5)) {
        series_punch(&random, sweep_prices, n, 0.1);
      }
      sweep_compare(sweep, &config, n);
      smma_sweep_restart(sweep);
    }
    smma_sweep_free(sweep);
  }
}

/* After a refusal a sweep starts anew like a new one. */
static void sweep_refuses_what_a_stream_refuses(void **state) {
  (void)state;
  random_source random = random_start("sweep_refuses_what_a_stream_refuses");
  static const double bad[] = {INFINITY, -INFINITY, 1.7e308, -1.7e308};
  for (size_t round = 0; round < random_rounds(400); round++) {
    const smma_batch_config config = {2, 7, 1};
    smma_sweep *sweep;
    assert_int_equal(smma_sweep_new(&sweep, &config, NULL), SMMA_OK);
    const size_t n = random_between(&random, 0, 40);
    const double price = bad[random_between(&random, 0, 3)];
    for (size_t i = 0; i < n; i++) {
      assert_int_equal(smma_sweep_push(sweep, 1), SMMA_OK);
    }
    smma_status status = smma_sweep_push(sweep, price);
    /* Two that are too large at the latest. */
    for (size_t i = 0; i < 8 && status == SMMA_OK; i++) {
      status = smma_sweep_push(sweep, i % 2 == 0 ? -price : price);
    }
    assert_int_equal(status, SMMA_NOT_FINITE);
    smma_sweep_restart(sweep);
    series_fill(SERIES_WALK, &random, sweep_prices, 100);
    sweep_compare(sweep, &config, 100);
    smma_sweep_free(sweep);
  }
}

static void sweep_reports_errors(void **state) {
  (void)state;
  const smma_batch_config good = {2, 5, 1};
  const smma_batch_config zero = {0, 5, 1};
  const smma_batch_config endless = {1, SIZE_MAX, 1};
  smma_sweep *sweep = (smma_sweep *)&good;
  assert_int_equal(smma_sweep_new(NULL, &good, NULL), SMMA_NULL_POINTER);
  assert_int_equal(smma_sweep_new(&sweep, NULL, NULL), SMMA_NULL_POINTER);
  assert_null(sweep);
  assert_int_equal(smma_sweep_new(&sweep, &zero, NULL), SMMA_BAD_RANGE);
  assert_int_equal(smma_sweep_new(&sweep, &endless, NULL), SMMA_SIZE_OVERFLOW);
  assert_int_equal(smma_sweep_push(NULL, 1), SMMA_NULL_POINTER);
  assert_int_equal(smma_sweep_size(NULL), 0);
  assert_null(smma_sweep_values(NULL));
  smma_sweep_restart(NULL);
  smma_sweep_free(NULL);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(sweep_has_the_bits_of_streams),
      cmocka_unit_test(sweep_refuses_what_a_stream_refuses),
      cmocka_unit_test(sweep_reports_errors),
  };
  return kernel_suite_run(tests, sizeof(tests) / sizeof(tests[0]));
}
