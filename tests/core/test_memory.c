/*
** test_memory.c - out of memory: every allocation of every function fails in
** turn, once and from then on (SPEC 4.7).
**
** The sources that allocate are compiled into this file with an allocator that
** fails on request; it counts what is not released.
*/
#include <stdint.h>
#include <stdlib.h>

static void *memory_malloc(size_t bytes);
static void *memory_aligned_alloc(size_t alignment, size_t bytes);
static void memory_free(void *memory);

#define malloc        memory_malloc
#define aligned_alloc memory_aligned_alloc
#define free          memory_free
#include "../../core/array.c"
#include "../../core/batch.c"
#include "../../core/frame/frame.c"
#include "../../core/sweep.c"
#include "../../core/wilder/frame.c"
#undef malloc
#undef aligned_alloc
#undef free

#include "../support/check.h"
#include "../support/oracle.h"

typedef struct memory_plan {
  size_t calls;   /* so far */
  size_t fail_at; /* the call that fails; 0 is none */
  int from_then_on;
  size_t live; /* blocks not released */
} memory_plan;

static memory_plan memory;

static int memory_fails(void) {
  memory.calls++;
  if (memory.fail_at == 0) return 0;
  return memory.from_then_on ? memory.calls >= memory.fail_at
                             : memory.calls == memory.fail_at;
}

static void *memory_malloc(size_t bytes) {
  if (memory_fails()) return NULL;
  memory.live++;
  return malloc(bytes);
}

static void *memory_aligned_alloc(size_t alignment, size_t bytes) {
  if (memory_fails()) return NULL;
  memory.live++;
  return aligned_alloc(alignment, bytes);
}

static void memory_free(void *block) {
  memory.live -= block != NULL;
  free(block);
}

/* Runs operation with the first, second, ... allocation failing, until one run
** meets no failure. */
static void memory_exhaust(smma_status (*operation)(void)) {
  for (int from_then_on = 0; from_then_on < 2; from_then_on++) {
    smma_status status = SMMA_OUT_OF_MEMORY;
    size_t failures = 0;
    for (size_t at = 1; status != SMMA_OK; at++) {
      memory = (memory_plan){0, at, from_then_on, 0};
      status = operation();
      assert_int_equal(memory.live, 0);
      if (status == SMMA_OK) assert_true(memory.calls < at);
      if (status != SMMA_OK) assert_int_equal(status, SMMA_OUT_OF_MEMORY);
      failures += status != SMMA_OK;
    }
    assert_true(failures > 0);
  }
}

static const double memory_prices[20] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10};

static smma_status memory_of_safe_call(void) {
  double *out = (double *)&memory;
  const smma_status status = smma(memory_prices, 20, 3, &out);
  if (status != SMMA_OK) assert_null(out);
  smma_free(out);
  return status;
}

static smma_status memory_of_batch(void) {
  smma_batch_result result;
  const smma_status status =
      smma_batch_range(memory_prices, 20, 2, 9, 1, &result);
  if (status != SMMA_OK) {
    assert_null(result.values);
    assert_null(result.periods);
  }
  smma_batch_free(&result);
  return status;
}

/* A push or a pop; after a failure the frame must be as it was, and the same
** operation must go through once there is memory again. */
static smma_status memory_move_frame(smma_frame *frame, int is_push,
                                     double price) {
  const double value = smma_frame_value(frame);
  const size_t size = smma_frame_size(frame);
  const smma_status status =
      is_push ? smma_frame_push(frame, price) : smma_frame_pop(frame);
  if (status == SMMA_OK) return SMMA_OK;
  assert_int_equal(smma_frame_size(frame), size);
  assert_true(check_same_bits(smma_frame_value(frame), value));
  memory.fail_at = 0;
  assert_int_equal(
      is_push ? smma_frame_push(frame, price) : smma_frame_pop(frame), SMMA_OK);
  return status;
}

