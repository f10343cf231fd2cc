/*
** lanes.h - LANES doubles that go through the same operations side by side:
** 1, 2 or 4, and 1 where the file that includes this has not said.
**
** With more than one lane it is the vector type of GCC and Clang, which they
** compile to SSE2, AVX2, NEON or WebAssembly SIMD128. The operators + - * work
** on all of them, and every lane is rounded as a double by itself is: the
** number of lanes changes no bit (SPEC 2.1).
*/
#ifndef SMMA_LANES_H
#define SMMA_LANES_H

#include "strict.h"

#include <stdbool.h>
#include <stddef.h>

#ifndef LANES
#define LANES 1
#endif

#if LANES == 4
#include <immintrin.h>
#endif

/* Always inline: a function that is called would not have the instructions of
** the file that it is inlined into. */
#if defined(__GNUC__)
#define LANES_INLINE static inline __attribute__((always_inline))
#else
#define LANES_INLINE static inline
#endif

enum {
  LANES_RUN = 4,     /* neighbours that are loaded and stored together */
  LANES_DISTANCE = 8 /* from the run of one lane to that of the next, loading */
};

#if LANES == 1

typedef double lanes;

/* The same number in every lane. */
LANES_INLINE lanes lanes_all(double number) {
  return number;
}

/* Neighbours in memory, one a lane. */
LANES_INLINE lanes lanes_load(const double *from) {
  return *from;
}
LANES_INLINE void lanes_store(double *to, lanes value) {
  *to = value;
}

/* Lane j of value[k] is from[LANES_DISTANCE * j + k], k = 0 ... 3. */
LANES_INLINE void lanes_load_runs(const double *from, lanes *value) {
  for (int k = 0; k < LANES_RUN; k++) {
    value[k] = from[k];
  }
}

/* Lane j of value[k] to to[distance * j + k], k = 0 ... 3. */
LANES_INLINE void lanes_store_runs(double *to, size_t distance,
                                   const lanes *value) {
  (void)distance;
  for (int k = 0; k < LANES_RUN; k++) {
    to[k] = value[k];
  }
}

#else

/* Aligned as a double is, wherever it stands in memory. */
typedef double lanes __attribute__((vector_size(8 * LANES), aligned(8)));

#if defined(__clang__)
#define LANES_SHUFFLE(a, b, ...) __builtin_shufflevector(a, b, __VA_ARGS__)
#else
typedef long long lanes_mask __attribute__((vector_size(8 * LANES)));
#define LANES_SHUFFLE(a, b, ...)                                               \
  __builtin_shuffle(a, b, (lanes_mask){__VA_ARGS__})
#endif

/* Doubles in memory seen as lanes. Not memcpy(), of which GCC makes several
** smaller moves here. */
typedef lanes lanes_in_memory __attribute__((may_alias));

LANES_INLINE lanes lanes_load(const double *from) {
  return *(const lanes_in_memory *)from;
}
LANES_INLINE void lanes_store(double *to, lanes value) {
  *(lanes_in_memory *)to = value;
}

#if LANES == 2

LANES_INLINE lanes lanes_all(double number) {
  return (lanes){number, number};
}

LANES_INLINE void lanes_load_runs(const double *from, lanes *value) {
  const lanes a = lanes_load(from), b = lanes_load(from + LANES_DISTANCE);
  const lanes c = lanes_load(from + 2),
              d = lanes_load(from + LANES_DISTANCE + 2);
  value[0] = LANES_SHUFFLE(a, b, 0, 2);
  value[1] = LANES_SHUFFLE(a, b, 1, 3);
  value[2] = LANES_SHUFFLE(c, d, 0, 2);
  value[3] = LANES_SHUFFLE(c, d, 1, 3);
}

