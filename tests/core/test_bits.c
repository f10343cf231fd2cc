/*
** test_bits.c - one arithmetic (SPEC 2.1): every path, with every kernel that
** this machine has, gives the bits of a stream that is pushed price by price.
*/
#include "../../core/smma.h"
#include "../support/check.h"
#include "../support/kernel_suite.h"
#include "../support/series.h"

enum { BITS_MOST = 6000 };

static double bits_prices[BITS_MOST + 8];
static double bits_expected[BITS_MOST];
static double bits_got[BITS_MOST + 8];

/* The stream that bits_expect() has pushed, saved. */
static unsigned char bits_state[SMMA_STATE_SIZE];

/* The reference: one push a price. */
static void bits_expect(const double *prices, size_t n, size_t period) {
  smma_stream stream;
  assert_int_equal(smma_stream_init(&stream, period), SMMA_OK);
  for (size_t i = 0; i < n; i++) {
    assert_int_equal(smma_stream_push(&stream, prices[i]), SMMA_OK);
    bits_expected[i] = smma_stream_value(&stream);
  }
  assert_int_equal(smma_stream_save(&stream, bits_state), SMMA_OK);
}

static void bits_check_array(const double *prices, double *out, size_t n,
                             size_t period) {
  assert_int_equal(smma_into(prices, out, n, period), SMMA_OK);
  check_same_arrays(out, bits_expected, n, "smma_into", period);
  memmove(out, prices, n * sizeof(double));
  assert_int_equal(smma_into(out, out, n, period), SMMA_OK);
  check_same_arrays(out, bits_expected, n, "smma_into in place", period);
}

static void bits_of_every_length_and_alignment(void **state) {
  (void)state;
  static const size_t periods[] = {1, 2, 3, 7, 8, 9, 14, 16, 50, 127, 200, 599};
  random_source random = random_start("bits_of_every_length_and_alignment");
  series_fill(SERIES_WALK, &random, bits_prices, BITS_MOST);
  for (size_t n = 0; n <= 600; n++) {
    const size_t from = n % 8;
    const size_t to = n / 8 % 8;
    for (size_t p = 0; p < sizeof(periods) / sizeof(periods[0]); p++) {
      bits_expect(bits_prices + from, n, periods[p]);
      bits_check_array(bits_prices + from, bits_got + to, n, periods[p]);
    }
  }
}

/* A random series of a random kind; returns its length. */
static size_t bits_random_series(random_source *random) {
  const size_t n =
      random_between(random, 0, random_chance(random, 0.1) ? BITS_MOST : 700);
  const series_kind kind =
      (series_kind)random_between(random, 0, SERIES_KINDS - 1);
  series_fill(kind, random, bits_prices, n);
  switch (random_between(random, 0, 3)) {
  case 0:
    series_punch(random, bits_prices, n, 0.01);
    break;
  case 1:
    series_punch(random, bits_prices, n, random_unit(random));
    break;
  default:
    break;
  }
  return n;
}

static size_t bits_random_period(random_source *random) {
  return random_chance(random, 0.8) ? random_between(random, 1, 60)
                                    : random_between(random, 1, 7000);
}

static void bits_of_random_series(void **state) {
  (void)state;
  random_source random = random_start("bits_of_random_series");
  for (size_t round = 0; round < random_rounds(8000); round++) {
    const size_t n = bits_random_series(&random);
    const size_t period = bits_random_period(&random);
    bits_expect(bits_prices, n, period);
    bits_check_array(bits_prices, bits_got + round % 8, n, period);

    double *safe;
    assert_int_equal(smma(bits_prices, n, period, &safe), SMMA_OK);
    check_same_arrays(safe, bits_expected, n, "smma", period);
    smma_free(safe);
  }
}

static void bits_of_streams_in_pieces(void **state) {
  (void)state;
  /* Pushed in arrays of any length, saved and loaded in between. */
  random_source random = random_start("bits_of_streams_in_pieces");
  for (size_t round = 0; round < random_rounds(4000); round++) {
    const size_t n = bits_random_series(&random);
    const size_t period = bits_random_period(&random);
    bits_expect(bits_prices, n, period);
    smma_stream stream;
    assert_int_equal(smma_stream_init(&stream, period), SMMA_OK);
    for (size_t i = 0; i < n;) {
      size_t piece = random_between(&random, 0, 300);
      if (piece > n - i) piece = n - i;
      assert_int_equal(
          smma_stream_push_array(&stream, bits_prices + i, bits_got + i, piece),
          SMMA_OK);
      i += piece;
      unsigned char saved[SMMA_STATE_SIZE];
      assert_int_equal(smma_stream_save(&stream, saved), SMMA_OK);
      memset(&stream, 0xa5, sizeof(stream));
      assert_int_equal(smma_stream_load(&stream, saved, sizeof(saved)),
                       SMMA_OK);
    }
    check_same_arrays(bits_got, bits_expected, n, "pieces", period);
    /* The states are the same too, whichever way they were reached. */
    unsigned char last[SMMA_STATE_SIZE];
    assert_int_equal(smma_stream_save(&stream, last), SMMA_OK);
    assert_memory_equal(last, bits_state, sizeof(last));
  }
}

