/* test_stream.c - streams and their saved states (SPEC 4.5, 3.7). Their bits
** are test_bits.c's subject. */
#include "../../core/smma.h"
#include "../support/check.h"
#include "../support/series.h"

static void stream_reports_errors(void **state) {
  (void)state;
  smma_stream stream;
  double x[2] = {1, 2};
  unsigned char saved[SMMA_STATE_SIZE];
  assert_int_equal(smma_stream_init(NULL, 1), SMMA_NULL_POINTER);
  assert_int_equal(smma_stream_init(&stream, 0), SMMA_PERIOD_ZERO);
  assert_int_equal(smma_stream_init(&stream, 2), SMMA_OK);
  assert_int_equal(smma_stream_push(NULL, 1), SMMA_NULL_POINTER);
  assert_int_equal(smma_stream_push_array(NULL, x, x, 2), SMMA_NULL_POINTER);
  assert_int_equal(smma_stream_push_array(&stream, NULL, x, 2),
                   SMMA_NULL_POINTER);
  assert_int_equal(smma_stream_push_array(&stream, x, NULL, 2),
                   SMMA_NULL_POINTER);
  assert_int_equal(smma_stream_push_array(&stream, NULL, NULL, 0), SMMA_OK);
  assert_int_equal(smma_stream_push_array(&stream, x, x, SIZE_MAX / 4),
                   SMMA_SIZE_OVERFLOW);
  assert_int_equal(smma_stream_save(NULL, saved), SMMA_NULL_POINTER);
  assert_int_equal(smma_stream_save(&stream, NULL), SMMA_NULL_POINTER);
  assert_int_equal(smma_stream_load(NULL, saved, sizeof(saved)),
                   SMMA_NULL_POINTER);
  assert_int_equal(smma_stream_load(&stream, NULL, 0), SMMA_NULL_POINTER);
  assert_true(isnan(smma_stream_value(NULL)));
}

static void stream_stays_after_a_refused_price(void **state) {
  (void)state;
  random_source random = random_from(5);
  for (size_t period = 1; period < 40; period++) {
    smma_stream stream, before;
    smma_stream_init(&stream, period);
    for (size_t i = 0; i < 120; i++) {
      const double bad[2] = {1, i % 2 == 0 ? INFINITY : -INFINITY};
      double out[2];
      before = stream;
      assert_int_equal(smma_stream_push(&stream, bad[1]), SMMA_NOT_FINITE);
      assert_memory_equal(&stream, &before, sizeof(stream));
      assert_int_equal(smma_stream_push_array(&stream, bad, out, 2),
                       SMMA_NOT_FINITE);
      assert_memory_equal(&stream, &before, sizeof(stream));
      assert_int_equal(smma_stream_push(&stream, random_unit(&random)),
                       SMMA_OK);
    }
  }
}

static void stream_stays_after_an_overflow(void **state) {
  (void)state;
  /* Whatever a stream has accepted, it can be saved and loaded. */
  random_source random = random_start("stream_stays_after_an_overflow");
  size_t refused = 0;
  for (size_t round = 0; round < random_rounds(20000); round++) {
    smma_stream stream, before;
    smma_stream_init(&stream, random_between(&random, 1, 40));
    for (size_t i = 0; i < 60; i++) {
      const double large = random_chance(&random, 0.5) ? 1.7e308 : -1e308;
      const double price = random_chance(&random, 0.3) ? large : 1;
      before = stream;
      const smma_status status = smma_stream_push(&stream, price);
      if (status == SMMA_OK) continue;
      refused++;
      assert_int_equal(status, SMMA_NOT_FINITE);
      assert_memory_equal(&stream, &before, sizeof(stream));
    }
    unsigned char saved[SMMA_STATE_SIZE];
    assert_int_equal(smma_stream_save(&stream, saved), SMMA_OK);
    assert_int_equal(smma_stream_load(&stream, saved, sizeof(saved)), SMMA_OK);
  }
  assert_true(refused > 0);
}

/* A stream of period 14 that has seen count prices, saved. */
static void stream_save_after(size_t count, unsigned char *saved) {
  smma_stream stream;
  smma_stream_init(&stream, 14);
  for (size_t i = 0; i < count; i++) {
    smma_stream_push(&stream, 100 + (double)(i % 7) / 8);
  }
  assert_int_equal(smma_stream_save(&stream, saved), SMMA_OK);
}

static void stream_state_is_portable(void **state) {
  (void)state;
  /* The bytes themselves are a promise: the same on every platform. */
  static const unsigned char empty[SMMA_STATE_SIZE] = {
      'S', 'M', 'M', 'A', 2, 0, 0, 0, 14, 0, 0, 0, 0, 0, 0, 0};
  unsigned char saved[SMMA_STATE_SIZE];
  stream_save_after(0, saved);
  assert_memory_equal(saved, empty, SMMA_STATE_SIZE - 8);
  stream_save_after(21, saved);
  assert_int_equal(saved[16], 21);
  uint64_t hash = 0;
  memcpy(&hash, saved + 104, 8);
  assert_true(hash != 0);
}