LANES_INLINE void lanes_store_runs(double *to, size_t distance,
                                   const lanes *value) {
  const lanes *v = value;
  lanes_store(to, LANES_SHUFFLE(v[0], v[1], 0, 2));
  lanes_store(to + 2, LANES_SHUFFLE(v[2], v[3], 0, 2));
  lanes_store(to + distance, LANES_SHUFFLE(v[0], v[1], 1, 3));
  lanes_store(to + distance + 2, LANES_SHUFFLE(v[2], v[3], 1, 3));
}

#elif LANES == 4

LANES_INLINE lanes lanes_all(double number) {
  return (lanes){number, number, number, number};
}

/* from[0], from[1], and the two that lie two distances behind them: two loads
** and a blend, which more parts of a processor can do than the permutation of
** halves. */
LANES_INLINE lanes lanes_load_halves(const double *from) {
  return (lanes)_mm256_blend_pd(_mm256_castpd128_pd256(_mm_loadu_pd(from)),
                                _mm256_loadu_pd(from + 2 * LANES_DISTANCE - 2),
                                12);
}

LANES_INLINE void lanes_load_runs(const double *from, lanes *value) {
  const lanes a = lanes_load_halves(from);
  const lanes b = lanes_load_halves(from + LANES_DISTANCE);
  const lanes c = lanes_load_halves(from + 2);
  const lanes d = lanes_load_halves(from + LANES_DISTANCE + 2);
  value[0] = LANES_SHUFFLE(a, b, 0, 4, 2, 6);
  value[1] = LANES_SHUFFLE(a, b, 1, 5, 3, 7);
  value[2] = LANES_SHUFFLE(c, d, 0, 4, 2, 6);
  value[3] = LANES_SHUFFLE(c, d, 1, 5, 3, 7);
}

LANES_INLINE void lanes_store_runs(double *to, size_t distance,
                                   const lanes *value) {
  const lanes *v = value;
  const lanes even01 = LANES_SHUFFLE(v[0], v[1], 0, 4, 2, 6);
  const lanes odd01 = LANES_SHUFFLE(v[0], v[1], 1, 5, 3, 7);
  const lanes even23 = LANES_SHUFFLE(v[2], v[3], 0, 4, 2, 6);
  const lanes odd23 = LANES_SHUFFLE(v[2], v[3], 1, 5, 3, 7);
  lanes_store(to, LANES_SHUFFLE(even01, even23, 0, 1, 4, 5));
  lanes_store(to + distance, LANES_SHUFFLE(odd01, odd23, 0, 1, 4, 5));
  lanes_store(to + 2 * distance, LANES_SHUFFLE(even01, even23, 2, 3, 6, 7));
  lanes_store(to + 3 * distance, LANES_SHUFFLE(odd01, odd23, 2, 3, 6, 7));
}

#else
#error "LANES is 1, 2 or 4"
#endif
#endif

/* One lane, and all of them from an array. Plain subscripts, so that the
** compiler keeps them in registers where the loop around them is unrolled. */
LANES_INLINE double lanes_get(lanes value, size_t lane) {
#if LANES == 1
  (void)lane;
  return value;
#else
  return value[lane];
#endif
}
LANES_INLINE lanes lanes_of(const double *numbers) {
#if LANES == 1
  return numbers[0];
#elif LANES == 2
  return (lanes){numbers[0], numbers[1]};
#else
  return (lanes){numbers[0], numbers[1], numbers[2], numbers[3]};
#endif
}

/* Neither infinite nor NaN. */
LANES_INLINE bool lanes_is_finite(double number) {
  return number - number == 0;
}

/* Whether that is so of both, in every lane. What is subtracted from itself is 0
** or NaN. */
LANES_INLINE bool lanes_are_finite(lanes a, lanes b) {
  const lanes zero = (a - a) + (b - b);
#if LANES == 1
  return zero == zero;
#elif LANES == 2
  return zero[0] + zero[1] == 0;
#else
  return _mm256_movemask_pd(_mm256_cmp_pd(zero, zero, _CMP_UNORD_Q)) == 0;
#endif
}

#endif
