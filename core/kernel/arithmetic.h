/*
** arithmetic.h - the arithmetic of the average: this file is what is true.
**
** Everything that averages does these operations in this order, over a lane
** type (lanes.h): row.h for one price at a time, series.h for many strides of
** one series side by side, periods.h for many periods side by side. So the bits
** are the same on every path (SPEC 2.1).
**
** The plain recurrence s += (x - s) / p rounds at the level of the prices each
** time, and with a long period the errors pile up; it is also a serial chain of
** slow operations. Here the average is the sum of two parts,
**
**     average = reference + correction
**
** where the reference is a fast and rough average and the correction is what
** the reference lacks, computed so exactly that its own rounding is too small
** to matter. With a = 1 - 1/p:
**
**  - Prices are cut into segments of four, counted from the first price of the
**    series. From segment to segment the reference moves as if the four prices
**    had equal weight:
**        pull        = (1 - a^4) / 4 * (x0 + x1 + x2 + x3)
**        reference'  = a^4 * reference + pull.
**    Its rounding errors do not matter: it may be any number near the average.
**  - Inside a segment the deviation from the reference starts from nothing,
**        deviation(k) = a * deviation(k-1) + (x(k) - reference) / p,
**    and the average at price k is
**        reference + (deviation(k) + a^(k+1) * correction).
**  - The reference is a double, so what a step really changed it by is known.
**    What is left over goes into the correction:
**        residual    = (reference - reference') + deviation(3)
**        correction' = a^4 * correction + residual.
**
** The reference is never more than three prices old, so x - reference is about
** x - average, each error is relative to the move and not to the price level,
** and old errors fade with a. A constant series comes out exactly, because
** x - reference is exact then.
**
** Two segments form a stride of eight. The second segment starts from what the
** first one found, but the stride after it starts from the stride before:
**        reference'' = a^8 * reference + (a^4 * pull0 + pull1),
** and likewise the correction with the two residuals. So the serial chain is
** one multiplication and one addition for eight prices, and all else is wide.
**
** In a series that stands still the correction fades to nothing, through
** subnormal numbers, with which processors are many times slower. So at every
** 256th price a correction that has become too small to be seen beside the
** reference is made 0 (SPEC 1.5).
*/
#ifndef SMMA_ARITHMETIC_H
#define SMMA_ARITHMETIC_H

#include "../smma.h"
#include "../support/lanes.h"

enum {
  SMMA_SEGMENT = LANES_RUN,     /* prices in a segment: 4 */
  SMMA_STRIDE = LANES_DISTANCE, /* prices in a stride: two segments */
  SMMA_SETTLE = 256             /* prices from one look at the correction to the
                                ** next: a whole number of strides */
};

/* The members of smma.h's types, in their order, in every lane. */
#if LANES == 1
typedef smma_coefficients arithmetic_coefficients;
typedef smma_running arithmetic_running;
#else
typedef struct arithmetic_coefficients {
  lanes alpha, power[4], power8, quarter;
} arithmetic_coefficients;
typedef struct arithmetic_running {
  lanes reference, sum[2], correction, deviation;
  lanes first_reference, first_correction, first_pull, first_residual;
} arithmetic_running;
#endif

/* What a value has faded to, and what came since. */
LANES_INLINE lanes arithmetic_fade(lanes power, lanes value, lanes since) {
  return power * value + since;
}

/* The value at the start of the next stride, from that at the start of this
** one and what came in its two segments: pulls, or residuals. */
LANES_INLINE lanes arithmetic_next_stride(const arithmetic_coefficients *c,
                                          lanes value, lanes first,
                                          lanes second) {
  return arithmetic_fade(c->power8, value,
                         arithmetic_fade(c->power[3], first, second));
}

/* even is x0 + x2, odd is x1 + x3. */
LANES_INLINE lanes arithmetic_pull(const arithmetic_coefficients *c, lanes even,
                                   lanes odd) {
  return c->quarter * (even + odd);
}

/* deviation(0). */
LANES_INLINE lanes arithmetic_first_deviation(const arithmetic_coefficients *c,
                                              lanes price, lanes reference) {
  return c->alpha * (price - reference);
}

LANES_INLINE lanes arithmetic_deviation(const arithmetic_coefficients *c,
                                        lanes deviation, lanes price,
                                        lanes reference) {
  return arithmetic_fade(c->power[0], deviation,
                         arithmetic_first_deviation(c, price, reference));
}

LANES_INLINE lanes arithmetic_residual(lanes reference, lanes next_reference,
                                       lanes last_deviation) {
  return (reference - next_reference) + last_deviation;
}

/* faded is a^(k+1) * correction. */
LANES_INLINE lanes arithmetic_average(lanes reference, lanes deviation,
                                      lanes faded) {
  return reference + (deviation + faded);
}

/* The correction after a multiple of SMMA_SETTLE prices. 2^-100 of the
** reference is far below what its last bit stands for, and far above what is
** subnormal until the next look. */
static inline double arithmetic_settle(double reference, double correction) {
  const double size = correction < 0 ? -correction : correction;
  const double beside = reference < 0 ? -reference : reference;
  return size * 0x1p100 < beside ? 0 : correction;
}

#endif
