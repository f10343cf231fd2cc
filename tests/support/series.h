/*
** series.h - price series that are hard on an average. No function of libm is
** used, so a seed gives the same series on every platform.
*/
#ifndef SMMA_TEST_SERIES_H
#define SMMA_TEST_SERIES_H

#include "../../core/support/strict.h"
#include "random.h"

#include <math.h>

typedef enum series_kind {
  SERIES_WALK,        /* a random walk around 100 */
  SERIES_JUMPS,       /* steps between 40 and 4000 */
  SERIES_RAMP,        /* a straight line up */
  SERIES_FLIPS,       /* a random sign every price */
  SERIES_ALTERNATING, /* plus, minus, plus, minus */
  SERIES_SIGN_STEPS,  /* steps that change the sign, of any length */
  SERIES_SPIKES,      /* small numbers and now and then a huge one */
  SERIES_SMALL,       /* near the smallest normal numbers */
  SERIES_LARGE,       /* up to 1e290 */
  SERIES_STILL,       /* a random walk that comes to a stand */
  SERIES_KINDS
} series_kind;

static const char *const series_names[SERIES_KINDS] = {
    "walk",       "jumps",  "ramp",  "flips", "alternating",
    "sign steps", "spikes", "small", "large", "still"};

static inline void series_fill(series_kind kind, random_source *random,
                               double *prices, size_t n) {
  double level = 100;
  size_t left = 0;
  for (size_t i = 0; i < n; i++) {
    const double unit = random_unit(random);
    switch (kind) {
    case SERIES_WALK:
      level *= 1 + (unit - 0.5) * 0.02;
      prices[i] = level;
      break;
    case SERIES_JUMPS:
      if (left-- == 0) {
        left = (size_t)(random_unit(random) * 200);
        level = 40 + unit * 4000;
      }
      prices[i] = level;
      break;
    case SERIES_RAMP:
      prices[i] = 0.001 + (double)i * 0.37;
      break;
    case SERIES_FLIPS:
      prices[i] = (random_chance(random, 0.5) ? -1 : 1) * (1 + unit);
      break;
    case SERIES_ALTERNATING:
      prices[i] = (i % 2 == 0 ? 1 : -1) * (1 + 0.001 * unit);
      break;
    case SERIES_SIGN_STEPS:
      if (left-- == 0) {
        left = (size_t)1 << random_between(random, 0, 8);
        level = (level > 0 ? -1 : 1) * (1 + unit);
      }
      prices[i] = level;
      break;
    case SERIES_SPIKES:
      prices[i] = random_chance(random, 0.01) ? 1e6 * (unit - 0.5) : unit;
      break;
    case SERIES_SMALL:
      prices[i] = (unit - 0.3) * 0x1p-960;
      break;
    case SERIES_LARGE:
      prices[i] = (unit - 0.5) * 1e290;
      break;
    case SERIES_STILL:
    default:
      if (i < 300) level *= 1 + (unit - 0.5) * 0.02;
      prices[i] = level;
      break;
    }
  }
}

/* Makes each price missing with the given probability. */
static inline void series_punch(random_source *random, double *prices, size_t n,
                                double probability) {
  for (size_t i = 0; i < n; i++) {
    if (random_chance(random, probability)) prices[i] = NAN;
  }
}

#endif
