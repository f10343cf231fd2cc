/*
** random.h - repeatable random numbers for tests (xorshift64*, Vigna 2016).
**
** The seed is printed at the start of every test program and can be set again
** with SMMA_TEST_SEED; SMMA_TEST_ROUNDS multiplies the number of random cases.
*/
#ifndef SMMA_TEST_RANDOM_H
#define SMMA_TEST_RANDOM_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

typedef struct random_source {
  uint64_t state;
} random_source;

static inline uint64_t random_bits(random_source *random) {
  uint64_t x = random->state;
  x ^= x >> 12;
  x ^= x << 25;
  x ^= x >> 27;
  random->state = x;
  return x * UINT64_C(2685821657736338717);
}

static inline random_source random_from(uint64_t seed) {
  random_source random = {seed * UINT64_C(0x9e3779b97f4a7c15) | 1};
  for (int i = 0; i < 8; i++) {
    random_bits(&random);
  }
  return random;
}

/* The seed of this run, printed for the test of that name. */
static inline random_source random_start(const char *test) {
  const char *given = getenv("SMMA_TEST_SEED");
  const uint64_t seed =
      given != NULL ? strtoull(given, NULL, 10) : (uint64_t)time(NULL);
  printf("%s: SMMA_TEST_SEED=%llu\n", test, (unsigned long long)seed);
  return random_from(seed);
}

/* rounds, multiplied by SMMA_TEST_ROUNDS (which may be a fraction). */
static inline size_t random_rounds(size_t rounds) {
  const char *given = getenv("SMMA_TEST_ROUNDS");
  const double factor = given != NULL ? strtod(given, NULL) : 1.0;
  const double scaled = (double)rounds * factor;
  return scaled < 1.0 ? 1 : (size_t)scaled;
}

/* In [0, 1). */
static inline double random_unit(random_source *random) {
  return (double)(random_bits(random) >> 11) * 0x1p-53;
}

/* In low ... high, both included. */
static inline size_t random_between(random_source *random, size_t low,
                                    size_t high) {
  return low + (size_t)(random_bits(random) % (uint64_t)(high - low + 1));
}

static inline int random_chance(random_source *random, double probability) {
  return random_unit(random) < probability;
}

#endif
