/*
** target.h - the functions of a kernel for the LANES of the file that includes
** this: see lanes_1.c, lanes_2.c and lanes_4.c.
*/
#ifndef SMMA_TARGET_H
#define SMMA_TARGET_H

#include "../support/lanes.h"

#include "gaps.h"
#include "kernel.h"
#include "periods.h"
#include "seed.h"
#include "series.h"

/* With SMMA_SMALL arrays and seeds go price by price. */
#if defined(SMMA_SMALL)
#define TARGET_ARRAYS
#else
static size_t target_run(smma_stream *stream, const double *prices, double *out,
                         size_t groups) {
  return series_run(stream, prices, out, groups);
}

static size_t target_run_periods(smma_stream *streams, const double *prices,
                                 double *out, size_t distance, size_t strides) {
  return periods_run(streams, prices, out, distance, strides);
}

static bool target_sum_seed(double *high, double *low, const double *prices,
                            size_t n) {
  return seed_sum(high, low, prices, n);
}

static void target_pack(smma_gaps *gaps, const double *prices, size_t n,
                        size_t most) {
  gaps_pack(gaps, prices, n, most);
}

static void target_scatter(const smma_gaps *gaps, const double *prices,
                           double *out) {
  gaps_scatter(gaps, prices, out);
}

#define TARGET_ARRAYS                                                          \
  .run = target_run, .run_periods = target_run_periods,                        \
  .sum_seed = target_sum_seed, .pack = target_pack, .scatter = target_scatter,
#endif

enum { TARGET_PARTS = SMMA_BUNDLE_PERIODS / LANES };

_Static_assert(sizeof(periods_bundle) * TARGET_PARTS <= SMMA_BUNDLE_SIZE,
               "a bundle has room");

static void target_bundle(void *bundle, const smma_stream *streams) {
  periods_bundle *parts = bundle;
  for (size_t i = 0; i < TARGET_PARTS; i++) {
    periods_bundle_start(&parts[i], streams + LANES * i);
  }
}

static bool target_push_bundle(void *bundle, uint64_t count, double price,
                               double *averages) {
  periods_bundle *parts = bundle;
  for (size_t i = 0; i < TARGET_PARTS; i++) {
    if (!periods_bundle_push(&parts[i], count, price, averages + LANES * i)) {
      return false;
    }
  }
  return true;
}

#define TARGET_KERNEL(text)                                                    \
  {.name = text,                                                               \
   .lanes = LANES,                                                             \
   TARGET_ARRAYS.bundle = target_bundle,                                       \
   .push_bundle = target_push_bundle}

#endif
