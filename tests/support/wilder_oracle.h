/*
** wilder_oracle.h - Wilder's indicators once more, in 128-bit floating point and
** by the definitions at the head of core/wilder.h, over the bars there are: with
** how far a result may be from them.
*/
#ifndef SMMA_TEST_WILDER_ORACLE_H
#define SMMA_TEST_WILDER_ORACLE_H

#include "../../core/wilder.h"
#include "oracle.h"

#include <float.h>
#include <stdbool.h>

/* A value, or none, and how far a result may be from it. */
typedef struct wilder_value {
  bool known;
  oracle_number value;
  double tolerance;
} wilder_value;

/* An average with the largest tolerance of what has been averaged. */
typedef struct wilder_average {
  oracle average;
  double error;
} wilder_average;

typedef struct wilder_oracle {
  smma_indicator indicator;
  double units; /* an average's error, of DBL_EPSILON * its largest value */
  bool has_bar, has_moved;
  smma_bar before;
  wilder_average first, second, dx;
} wilder_oracle;

static const wilder_value wilder_none = {false, 0, 0};

static inline wilder_oracle wilder_oracle_start(smma_indicator indicator,
                                                size_t period, double units) {
  const wilder_average empty = {oracle_start(period), 0};
  const wilder_oracle start = {indicator, units, false, false,
                               {0, 0, 0}, empty, empty, empty};
  return start;
}

static inline oracle_number wilder_larger(oracle_number a, oracle_number b) {
  return a > b ? a : b;
}

static inline double wilder_size(oracle_number x) {
  return (double)(x < 0 ? -x : x);
}

/* Movements are rounded once, as the difference of two doubles is. */
static inline void wilder_average_push(wilder_average *average,
                                       oracle_number value, double error) {
  oracle_push(&average->average, (double)value);
  if (error > average->error) average->error = error;
}

static inline wilder_value wilder_average_value(const wilder_oracle *o,
                                                const wilder_average *average) {
  if (!oracle_has_value(&average->average)) return wilder_none;
  const double rounding = o->units * DBL_EPSILON * average->average.largest;
  return (wilder_value){true, average->average.value,
                        average->error + rounding};
}

/* 100 * a / b, for a and b with an error. */
static inline wilder_value wilder_percent(wilder_value a, wilder_value b) {
  if (!a.known || !b.known || b.value == 0) return wilder_none;
  const oracle_number ratio = a.value / b.value;
  const double size = wilder_size(ratio);
  const double error =
      (a.tolerance + size * b.tolerance) / wilder_size(b.value);
  return (wilder_value){true, 100 * ratio,
                        100 * (1.01 * error + 4 * DBL_EPSILON * size)};
}

static inline wilder_value wilder_plus(wilder_value a, wilder_value b,
                                       int sign) {
  if (!a.known || !b.known) return wilder_none;
  return (wilder_value){true, a.value + sign * b.value,
                        a.tolerance + b.tolerance};
}

static inline wilder_value wilder_dx(const wilder_oracle *o) {
  const wilder_value plus = wilder_average_value(o, &o->first);
  const wilder_value minus = wilder_average_value(o, &o->second);
  const wilder_value sum = wilder_plus(plus, minus, 1);
  if (sum.known && sum.value == 0) return (wilder_value){true, 0, 0};
  wilder_value difference = wilder_plus(plus, minus, -1);
  if (difference.value < 0) difference.value = -difference.value;
  return wilder_percent(difference, sum);
}

static inline void wilder_oracle_move(wilder_oracle *o, const smma_bar *bar) {
  const smma_bar *b = &o->before;
  const oracle_number change = (oracle_number)bar->close - b->close;
  const oracle_number up = (oracle_number)bar->high - b->high;
  const oracle_number down = (oracle_number)b->low - bar->low;
  const oracle_number plus = up > down && up > 0 ? up : 0;
  const oracle_number minus = down > up && down > 0 ? down : 0;
  oracle_number range = (oracle_number)bar->high - bar->low;
  const oracle_number above = (oracle_number)bar->high - b->close;
  const oracle_number below = (oracle_number)bar->low - b->close;
  range = wilder_larger(range, wilder_larger(above, -above));
  range = wilder_larger(range, wilder_larger(below, -below));
  oracle_number first = plus, second = minus; /* ADX */
  if (o->indicator == SMMA_RSI) {
    first = wilder_larger(change, 0);
    second = wilder_larger(-change, 0);
  } else if (o->indicator != SMMA_ADX) {
    first = o->indicator == SMMA_MINUS_DI ? minus : plus;
    second = range;
  }
  if (o->indicator == SMMA_ATR) {
    wilder_average_push(&o->first, range, 0);
    return;
  }
  /* RSI stays where nothing moves: of period 1 the formula would be 0 / 0. */
  const bool is_kept = o->indicator == SMMA_RSI &&
                       o->first.average.period == 1 && first == 0 &&
                       second == 0 && o->has_moved;
  if (!is_kept) {
    wilder_average_push(&o->first, first, 0);
    wilder_average_push(&o->second, second, 0);
  }
  o->has_moved |= first > 0 || second > 0;
  if (o->indicator != SMMA_ADX) return;
  const wilder_value dx = wilder_dx(o);
  if (dx.known) wilder_average_push(&o->dx, dx.value, dx.tolerance);
}

static inline void wilder_oracle_push(wilder_oracle *o, const smma_bar *bar) {
  const bool reads_all = o->indicator != SMMA_RSI;
  if (isnan(bar->close)) return;
  if (reads_all && (isnan(bar->high) || isnan(bar->low))) return;
  if (o->has_bar) wilder_oracle_move(o, bar);
  o->before = *bar;
  o->has_bar = true;
}

static inline wilder_value wilder_oracle_value(const wilder_oracle *o) {
  const wilder_value first = wilder_average_value(o, &o->first);
  const wilder_value second = wilder_average_value(o, &o->second);
  switch (o->indicator) {
  case SMMA_RSI:
    return wilder_percent(first, wilder_plus(first, second, 1));
  case SMMA_ATR:
    return first;
  case SMMA_PLUS_DI:
  case SMMA_MINUS_DI:
    return wilder_percent(first, second);
  case SMMA_ADX:
  default:
    return wilder_average_value(o, &o->dx);
  }
}

/* Whether result is the value, or none where there is none. */
static inline bool wilder_is_right(wilder_value expected, double result) {
  if (!expected.known) return isnan(result);
  return wilder_size((oracle_number)result - expected.value) <=
         expected.tolerance;
}

#endif
