/*
** seed.h - the sum of the prices of the seed, in four lanes whatever LANES is:
** price i of the series in lane i mod 4, each with its rounding errors kept
** (exact.h).
*/
#ifndef SMMA_SEED_H
#define SMMA_SEED_H

#include "../smma.h"
#include "../support/exact.h"

enum { SMMA_SEED_LANES = 4 };

/* See smma_kernel. */
LANES_INLINE bool seed_sum(double *high, double *low, const double *prices,
                           size_t n) {
  enum { PARTS = SMMA_SEED_LANES / LANES };
  lanes sum[PARTS], error[PARTS];
  for (size_t j = 0; j < PARTS; j++) {
    sum[j] = lanes_load(high + LANES * j);
    error[j] = lanes_load(low + LANES * j);
  }
  for (size_t i = 0; i < n; i += SMMA_SEED_LANES) {
    for (size_t j = 0; j < PARTS; j++) {
      const exact_lanes next =
          exact_two_sum(sum[j], lanes_load(prices + i + LANES * j));
      sum[j] = next.high;
      error[j] = error[j] + next.low;
    }
  }
  for (size_t j = 0; j < PARTS; j++) {
    if (!lanes_are_finite(sum[j], error[j])) return false;
  }
  for (size_t j = 0; j < PARTS; j++) {
    lanes_store(high + LANES * j, sum[j]);
    lanes_store(low + LANES * j, error[j]);
  }
  return true;
}

#endif