/* The hash of state.c, to make states up. */
static void stream_forge(unsigned char *saved) {
  uint64_t hash = UINT64_C(0xcbf29ce484222325);
  for (size_t i = 0; i < 104; i++) {
    hash = (hash ^ saved[i]) * UINT64_C(0x100000001b3);
  }
  for (size_t i = 0; i < 8; i++) {
    saved[104 + i] = (unsigned char)(hash >> (8 * i));
  }
}

/* What was stored before the arithmetic was final: version 1. */
static void stream_refuses_version_1(void **state) {
  (void)state;
  unsigned char saved[SMMA_STATE_SIZE];
  smma_stream stream;
  stream_save_after(21, saved);
  saved[4] = 1;
  stream_forge(saved);
  assert_int_equal(smma_stream_load(&stream, saved, SMMA_STATE_SIZE),
                   SMMA_BAD_STATE);
}

/* During the seed there is no average: bytes that have one are not a state, though
** the hash is right. */
static void stream_refuses_an_early_average(void **state) {
  (void)state;
  unsigned char saved[SMMA_STATE_SIZE];
  smma_stream stream;
  stream_save_after(13, saved);
  assert_int_equal(smma_stream_load(&stream, saved, SMMA_STATE_SIZE), SMMA_OK);
  saved[24] = 1;
  stream_forge(saved);
  assert_int_equal(smma_stream_load(&stream, saved, SMMA_STATE_SIZE),
                   SMMA_BAD_STATE);
}

/* More prices than anyone has pushed: the next would be counted as the first. */
static void stream_refuses_an_impossible_count(void **state) {
  (void)state;
  unsigned char saved[SMMA_STATE_SIZE];
  smma_stream stream;
  stream_save_after(100, saved);
  for (size_t i = 16; i < 24; i++) {
    saved[i] = 0xff;
  }
  stream_forge(saved);
  assert_int_equal(smma_stream_load(&stream, saved, SMMA_STATE_SIZE),
                   SMMA_BAD_STATE);
  saved[23] = 0x7f;
  stream_forge(saved);
  assert_int_equal(smma_stream_load(&stream, saved, SMMA_STATE_SIZE), SMMA_OK);
}

static void stream_refuses_damaged_states(void **state) {
  (void)state;
  static const size_t counts[] = {0, 3, 14, 15, 16, 19, 24, 100};
  for (size_t c = 0; c < sizeof(counts) / sizeof(counts[0]); c++) {
    unsigned char saved[SMMA_STATE_SIZE + 1];
    smma_stream stream, before;
    stream_save_after(counts[c], saved);
    smma_stream_init(&stream, 3);
    before = stream;
    for (size_t bit = 0; bit < 8 * SMMA_STATE_SIZE; bit++) {
      saved[bit / 8] ^= (unsigned char)(1 << bit % 8);
      assert_int_equal(smma_stream_load(&stream, saved, SMMA_STATE_SIZE),
                       SMMA_BAD_STATE);
      saved[bit / 8] ^= (unsigned char)(1 << bit % 8);
    }
    for (size_t size = 0; size <= SMMA_STATE_SIZE + 1; size++) {
      if (size == SMMA_STATE_SIZE) continue;
      assert_int_equal(smma_stream_load(&stream, saved, size), SMMA_BAD_STATE);
    }
    assert_memory_equal(&stream, &before, sizeof(stream));
    assert_int_equal(smma_stream_load(&stream, saved, SMMA_STATE_SIZE),
                     SMMA_OK);
  }
}

static void stream_survives_forged_states(void **state) {
  (void)state;
  /* Random contents with a right hash: refused, or accepted as a stream whose
  ** values are finite and that never crashes. */
  random_source random = random_start("stream_survives_forged_states");
  size_t accepted = 0;
  for (size_t round = 0; round < random_rounds(20000); round++) {
    unsigned char saved[SMMA_STATE_SIZE];
    stream_save_after(random_between(&random, 0, 40), saved);
    const size_t changes = random_between(&random, 1, 12);
    for (size_t i = 0; i < changes; i++) {
      saved[random_between(&random, 8, 103)] =
          (unsigned char)random_bits(&random);
    }
    stream_forge(saved);
    smma_stream stream;
    if (smma_stream_load(&stream, saved, sizeof(saved)) != SMMA_OK) continue;
    accepted++;
    for (size_t i = 0; i < 50; i++) {
      if (smma_stream_push(&stream, random_unit(&random)) != SMMA_OK) break;
      assert_false(isinf(smma_stream_value(&stream)));
    }
    double x[200] = {0};
    if (smma_stream_push_array(&stream, x, x, 200) == SMMA_OK) {
      assert_false(isinf(x[199]));
    }
  }
  assert_true(accepted > 0);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(stream_reports_errors),
      cmocka_unit_test(stream_stays_after_a_refused_price),
      cmocka_unit_test(stream_stays_after_an_overflow),
      cmocka_unit_test(stream_state_is_portable),
      cmocka_unit_test(stream_refuses_version_1),
      cmocka_unit_test(stream_refuses_an_early_average),
      cmocka_unit_test(stream_refuses_damaged_states),
      cmocka_unit_test(stream_refuses_an_impossible_count),
      cmocka_unit_test(stream_survives_forged_states),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