/* Fills a frame over many chunks and slides it on. */
static smma_status memory_of_frame(void) {
  smma_frame *frame;
  smma_status worst = smma_frame_new(&frame, 3, NULL);
  if (worst != SMMA_OK) {
    assert_null(frame);
    return worst;
  }
  for (size_t i = 0; i < 3000; i++) {
    smma_status status = memory_move_frame(frame, 1, (double)(i % 11));
    if (status != SMMA_OK) worst = status;
    if (i < 2000) continue;
    status = memory_move_frame(frame, 0, 0);
    if (status != SMMA_OK) worst = status;
  }
  assert_int_equal(smma_frame_size(frame), 2000);
  /* Of 1000 % 11, 1001 % 11, ... 2999 % 11, from 128-bit arithmetic. */
  oracle exact = oracle_start(3);
  for (size_t i = 1000; i < 3000; i++) {
    oracle_push(&exact, (double)(i % 11));
  }
  assert_true(oracle_error(&exact, smma_frame_value(frame)) <= 8);
  smma_frame_free(frame);
  return worst;
}

static void memory_fails_in_safe_call(void **state) {
  (void)state;
  memory_exhaust(memory_of_safe_call);
}

static void memory_fails_in_batch(void **state) {
  (void)state;
  memory_exhaust(memory_of_batch);
}

static void memory_fails_in_frame(void **state) {
  (void)state;
  memory_exhaust(memory_of_frame);
}

static smma_status memory_of_sweep(void) {
  const smma_batch_config periods = {2, 20, 1};
  smma_sweep *sweep;
  const smma_status status = smma_sweep_new(&sweep, &periods, NULL);
  if (status != SMMA_OK) assert_null(sweep);
  smma_sweep_free(sweep);
  return status;
}

/* After a failure such a frame is only released. */
static smma_status memory_of_wilder(smma_indicator indicator) {
  smma_wilder_frame *frame;
  smma_status status = smma_wilder_frame_new(&frame, indicator, 3, NULL);
  if (status != SMMA_OK) assert_null(frame);
  for (size_t i = 0; i < 2600 && status == SMMA_OK; i++) {
    /* Stands still for a while, so that rows wait at the back. */
    const double price = i < 700 || i > 2000 ? (double)(i * i % 11) : 5;
    const double close = i % 9 == 0 ? NAN : price;
    status =
        smma_wilder_frame_push(frame, &(smma_bar){price + 1, price - 1, close});
    if (status == SMMA_OK && i >= 1200) status = smma_wilder_frame_pop(frame);
  }
  (void)smma_wilder_frame_value(frame);
  smma_wilder_frame_free(frame);
  return status;
}

static smma_status memory_of_rsi(void) {
  return memory_of_wilder(SMMA_RSI);
}

static smma_status memory_of_atr(void) {
  return memory_of_wilder(SMMA_ATR);
}

static smma_status memory_of_adx(void) {
  return memory_of_wilder(SMMA_ADX);
}

static void memory_fails_in_wilder(void **state) {
  (void)state;
  memory_exhaust(memory_of_rsi);
  memory_exhaust(memory_of_atr);
  memory_exhaust(memory_of_adx);
}

static void memory_fails_in_sweep(void **state) {
  (void)state;
  memory_exhaust(memory_of_sweep);
}

static void memory_fails_in_alloc(void **state) {
  (void)state;
  memory = (memory_plan){0, 1, 0, 0};
  assert_null(smma_alloc(10));
  double *array = smma_alloc(10);
  assert_non_null(array);
  smma_free(array);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(memory_fails_in_alloc),
      cmocka_unit_test(memory_fails_in_safe_call),
      cmocka_unit_test(memory_fails_in_batch),
      cmocka_unit_test(memory_fails_in_frame),
      cmocka_unit_test(memory_fails_in_sweep),
      cmocka_unit_test(memory_fails_in_wilder),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
