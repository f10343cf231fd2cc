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
#include "../../core/frame.c"
#undef malloc
#undef aligned_alloc
#undef free

#include "../support/check.h"
#include "../support/random.h"

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

/* Fills a frame over many chunks, slides it, and goes on after each failure:
** what the frame holds must not have changed. */
static smma_status memory_of_frame(void) {
  smma_frame *frame;
  smma_status worst = smma_frame_new(&frame, 3, NULL);
  if (worst != SMMA_OK) {
    assert_null(frame);
    return worst;
  }
  for (size_t i = 0; i < 3000 && worst == SMMA_OK; i++) {
    const double value = smma_frame_value(frame);
    const size_t size = smma_frame_size(frame);
    const smma_status pushed = smma_frame_push(frame, (double)(i % 11));
    if (pushed != SMMA_OK) {
      worst = pushed;
      assert_int_equal(smma_frame_size(frame), size);
      assert_true(check_same_bits(smma_frame_value(frame), value));
    }
    if (i < 2000 || worst != SMMA_OK) continue;
    const double before = smma_frame_value(frame);
    const smma_status popped = smma_frame_pop(frame);
    if (popped != SMMA_OK) {
      worst = popped;
      assert_int_equal(smma_frame_size(frame), size + 1);
      assert_true(check_same_bits(smma_frame_value(frame), before));
    }
  }
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
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