static void bits_of_batches(void **state) {
  (void)state;
  random_source random = random_start("bits_of_batches");
  for (size_t round = 0; round < random_rounds(2500); round++) {
    const size_t n = bits_random_series(&random);
    const size_t start = bits_random_period(&random);
    const size_t stop = random_chance(&random, 0.3)
                            ? bits_random_period(&random)
                            : start + random_between(&random, 0, 9);
    const size_t distance = start < stop ? stop - start : start - stop;
    const size_t step = 1 + distance / random_between(&random, 1, 10);
    smma_batch_result result;
    assert_int_equal(
        smma_batch_range(bits_prices, n, start, stop, step, &result), SMMA_OK);
    for (size_t row = 0; row < result.rows; row++) {
      bits_expect(bits_prices, n, result.periods[row]);
      check_same_arrays(result.values + row * n, bits_expected, n, "batch",
                        result.periods[row]);
    }
    smma_batch_free(&result);
  }
}

static void bits_of_frames_that_never_slide(void **state) {
  (void)state;
  random_source random = random_start("bits_of_frames_that_never_slide");
  for (size_t round = 0; round < random_rounds(1000); round++) {
    const size_t n = bits_random_series(&random);
    const size_t period = bits_random_period(&random);
    bits_expect(bits_prices, n, period);
    smma_frame *frame;
    assert_int_equal(smma_frame_new(&frame, period, NULL), SMMA_OK);
    for (size_t i = 0; i < n; i++) {
      assert_int_equal(smma_frame_push(frame, bits_prices[i]), SMMA_OK);
      bits_got[i] = smma_frame_value(frame);
    }
    check_same_arrays(bits_got, bits_expected, n, "frame", period);
    smma_frame_free(frame);
  }
}

static void bits_do_not_depend_on_the_path_of_errors(void **state) {
  (void)state;
  /* An array is refused exactly where a stream is refused. */
  random_source random =
      random_start("bits_do_not_depend_on_the_path_of_errors");
  size_t refused = 0;
  const size_t rounds = random_rounds(20000);
  for (size_t round = 0; round < rounds; round++) {
    const size_t n = random_between(&random, 1, 300);
    const size_t period = random_between(&random, 1, 30);
    for (size_t i = 0; i < n; i++) {
      bits_prices[i] = random_unit(&random) * 100;
      if (random_chance(&random, 0.05)) {
        bits_prices[i] = 0x1.fp1023 * (random_unit(&random) * 2 - 1);
      }
    }
    smma_stream stream;
    smma_stream_init(&stream, period);
    smma_status status = SMMA_OK;
    for (size_t i = 0; i < n && status == SMMA_OK; i++) {
      status = smma_stream_push(&stream, bits_prices[i]);
      bits_expected[i] = smma_stream_value(&stream);
    }
    refused += status != SMMA_OK;
    assert_int_equal(smma_into(bits_prices, bits_got, n, period), status);
    memcpy(bits_got, bits_prices, n * sizeof(double));
    assert_int_equal(smma_into(bits_got, bits_got, n, period), status);
    if (status == SMMA_OK) {
      check_same_arrays(bits_got, bits_expected, n, "large", period);
    }
    smma_batch_result result;
    const smma_status batch_status =
        smma_batch_range(bits_prices, n, period, period + 1, 1, &result);
    if (status != SMMA_OK) assert_int_equal(batch_status, SMMA_NOT_FINITE);
    smma_batch_free(&result);
  }
  assert_true(refused > 0 && refused < rounds);
}

static void bits_of_a_late_overflow(void **state) {
  (void)state;
  /* One price so far from the others that the difference overflows, which no
  ** reference shows, anywhere in a long series: refused, and the same prices up to
  ** it are not. */
  enum { LENGTH = 1300 };
  for (size_t at = 200; at < LENGTH; at += 7) {
    for (size_t i = 0; i < LENGTH; i++) {
      bits_prices[i] = i == at ? -0x1.f8p1023 : i < 20 ? 1 : 0x1.ep1021;
    }
    assert_int_equal(smma_into(bits_prices, bits_got, LENGTH, 14),
                     SMMA_NOT_FINITE);
    smma_stream stream;
    assert_int_equal(smma_stream_init(&stream, 14), SMMA_OK);
    assert_int_equal(smma_stream_push_array(&stream, bits_prices, bits_got, at),
                     SMMA_OK);
    assert_int_equal(smma_stream_push(&stream, bits_prices[at]),
                     SMMA_NOT_FINITE);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(bits_of_every_length_and_alignment),
      cmocka_unit_test(bits_of_random_series),
      cmocka_unit_test(bits_of_streams_in_pieces),
      cmocka_unit_test(bits_of_batches),
      cmocka_unit_test(bits_of_frames_that_never_slide),
      cmocka_unit_test(bits_do_not_depend_on_the_path_of_errors),
      cmocka_unit_test(bits_of_a_late_overflow),
  };
  return kernel_suite_run(tests, sizeof(tests) / sizeof(tests[0]));
}
