/* test_batch.c - ranges of periods, results and errors (SPEC 4.4). The bits of
** the rows are test_bits.c's subject. */
#include "../../core/smma.h"
#include "../support/check.h"

static void batch_expect_periods(size_t start, size_t stop, size_t step,
                                 const size_t *expected, size_t rows) {
  const double prices[3] = {1, 2, 3};
  const smma_batch_config config = {start, stop, step};
  size_t counted = 99;
  smma_batch_result result;
  assert_int_equal(smma_batch_rows(&config, &counted), SMMA_OK);
  assert_int_equal(counted, rows);
  assert_int_equal(smma_batch(prices, 3, &config, &result), SMMA_OK);
  assert_int_equal(result.rows, rows);
  assert_int_equal(result.cols, 3);
  for (size_t row = 0; row < rows; row++) {
    assert_int_equal(result.periods[row], expected[row]);
    for (size_t i = 0; i < 3; i++) {
      assert_int_equal(isnan(result.values[row * 3 + i]),
                       i + 1 < expected[row]);
    }
  }
  smma_batch_free(&result);
  assert_null(result.values);
  assert_null(result.periods);
  assert_int_equal(result.rows, 0);
}

static void batch_walks_ranges(void **state) {
  (void)state;
  batch_expect_periods(1, 3, 1, (const size_t[]){1, 2, 3}, 3);
  batch_expect_periods(3, 1, 1, (const size_t[]){3, 2, 1}, 3);
  batch_expect_periods(2, 9, 3, (const size_t[]){2, 5, 8}, 3);
  batch_expect_periods(9, 2, 3, (const size_t[]){9, 6, 3}, 3);
  batch_expect_periods(5, 5, 1, (const size_t[]){5}, 1);
  batch_expect_periods(5, 100, 0, (const size_t[]){5}, 1);
  batch_expect_periods(5, 6, SIZE_MAX, (const size_t[]){5}, 1);
  batch_expect_periods(SIZE_MAX, SIZE_MAX - 1, 1,
                       (const size_t[]){SIZE_MAX, SIZE_MAX - 1}, 2);
}

/* A period of 1 among others, at either end: it is a copy (SPEC 2.2), which goes
** by itself where the others go side by side. */
static void batch_copies_for_period_one(void **state) {
  (void)state;
  enum { LENGTH = 100 };
  double prices[LENGTH], expected[LENGTH];
  for (size_t i = 0; i < LENGTH; i++) {
    prices[i] = 1 + (double)(i * 7 % 31) / 10;
  }
  for (size_t last = 2; last < 12; last++) {
    for (int is_down = 0; is_down < 2; is_down++) {
      smma_batch_result result;
      assert_int_equal(smma_batch_range(prices, LENGTH, is_down ? last : 1,
                                        is_down ? 1 : last, 1, &result),
                       SMMA_OK);
      for (size_t row = 0; row < result.rows; row++) {
        assert_int_equal(
            smma_into(prices, expected, LENGTH, result.periods[row]), SMMA_OK);
        check_same_arrays(result.values + row * LENGTH, expected, LENGTH,
                          "batch", result.periods[row]);
      }
      smma_batch_free(&result);
    }
  }
}

static void batch_into_needs_no_periods(void **state) {
  (void)state;
  const double prices[4] = {1, 3, 5, 7};
  const smma_batch_config config = {1, 2, 1};
  double values[8];
  assert_int_equal(smma_batch_into(prices, 4, &config, values, NULL), SMMA_OK);
  assert_true(values[3] == 7 && values[5] == 2);
}

static void batch_refuses_impossible_sizes(void **state) {
  (void)state;
  const double prices[2] = {1, 2};
  const smma_batch_config wide = {1, SIZE_MAX / 16, 1};
  const smma_batch_config rows_alone = {1, SIZE_MAX / 2, 1};
  double values[2];
  smma_batch_result result;
  assert_int_equal(smma_batch_into(prices, 4, &wide, values, NULL),
                   SMMA_SIZE_OVERFLOW);
  assert_int_equal(smma_batch(prices, 4, &wide, &result), SMMA_SIZE_OVERFLOW);
  assert_int_equal(smma_batch(NULL, 0, &rows_alone, &result),
                   SMMA_SIZE_OVERFLOW);
}

static void batch_reports_errors(void **state) {
  (void)state;
  const double prices[3] = {1, 2, 3};
  const double infinite[3] = {1, INFINITY, 3};
  const smma_batch_config good = {1, 2, 1};
  double values[6];
  size_t rows;
  smma_batch_result result;
  assert_int_equal(smma_batch_range(prices, 3, 0, 2, 1, &result),
                   SMMA_BAD_RANGE);
  assert_null(result.values);
  assert_int_equal(smma_batch_range(prices, 3, 2, 0, 1, &result),
                   SMMA_BAD_RANGE);
  assert_int_equal(smma_batch_range(NULL, 3, 1, 2, 1, &result),
                   SMMA_NULL_POINTER);
  assert_int_equal(smma_batch_range(prices, 3, 1, 2, 1, NULL),
                   SMMA_NULL_POINTER);
  assert_int_equal(smma_batch(prices, 3, NULL, &result), SMMA_NULL_POINTER);
  assert_int_equal(smma_batch_range(infinite, 3, 1, 2, 1, &result),
                   SMMA_NOT_FINITE);
  assert_null(result.values);
  assert_null(result.periods);
  assert_int_equal(smma_batch_range(prices, 3, 1, SIZE_MAX / 8, 1, &result),
                   SMMA_SIZE_OVERFLOW);
  assert_int_equal(smma_batch_rows(NULL, &rows), SMMA_NULL_POINTER);
  assert_int_equal(smma_batch_rows(&good, NULL), SMMA_NULL_POINTER);
  assert_int_equal(smma_batch_into(prices, 3, &good, NULL, NULL),
                   SMMA_NULL_POINTER);
  assert_int_equal(smma_batch_into(NULL, 3, &good, values, NULL),
                   SMMA_NULL_POINTER);
  assert_int_equal(smma_batch_into(prices, 3, NULL, values, NULL),
                   SMMA_NULL_POINTER);
  smma_batch_free(NULL);
  smma_batch_free(&result);
}

static void batch_of_nothing(void **state) {
  (void)state;
  smma_batch_result result;
  assert_int_equal(smma_batch_range(NULL, 0, 3, 5, 1, &result), SMMA_OK);
  assert_int_equal(result.rows, 3);
  assert_int_equal(result.cols, 0);
  assert_int_equal(result.periods[2], 5);
  smma_batch_free(&result);
}

static void batch_writes_only_its_values(void **state) {
  (void)state;
  const double prices[5] = {5, 4, 3, 2, 1};
  const smma_batch_config config = {1, 3, 1};
  double values[17];
  size_t periods[3] = {0, 0, 0};
  values[0] = values[16] = 42;
  assert_int_equal(smma_batch_into(prices, 5, &config, values + 1, periods),
                   SMMA_OK);
  assert_true(values[0] == 42 && values[16] == 42);
  assert_true(values[1] == 5 && values[5] == 1);
  assert_true(isnan(values[6]) && values[7] == 4.5);
  assert_int_equal(periods[2], 3);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(batch_walks_ranges),
      cmocka_unit_test(batch_copies_for_period_one),
      cmocka_unit_test(batch_into_needs_no_periods),
      cmocka_unit_test(batch_refuses_impossible_sizes),
      cmocka_unit_test(batch_reports_errors),
      cmocka_unit_test(batch_of_nothing),
      cmocka_unit_test(batch_writes_only_its_values),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
