/*
** test_threads.c - calls on separate data in many threads at once (SPEC 4.7):
** each thread gets the bits that one thread alone gets. `make test-threads`
** runs it under ThreadSanitizer.
*/
#include "../../core/smma.h"
#include "../support/check.h"
#include "../support/series.h"
#include "../support/threads.h"

enum {
  THREADS_PRICES = 1500,
  THREADS_PARTS = 9, /* arrays of THREADS_PRICES that one round gives */
  THREADS_ROUND = THREADS_PRICES * THREADS_PARTS
};

/* What one thread does, on data of its own; prices may be others' as well. */
typedef struct threads_work {
  uint64_t seed;
  size_t rounds;
  const double *shared; /* prices that all threads read, or NULL */
  double *results;      /* rounds * THREADS_ROUND */
  smma_status status;   /* the first that is not SMMA_OK */
} threads_work;

static void threads_note(threads_work *work, smma_status status) {
  if (work->status == SMMA_OK) work->status = status;
}

static void threads_arrays(threads_work *work, const double *prices,
                           size_t period, double *out) {
  double *safe;
  threads_note(work, smma_into(prices, out, THREADS_PRICES, period));
  threads_note(work, smma(prices, THREADS_PRICES, period, &safe));
  if (safe != NULL) {
    memcpy(out + THREADS_PRICES, safe, THREADS_PRICES * sizeof(double));
  }
  smma_free(safe);
}

/* Three rows. */
static void threads_batch(threads_work *work, const double *prices,
                          size_t period, double *out) {
  smma_batch_result result;
  threads_note(work, smma_batch_range(prices, THREADS_PRICES, period,
                                      period + 20, 10, &result));
  if (result.values != NULL) {
    memcpy(out, result.values, result.rows * THREADS_PRICES * sizeof(double));
  }
  smma_batch_free(&result);
}

/* Price by price, as an array, and with a state in between. */
static void threads_stream(threads_work *work, const double *prices,
                           size_t period, double *out) {
  smma_stream stream;
  unsigned char state[SMMA_STATE_SIZE];
  const size_t half = THREADS_PRICES / 2;
  threads_note(work, smma_stream_init(&stream, period));
  for (size_t i = 0; i < half; i++) {
    threads_note(work, smma_stream_push(&stream, prices[i]));
    out[i] = smma_stream_value(&stream);
  }
  threads_note(work, smma_stream_save(&stream, state));
  memset(&stream, 0, sizeof(stream));
  threads_note(work, smma_stream_load(&stream, state, sizeof(state)));
  threads_note(work, smma_stream_push_array(&stream, prices + half, out + half,
                                            THREADS_PRICES - half));
}

/* One frame that grows, and one that slides. */
static void threads_frames(threads_work *work, const double *prices,
                           size_t period, double *out) {
  for (int slides = 0; slides < 2; slides++) {
    smma_frame *frame;
    const smma_status status = smma_frame_new(&frame, period, NULL);
    threads_note(work, status);
    if (status != SMMA_OK) return;
    for (size_t i = 0; i < THREADS_PRICES; i++) {
      threads_note(work, smma_frame_push(frame, prices[i]));
      if (slides && i >= 100) threads_note(work, smma_frame_pop(frame));
      *out++ = smma_frame_value(frame);
    }
    smma_frame_free(frame);
  }
}

/* Four periods side by side, of which the results have one in turn. */
static void threads_sweep(threads_work *work, const double *prices,
                          size_t period, double *out) {
  const smma_batch_config periods = {period, period + 3, 1};
  smma_sweep *sweep;
  const smma_status status = smma_sweep_new(&sweep, &periods, NULL);
  threads_note(work, status);
  if (status != SMMA_OK) return;
  for (size_t i = 0; i < THREADS_PRICES; i++) {
    threads_note(work, smma_sweep_push(sweep, prices[i]));
    out[i] = smma_sweep_values(sweep)[i % 4];
  }
  smma_sweep_free(sweep);
}

static void threads_do(void *given) {
  threads_work *work = given;
  random_source random = random_from(work->seed);
  double own[THREADS_PRICES];
  double *out = work->results;
  for (size_t round = 0; round < work->rounds; round++) {
    const double *prices = work->shared;
    const size_t period = random_between(&random, 1, 80);
    if (prices == NULL) {
      /* Without the kind that may be too large to average. */
      series_fill((series_kind)random_between(&random, 0, SERIES_SMALL),
                  &random, own, THREADS_PRICES);
      series_punch(&random, own, THREADS_PRICES, round % 2 * 0.02);
      prices = own;
    }
    threads_arrays(work, prices, period, out);
    threads_batch(work, prices, period, out + 2 * THREADS_PRICES);
    threads_stream(work, prices, period, out + 5 * THREADS_PRICES);
    threads_frames(work, prices, period, out + 6 * THREADS_PRICES);
    threads_sweep(work, prices, period, out + 8 * THREADS_PRICES);
    out += THREADS_ROUND;
  }
}

static double *threads_results(const threads_work *work) {
  double *results =
      calloc(work->rounds * THREADS_ROUND, sizeof(*work->results));
  assert_non_null(results);
  return results;
}

static void threads_check(random_source *random, const double *shared) {
  threads_work work[THREADS];
  void *all[THREADS];
  for (int i = 0; i < THREADS; i++) {
    work[i] = (threads_work){random_bits(random), random_rounds(20), shared,
                             NULL, SMMA_OK};
    work[i].results = threads_results(&work[i]);
    all[i] = &work[i];
  }
  threads_run(threads_do, all);
  for (int i = 0; i < THREADS; i++) {
    threads_work alone = work[i];
    assert_int_equal(work[i].status, SMMA_OK);
    alone.results = threads_results(&alone);
    threads_do(&alone);
    check_same_arrays(work[i].results, alone.results,
                      alone.rounds * THREADS_ROUND, "thread", 0);
    free(alone.results);
    free(work[i].results);
  }
}

/* Before any other call: what the library finds out once, it does in here. */
static void threads_on_separate_prices(void **state) {
  (void)state;
  random_source random = random_start("threads_on_separate_prices");
  threads_check(&random, NULL);
}

static void threads_that_read_the_same_prices(void **state) {
  (void)state;
  static double prices[THREADS_PRICES];
  random_source random = random_start("threads_that_read_the_same_prices");
  series_fill(SERIES_WALK, &random, prices, THREADS_PRICES);
  threads_check(&random, prices);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(threads_on_separate_prices),
      cmocka_unit_test(threads_that_read_the_same_prices),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
