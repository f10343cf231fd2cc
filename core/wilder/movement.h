/*
** movement.h - from bar to bar: what Wilder's indicators average, and what they
** make of the averages. The definitions are at the head of wilder.h.
**
** A movement has two parts, each of which is averaged by itself:
**
**     RSI   rise   fall
**     ATR   true range   (no second part)
**     +DI   +DM    true range
**     -DI   -DM    true range
**     ADX   +DM    -DM         (the true range cancels out of DX)
*/
#ifndef SMMA_WILDER_MOVEMENT_H
#define SMMA_WILDER_MOVEMENT_H

#include "../stream.h"
#include "../wilder.h"

#include <math.h>

enum { MOVEMENT_PARTS = 2 };

typedef struct wilder_movement {
  double part[MOVEMENT_PARTS]; /* none is negative */
} wilder_movement;

static inline bool movement_is_indicator(smma_indicator indicator) {
  return indicator >= SMMA_RSI && indicator <= SMMA_ADX;
}

/* How many parts the movements of an indicator have. */
static inline size_t movement_parts(smma_indicator indicator) {
  return indicator == SMMA_ATR ? 1 : 2;
}

/* The bar as the indicator reads it. */
static inline smma_bar movement_bar(smma_indicator indicator,
                                    const smma_bar *bar) {
  const smma_bar close_alone = {bar->close, bar->close, bar->close};
  return indicator == SMMA_RSI ? close_alone : *bar;
}

static inline bool movement_bar_is_missing(const smma_bar *bar) {
  return smma_is_missing(bar->high) || smma_is_missing(bar->low) ||
         smma_is_missing(bar->close);
}

/* Whether every price of a bar is missing or so small that no movement from or to
** it, and no sum of two averages of such, is infinite. */
static inline bool movement_bar_is_finite(const smma_bar *bar,
                                          uint64_t period) {
  const double most = 5e306 / (double)period;
  const double price[] = {bar->high, bar->low, bar->close};
  for (size_t i = 0; i < 3; i++) {
    if (price[i] > most || price[i] < -most) return false;
  }
  return true;
}

static inline double movement_positive(double difference) {
  return difference > 0 ? difference : 0;
}

/* The largest of the three is the range from the bar to the close before,
** whichever of them ends it. */
static inline double movement_true_range(const smma_bar *before,
                                         const smma_bar *bar) {
  const double top = bar->high > before->close ? bar->high : before->close;
  const double bottom = bar->low < before->close ? bar->low : before->close;
  return top - bottom;
}

/* +DM where it is positive, -DM where it is negative. */
static inline double movement_directional(const smma_bar *before,
                                          const smma_bar *bar) {
  const double up = bar->high - before->high;
  const double down = before->low - bar->low;
  if (up > down) return movement_positive(up);
  return down > up ? -movement_positive(down) : 0;
}

static inline wilder_movement movement_between(smma_indicator indicator,
                                               const smma_bar *before,
                                               const smma_bar *bar) {
  if (indicator == SMMA_ATR) {
    return (wilder_movement){{movement_true_range(before, bar), 0}};
  }
  const double signed_part = indicator == SMMA_RSI
                                 ? bar->close - before->close
                                 : movement_directional(before, bar);
  const double up = movement_positive(signed_part);
  const double down = movement_positive(-signed_part);
  if (indicator == SMMA_PLUS_DI || indicator == SMMA_MINUS_DI) {
    return (wilder_movement){{indicator == SMMA_PLUS_DI ? up : down,
                              movement_true_range(before, bar)}};
  }
  return (wilder_movement){{up, down}};
}

/* Whether the ratio of the averages stays as it is because nothing has moved: they
** shrink alike then. To average on and divide again would add rounding, until the
** averages are too small for a double. Over a period of 1 they are 0 at once, and
** only RSI, which has a value once the price has moved, goes on. */
static inline bool movement_keeps_ratio(smma_indicator indicator,
                                        uint64_t period,
                                        const wilder_movement *movement) {
  if (indicator == SMMA_ATR || (period == 1 && indicator != SMMA_RSI)) {
    return false;
  }
  return movement->part[0] == 0 && movement->part[1] == 0;
}

/* 100 * part / whole; NaN where whole is 0, or so small beside part that there is
** no such double, as it may be when a close lies far outside its bar. */
static inline double movement_percent(double part, double whole) {
  const double percent = 100 * (part / whole);
  return lanes_is_finite(percent) ? percent : NAN;
}

/* What the averages of the two parts give: RSI, ATR, DI, or DX for SMMA_ADX. */
static inline double movement_ratio(smma_indicator indicator, double first,
                                    double second) {
  if (indicator == SMMA_ATR) return first;
  if (indicator == SMMA_RSI) return movement_percent(first, first + second);
  if (indicator != SMMA_ADX) return movement_percent(first, second);
  if (first + second == 0) return 0;
  return movement_percent(first > second ? first - second : second - first,
                          first + second);
}

#endif
