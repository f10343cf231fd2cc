/*
** stream.h - the arithmetic of the average, price by price.
**
** This is the definition of the project's one arithmetic (SPEC 2.1). block.c
** does the same operations sixteen prices at a time, and sweep.c for two
** periods at a time; whoever changes one changes all three, and the tests hold
** them together bit by bit.
**
** The plain recurrence s += (x - s) / p rounds at the level of the prices each
** time, and with a long period the errors pile up; it is also a serial chain of
** slow operations. Here the average is the sum of two parts,
**
**     average = reference + correction
**
** where the reference is a fast and rough average and the correction is what
** the reference lacks, computed so exactly that its own rounding is too small
** to matter:
**
**  - Prices are cut into segments of four, counted from the first price of the
**    series. From segment to segment the reference moves as if the four prices
**    had equal weight: with a = 1 - 1/p and f = (1 - a^4) / 4,
**        reference' = a^4 * reference + f * (x0 + x1 + x2 + x3).
**    Its rounding errors do not matter: it may be any number near the average.
**  - Inside a segment the deviation from the reference is
**        deviation(k) = a * deviation(k-1) + (x(k) - reference) / p,
**    starting from nothing, and the average at price k is
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
**        reference'' = a^8 * reference + (a^4 * pull0 + pull1)
** with pull = f * (x0 + ... + x3), and likewise the correction with the two
** residuals. So the serial chain is one multiplication and one addition for
** eight prices, and all else is wide.
**
** Before that come two other phases. The seed is a sum with its rounding errors
** kept, in four lanes (price i in lane i mod 4). Then, until the count of prices
** is a multiple of eight, the average runs in as a pair high + low, one price at
** a time; counting from the first price and not from the seed puts the segments
** of all periods at the same prices, which is what lets sweep.c do two periods
** at once. A period of 1 is a copy.
*/
#ifndef SMMA_STREAM_H
#define SMMA_STREAM_H

#include "exact.h"
#include "smma.h"

#include <stdbool.h>

enum {
  SMMA_SEGMENT = 4, /* prices in a segment */
  SMMA_STRIDE = 8,  /* prices in a stride: two segments */
  SMMA_SEED_LANES = 4
};

static inline bool smma_is_finite(double x) {
  return x - x == 0;
}

/* NaN is the missing price. */
static inline bool smma_is_missing(double price) {
  return price != price;
}

static inline bool smma_stream_is_seeding(const smma_stream *stream) {
  return stream->count < stream->period;
}

/* From the first multiple of eight at or after the period on. */
static inline bool smma_stream_is_running(const smma_stream *stream) {
  return stream->count >= stream->period && stream->period > 1 &&
         stream->count - stream->count % SMMA_STRIDE >= stream->period;
}

/* Running, and at the first price of a stride. */
static inline bool smma_stream_is_aligned(const smma_stream *stream) {
  return stream->count % SMMA_STRIDE == 0 && smma_stream_is_running(stream);
}

/* ------------------------------------------------------- the running phase */

/* What a stream remembers within a segment, before its first price: sums and a
** deviation that are -0, because -0 + x is x, whatever x is. So the first price
** of a segment needs no case of its own: between two rows of a query a
** processor forgets which case comes next. */
static inline void smma_stream_start_segment(smma_stream *stream) {
  stream->phase.running.sum[0] = -0.0;
  stream->phase.running.sum[1] = -0.0;
  stream->phase.running.deviation = -0.0;
}

/* Starts the running phase, or its next stride. */
static inline void smma_stream_start_stride(smma_stream *stream,
                                            double reference,
                                            double correction) {
  stream->phase.running.reference = reference;
  stream->phase.running.correction = correction;
  stream->phase.running.first_reference = 0;
  stream->phase.running.first_correction = 0;
  stream->phase.running.first_pull = 0;
  stream->phase.running.first_residual = 0;
  smma_stream_start_segment(stream);
}

/* The fourth price of a segment: its deviation, and the second and fourth price
** summed. False, with the stream as it was, when something overflows. */
static inline bool smma_stream_end_segment(smma_stream *stream,
                                           double deviation, double sum_odd) {
  const double a4 = stream->power[3];
  const double a8 = stream->power8;
  const double reference = stream->phase.running.reference;
  const double correction = stream->phase.running.correction;
  const double pull =
      stream->quarter * (stream->phase.running.sum[0] + sum_odd);
  const bool is_first = stream->count % SMMA_STRIDE < SMMA_SEGMENT;
  const double next = is_first
                          ? a4 * reference + pull
                          : a8 * stream->phase.running.first_reference +
                                (a4 * stream->phase.running.first_pull + pull);
  const double residual = (reference - next) + deviation;
  const double next_correction =
      is_first ? a4 * correction + residual
               : a8 * stream->phase.running.first_correction +
                     (a4 * stream->phase.running.first_residual + residual);
  if (!smma_is_finite(next) || !smma_is_finite(next_correction)) return false;
  if (!is_first) {
    smma_stream_start_stride(stream, next, next_correction);
    return true;
  }
  stream->phase.running.first_reference = reference;
  stream->phase.running.first_correction = correction;
  stream->phase.running.first_pull = pull;
  stream->phase.running.first_residual = residual;
  stream->phase.running.reference = next;
  stream->phase.running.correction = next_correction;
  smma_stream_start_segment(stream);
  return true;
}

/* One finite price into a stream that is running. False, with the stream as it
** was, when something overflows. Here and not in stream.c because it is what
** every row of a query comes through. */
static inline bool smma_stream_advance(smma_stream *stream, double price) {
  const size_t k = (size_t)(stream->count % SMMA_SEGMENT);
  const double reference = stream->phase.running.reference;
  const double move = stream->alpha * (price - reference);
  const double deviation =
      stream->power[0] * stream->phase.running.deviation + move;
  const double average =
      reference +
      (deviation + stream->power[k] * stream->phase.running.correction);
  const double sum = stream->phase.running.sum[k % 2] + price;
  if (!smma_is_finite(average) || !smma_is_finite(sum)) return false;

  if (k == SMMA_SEGMENT - 1) {
    if (!smma_stream_end_segment(stream, deviation, sum)) return false;
  } else {
    stream->phase.running.sum[k % 2] = sum;
    stream->phase.running.deviation = deviation;
  }
  stream->value = average;
  stream->count++;
  return true;
}

/* --------------------------------------------------------------- any phase */

/* Sets up a stream; period is not 0. */
void smma_stream_start(smma_stream *stream, uint64_t period);

/* smma_stream_push() without the checks of its arguments. */
smma_status smma_stream_step(smma_stream *stream, double price);

/* smma_stream_push_array() without the checks of its arguments; on an error
** *stream is somewhere in between. */
smma_status smma_stream_run(smma_stream *stream, const double *prices,
                            double *out, size_t n);

#endif
