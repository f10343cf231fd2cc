/*
** stride.h - arithmetic.h for a whole stride of eight prices in every lane.
**
** What depends on the stride before, its reference and its correction, comes
** from the caller: the lanes may be strides that follow each other (series.h)
** or periods that have nothing to do with each other (periods.h).
*/
#ifndef SMMA_STRIDE_H
#define SMMA_STRIDE_H

#include "arithmetic.h"

typedef struct stride_pulls {
  lanes first; /* of the first segment */
  lanes both;  /* of both, as they add to the next stride's reference */
} stride_pulls;

LANES_INLINE lanes stride_pull(const arithmetic_coefficients *c,
                               const lanes *price) {
  return arithmetic_pull(c, price[0] + price[2], price[1] + price[3]);
}

LANES_INLINE stride_pulls stride_pull_both(const arithmetic_coefficients *c,
                                           const lanes *price) {
  const lanes first = stride_pull(c, price);
  const lanes second = stride_pull(c, price + SMMA_SEGMENT);
  const stride_pulls pulls = {first,
                              arithmetic_fade(c->power[3], first, second)};
  return pulls;
}

/* The reference of the second segment, and that of the next stride, from the one
** of the first segment. */
LANES_INLINE lanes stride_second_reference(const arithmetic_coefficients *c,
                                           lanes first, stride_pulls pulls) {
  return arithmetic_fade(c->power[3], first, pulls.first);
}
LANES_INLINE lanes stride_next_reference(const arithmetic_coefficients *c,
                                         lanes first, stride_pulls pulls) {
  return arithmetic_fade(c->power8, first, pulls.both);
}

LANES_INLINE void stride_segment_deviations(const arithmetic_coefficients *c,
                                            const lanes *price, lanes reference,
                                            lanes *deviation) {
  lanes last = arithmetic_first_deviation(c, price[0], reference);
  deviation[0] = last;
  for (int k = 1; k < SMMA_SEGMENT; k++) {
    last = arithmetic_deviation(c, last, price[k], reference);
    deviation[k] = last;
  }
}

typedef struct stride_residuals {
  lanes first; /* of the first segment */
  lanes both;  /* of both, as they add to the next stride's correction */
} stride_residuals;

/* The deviations of all eight prices; price and deviation may be the same array.
** reference has those of the first segment, the second and the next stride. */
LANES_INLINE stride_residuals
stride_deviations(const arithmetic_coefficients *c, const lanes *price,
                  const lanes *reference, lanes *deviation) {
  stride_segment_deviations(c, price, reference[0], deviation);
  stride_segment_deviations(c, price + SMMA_SEGMENT, reference[1],
                            deviation + SMMA_SEGMENT);
  const lanes first =
      arithmetic_residual(reference[0], reference[1], deviation[3]);
  const lanes second =
      arithmetic_residual(reference[1], reference[2], deviation[7]);
  const stride_residuals residuals = {
      first, arithmetic_fade(c->power[3], first, second)};
  return residuals;
}

/* The averages of one segment, lane by lane to to[distance * lane + 0 ... 3].
** faded is a^4 * correction. */
LANES_INLINE void stride_segment_averages(const arithmetic_coefficients *c,
                                          lanes reference,
                                          const lanes *deviation,
                                          lanes correction, lanes faded,
                                          double *to, size_t distance) {
  lanes average[SMMA_SEGMENT];
  for (int k = 0; k < SMMA_SEGMENT - 1; k++) {
    average[k] =
        arithmetic_average(reference, deviation[k], c->power[k] * correction);
  }
  average[3] = arithmetic_average(reference, deviation[3], faded);
  lanes_store_runs(to, distance, average);
}

/* The averages of the stride, given the correction at its start. */
LANES_INLINE void stride_averages(const arithmetic_coefficients *c,
                                  const lanes *reference,
                                  const lanes *deviation, lanes first_residual,
                                  lanes correction, double *to,
                                  size_t distance) {
  const lanes faded = c->power[3] * correction;
  const lanes second = faded + first_residual;
  stride_segment_averages(c, reference[0], deviation, correction, faded, to,
                          distance);
  stride_segment_averages(c, reference[1], deviation + SMMA_SEGMENT, second,
                          c->power[3] * second, to + SMMA_SEGMENT, distance);
}

#endif
