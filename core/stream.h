/*
** stream.h - the phases of a stream, and what other files of core/ do with it.
**
** First comes the seed, a sum with its rounding errors kept (kernel/seed.h). At
** the period-th price its mean starts the running phase (kernel/arithmetic.h).
** Segments and strides are counted from the first price of the series and not
** from the seed: so those of all periods lie at the same prices, and periods
** can go side by side. A period of 1 is a copy.
*/
#ifndef SMMA_STREAM_H
#define SMMA_STREAM_H

#include "kernel/row.h"

/* NaN is the missing price. */
static inline bool smma_is_missing(double price) {
  return price != price;
}

static inline bool smma_stream_is_seeding(const smma_stream *stream) {
  return stream->count < stream->period;
}

static inline bool smma_stream_is_running(const smma_stream *stream) {
  return stream->count >= stream->period && stream->period > 1;
}

/* One price into a stream that is running. False, with the stream as it was, when
** the price is missing or infinite or something overflows. */
LANES_INLINE bool smma_stream_advance(smma_stream *stream, double price) {
  double average;
  if (!row_advance(&stream->coefficients, &stream->phase.running, stream->count,
                   price, &average)) {
    return false;
  }
  stream->value = average;
  stream->count++;
  return true;
}

/* Sets up a stream; period is not 0. */
void smma_stream_start(smma_stream *stream, uint64_t period);

/* A price that smma_stream_advance() has not taken. */
smma_status smma_stream_step(smma_stream *stream, double price);

/* smma_stream_push() without the check of its argument, and without a call for
** nearly every price. With SMMA_SMALL there is one copy of it, and a call. */
#if defined(SMMA_SMALL)
smma_status smma_stream_take(smma_stream *stream, double price);
#else
LANES_INLINE smma_status smma_stream_take(smma_stream *stream, double price) {
  if (smma_stream_is_running(stream) && smma_stream_advance(stream, price)) {
    return SMMA_OK;
  }
  return smma_stream_step(stream, price);
}
#endif

/* smma_stream_push_array() without the checks of its arguments; after an error
** *stream is unspecified. */
smma_status smma_stream_run(smma_stream *stream, const double *prices,
                            double *out, size_t n);

#endif
