/*
** sliding.h - one average over a window of values that slides: grows at the back
** and shrinks at the front.
**
** Over the present values x1 ... xm of the window, m >= p, with a = 1 - 1/p, the
** average is
**
**     a^(m-p) * (x1 + ... + xp) / p  +  sum of a^(m-i) * x(i) / p over i > p,
**
** the seed, faded, and the tail. Both are sums over a queue: the tail's front
** moves to the seed's back when the seed loses a value. Subtracting what leaves
** would leave rounding errors behind, and after a huge value nothing but them. So
** each queue is two stacks, of which the front one knows the sum from each of
** its rows to its end and the back one a running sum; when the front one runs
** empty, the back one is turned over. Every row is turned over once at most in
** each queue, which is amortised O(1) without one subtraction (Tangwongsan,
** Hirzel, Schneider, "Low-latency sliding-window aggregation in worst-case
** constant time", DEBS 2017, section 4).
**
** Sums, weights and powers of a are pairs of doubles (exact.h), because a power
** rounded at each step would be off by half a million ulps at p = 1,000,000.
** All weights add up to 1, or rather to a half, so that rounding up cannot
** overflow: the sums are of half the values.
*/
#ifndef SMMA_SLIDING_H
#define SMMA_SLIDING_H

#include "../support/chunks.h"
#include "../support/exact.h"

/* The two stacks of the seed or the tail, over neighbouring rows. */
typedef struct sliding_queue {
  size_t rows;          /* in both stacks, missing values included */
  size_t present;       /* values in both stacks */
  size_t front_rows;    /* in the front stack */
  size_t front_present; /* values in the front stack */
  exact_double back_sum;
} sliding_queue;

typedef struct smma_sliding {
  size_t period;
  smma_chunks rows; /* the seed's, then the tail's: 24 bytes each */
  sliding_queue seed;
  sliding_queue tail;
  double scale;             /* the sums are of values / scale: 2, or 1 */
  exact_double weight;      /* 1 / period / scale */
  exact_double decay;       /* a */
  exact_double growth;      /* 1 / a */
  exact_double front_power; /* a to the number of values in the front stack */
  exact_double back_power;  /* and in the back stack, of the tail */
} smma_sliding;

/* An empty window; period is not 0, *allocator is copied. Allocates nothing. */
void smma_sliding_init(smma_sliding *sliding, size_t period,
                       const smma_allocator *allocator);
/* Releases everything; the window may not be used afterwards. */
void smma_sliding_clear(smma_sliding *sliding);

/* Adds a value at the back; NaN is missing but has its place. Amortised O(1).
** False, with the window as it was, when there is no memory. */
bool smma_sliding_push(smma_sliding *sliding, double value);

/* Removes the row at the front, of which there must be one. Amortised O(1).
** Returns whether its value was present. */
bool smma_sliding_pop(smma_sliding *sliding);

/* Whether there are the values of a seed, and so an average. */
static inline bool smma_sliding_has_average(const smma_sliding *sliding) {
  return sliding->seed.present >= sliding->period;
}

/* The average, NaN where there is none. The error is at most 8 * DBL_EPSILON *
** max|values|, however often the window has moved (SPEC 2.3). O(1). */
double smma_sliding_value(const smma_sliding *sliding);

/* How many rows there are, missing values included. */
static inline size_t smma_sliding_size(const smma_sliding *sliding) {
  return sliding->rows.size;
}

#endif
