/*
** row.h - arithmetic.h price by price, for a stream and for streams of several
** periods side by side.
*/
#ifndef SMMA_ROW_H
#define SMMA_ROW_H

#include "arithmetic.h"

/* What is remembered within a segment, before its first price: sums and a
** deviation that are -0, because -0 + x is x, whatever x is. So the first price
** of a segment needs no case of its own, which a processor that has worked for
** SQLite in between would often predict wrongly. */
LANES_INLINE void row_start_segment(arithmetic_running *r) {
  r->sum[0] = lanes_all(-0.0);
  r->sum[1] = lanes_all(-0.0);
  r->deviation = lanes_all(-0.0);
}

LANES_INLINE void row_start_stride(arithmetic_running *r, lanes reference,
                                   lanes correction) {
  r->reference = reference;
  r->correction = correction;
  r->first_reference = lanes_all(0);
  r->first_correction = lanes_all(0);
  r->first_pull = lanes_all(0);
  r->first_residual = lanes_all(0);
  row_start_segment(r);
}

LANES_INLINE lanes row_settle(lanes reference, lanes correction) {
  double settled[LANES];
  for (size_t j = 0; j < LANES; j++) {
    settled[j] =
        arithmetic_settle(lanes_get(reference, j), lanes_get(correction, j));
  }
  return lanes_of(settled);
}

/* The fourth price of the first segment, of which deviation and the sum of the
** second and fourth price are given. False, with *r as it was, when something
** overflows. */
LANES_INLINE bool row_end_first_segment(const arithmetic_coefficients *c,
                                        arithmetic_running *r, lanes deviation,
                                        lanes odd) {
  const lanes pull = arithmetic_pull(c, r->sum[0], odd);
  const lanes next = arithmetic_fade(c->power[3], r->reference, pull);
  const lanes residual = arithmetic_residual(r->reference, next, deviation);
  const lanes correction =
      arithmetic_fade(c->power[3], r->correction, residual);
  if (!lanes_are_finite(next, correction)) return false;
  r->first_reference = r->reference;
  r->first_correction = r->correction;
  r->first_pull = pull;
  r->first_residual = residual;
  r->reference = next;
  r->correction = correction;
  row_start_segment(r);
  return true;
}

/* The same of the second segment; count is that of the prices with this one. */
LANES_INLINE bool row_end_second_segment(const arithmetic_coefficients *c,
                                         arithmetic_running *r, uint64_t count,
                                         lanes deviation, lanes odd) {
  const lanes pull = arithmetic_pull(c, r->sum[0], odd);
  const lanes next =
      arithmetic_next_stride(c, r->first_reference, r->first_pull, pull);
  const lanes residual = arithmetic_residual(r->reference, next, deviation);
  lanes correction = arithmetic_next_stride(c, r->first_correction,
                                            r->first_residual, residual);
  if (!lanes_are_finite(next, correction)) return false;
  if (count % SMMA_SETTLE == 0) correction = row_settle(next, correction);
  row_start_stride(r, next, correction);
  return true;
}

/* One price more, after count of them; the average goes to *average. False, with
** *r as it was, when a price is missing or infinite or something overflows. */
LANES_INLINE bool row_advance(const arithmetic_coefficients *c,
                              arithmetic_running *r, uint64_t count,
                              lanes price, lanes *average) {
  const size_t k = (size_t)(count % SMMA_SEGMENT);
  const lanes deviation =
      arithmetic_deviation(c, r->deviation, price, r->reference);
  const lanes result =
      arithmetic_average(r->reference, deviation, c->power[k] * r->correction);
  const lanes sum = r->sum[k % 2] + price;
  if (!lanes_are_finite(result, sum)) return false;

  if (k < SMMA_SEGMENT - 1) {
    r->sum[k % 2] = sum;
    r->deviation = deviation;
  } else if (count % SMMA_STRIDE < SMMA_SEGMENT) {
    if (!row_end_first_segment(c, r, deviation, sum)) return false;
  } else {
    if (!row_end_second_segment(c, r, count + 1, deviation, sum)) return false;
  }
  *average = result;
  return true;
}

#endif
