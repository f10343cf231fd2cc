/*
** pair.h - two doubles that go through the same operations side by side.
**
** GCC and Clang compile their vector type to SSE2, NEON and WebAssembly
** SIMD128. With SMMA_SCALAR, or another compiler, a pair is a plain struct.
** Both round every lane like the scalar operation, so the bits are the same
** (SPEC 2.1).
*/
#ifndef SMMA_PAIR_H
#define SMMA_PAIR_H

#include "strict.h"

#include <string.h>

#if !defined(SMMA_SCALAR) && defined(__GNUC__)
#define SMMA_PAIR_IS_VECTOR 1
#else
#define SMMA_PAIR_IS_VECTOR 0
#endif

/* Where the same source is compiled for AVX as well, to be chosen at run time:
** not for its wider vectors, which are not used, but for its three-operand
** instructions, which spare copies of registers. */
#if SMMA_PAIR_IS_VECTOR && defined(__x86_64__) && !defined(__AVX__)
#define SMMA_PAIR_HAS_AVX 1
#define SMMA_PAIR_INLINE  static inline __attribute__((always_inline))
#else
#define SMMA_PAIR_HAS_AVX 0
#define SMMA_PAIR_INLINE  static inline
#endif

#if SMMA_PAIR_IS_VECTOR

typedef double smma_pair __attribute__((vector_size(16)));

static inline smma_pair pair_of(double lane0, double lane1) {
  return (smma_pair){lane0, lane1};
}
static inline double pair_lane0(smma_pair a) {
  return a[0];
}
static inline double pair_lane1(smma_pair a) {
  return a[1];
}
static inline smma_pair pair_add(smma_pair a, smma_pair b) {
  return a + b;
}
static inline smma_pair pair_subtract(smma_pair a, smma_pair b) {
  return a - b;
}
static inline smma_pair pair_multiply(smma_pair a, smma_pair b) {
  return a * b;
}

/* (a0, b0) and (a1, b1): a pair of neighbours becomes a pair of lanes, and
** back again. */
#if defined(__clang__)
static inline smma_pair pair_low(smma_pair a, smma_pair b) {
  return __builtin_shufflevector(a, b, 0, 2);
}
static inline smma_pair pair_high(smma_pair a, smma_pair b) {
  return __builtin_shufflevector(a, b, 1, 3);
}
#else
typedef long long smma_pair_mask __attribute__((vector_size(16)));
static inline smma_pair pair_low(smma_pair a, smma_pair b) {
  return __builtin_shuffle(a, b, (smma_pair_mask){0, 2});
}
static inline smma_pair pair_high(smma_pair a, smma_pair b) {
  return __builtin_shuffle(a, b, (smma_pair_mask){1, 3});
}
#endif

#else

typedef struct smma_pair {
  double lane[2];
} smma_pair;

static inline smma_pair pair_of(double lane0, double lane1) {
  const smma_pair pair = {{lane0, lane1}};
  return pair;
}
static inline double pair_lane0(smma_pair a) {
  return a.lane[0];
}
static inline double pair_lane1(smma_pair a) {
  return a.lane[1];
}
static inline smma_pair pair_add(smma_pair a, smma_pair b) {
  return pair_of(a.lane[0] + b.lane[0], a.lane[1] + b.lane[1]);
}
static inline smma_pair pair_subtract(smma_pair a, smma_pair b) {
  return pair_of(a.lane[0] - b.lane[0], a.lane[1] - b.lane[1]);
}
static inline smma_pair pair_multiply(smma_pair a, smma_pair b) {
  return pair_of(a.lane[0] * b.lane[0], a.lane[1] * b.lane[1]);
}
static inline smma_pair pair_low(smma_pair a, smma_pair b) {
  return pair_of(a.lane[0], b.lane[0]);
}
static inline smma_pair pair_high(smma_pair a, smma_pair b) {
  return pair_of(a.lane[1], b.lane[1]);
}

#endif

/* a * b + c, rounded twice like the scalar form: no fused operation. */
static inline smma_pair pair_multiply_add(smma_pair a, smma_pair b,
                                          smma_pair c) {
  return pair_add(pair_multiply(a, b), c);
}

/* Both lanes the same. */
static inline smma_pair pair_both(double lane) {
  return pair_of(lane, lane);
}

/* Two neighbours in memory, at any alignment of a double. */
static inline smma_pair pair_load(const double *from) {
  smma_pair pair;
  memcpy(&pair, from, sizeof(pair));
  return pair;
}
static inline void pair_store(double *to, smma_pair pair) {
  memcpy(to, &pair, sizeof(pair));
}

#endif
