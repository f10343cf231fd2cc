/*
** bars.h - bars that are hard on Wilder's indicators. Prices are multiples of
** 1/64, so that the differences of two are exact, ties are common, and no
** rounding decides which of two movements is the larger.
*/
#ifndef SMMA_TEST_BARS_H
#define SMMA_TEST_BARS_H

#include "../../core/wilder.h"
#include "random.h"

#include <math.h>
#include <stdbool.h>

typedef enum bars_kind {
  BARS_WALK,
  BARS_FLAT,    /* stands still now and then, or always */
  BARS_RISING,  /* never falls */
  BARS_FALLING, /* never rises; below 0 in the end */
  BARS_INSIDE,  /* each bar inside the one before: no movement in DM */
  BARS_KINDS
} bars_kind;

static inline double bars_larger(double a, double b) {
  return a > b ? a : b;
}

/* A multiple of 1/64 in 0 ... 8, often 0 or one of few others. */
static inline double bars_step(random_source *random) {
  const size_t most = random_chance(random, 0.5) ? 2 : 512;
  return (double)random_between(random, 0, most) / 64;
}

static inline smma_bar bars_inside(random_source *random, smma_bar bar) {
  const double room = bar.high - bar.low;
  bar.high -= room > 0.5 ? 0.25 : 0;
  bar.low += room > 0.5 ? 0.25 : 0;
  bar.close = random_chance(random, 0.5) ? bar.high : bar.low;
  return bar;
}

static inline smma_bar bars_next(random_source *random, bars_kind kind,
                                 smma_bar before) {
  if (kind == BARS_INSIDE) return bars_inside(random, before);
  smma_bar bar = before;
  double step = bars_step(random);
  if (kind == BARS_FALLING) step = -step;
  if (kind == BARS_WALK && random_chance(random, 0.5)) step = -step;
  bar.close += step;
  bar.high = bars_larger(bar.close, before.close) + bars_step(random);
  bar.low = -bars_larger(-bar.close, -before.close) - bars_step(random);
  if (random_chance(random, 0.1)) { /* a gap between the bars */
    const double gap = step * 8;
    bar.close += gap;
    bar.high += gap;
    bar.low += gap;
  }
  return bar;
}

/* n bars of a random kind, of which some may lack a value: the close only where
** may_lack_close. */
static inline void bars_fill(random_source *random, smma_bar *bars, size_t n,
                             bool may_lack_close) {
  const bars_kind kind = (bars_kind)random_between(random, 0, BARS_KINDS - 1);
  double still = 0.05;
  if (kind == BARS_FLAT) still = random_chance(random, 0.5) ? 0.5 : 1;
  const double missing = random_chance(random, 0.3) ? 0.1 : 0;
  smma_bar bar = {101, 99, 100};
  if (kind == BARS_INSIDE) bar = (smma_bar){148, 52, 100};
  for (size_t i = 0; i < n; i++) {
    if (!random_chance(random, still)) bar = bars_next(random, kind, bar);
    bars[i] = bar;
    if (random_chance(random, missing)) bars[i].high = NAN;
    if (random_chance(random, missing)) bars[i].low = NAN;
    if (may_lack_close && random_chance(random, missing)) bars[i].close = NAN;
  }
}

#endif
