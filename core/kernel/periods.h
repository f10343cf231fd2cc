/*
** periods.h - the same prices through LANES periods side by side.
**
** The strides of every period lie at the same prices, so nothing passes between
** the lanes: a price is loaded once into all of them, and only the averages are
** sorted into their rows.
*/
#ifndef SMMA_PERIODS_H
#define SMMA_PERIODS_H

#include "row.h"
#include "stride.h"

#include <string.h>

enum { PERIODS_BLOCK = 16 /* strides between two looks for gaps */ };

/* Makes a struct of lanes from the structs of doubles with the same members that
** lie so many bytes into each stream: lane j from that of streams[j]. */
LANES_INLINE void periods_gather(void *to, size_t size,
                                 const smma_stream *streams, size_t offset) {
  const unsigned char *from = (const unsigned char *)streams + offset;
  unsigned char *member = to;
  for (size_t i = 0; i < size / sizeof(lanes); i++) {
    double numbers[LANES];
    for (size_t j = 0; j < LANES; j++) {
      memcpy(&numbers[j], from + sizeof(*streams) * j + sizeof(double) * i,
             sizeof(double));
    }
    const lanes value = lanes_of(numbers);
    memcpy(member + sizeof(value) * i, &value, sizeof(value));
  }
}

/* A member is in the same place in both structs. */
#define PERIODS_SAME(wide, single, member)                                     \
  _Static_assert(offsetof(wide, member) / sizeof(lanes) ==                     \
                     offsetof(single, member) / sizeof(double),                \
                 #member)
PERIODS_SAME(arithmetic_coefficients, smma_coefficients, alpha);
PERIODS_SAME(arithmetic_coefficients, smma_coefficients, power);
PERIODS_SAME(arithmetic_coefficients, smma_coefficients, power8);
PERIODS_SAME(arithmetic_coefficients, smma_coefficients, quarter);
PERIODS_SAME(arithmetic_running, smma_running, reference);
PERIODS_SAME(arithmetic_running, smma_running, sum);
PERIODS_SAME(arithmetic_running, smma_running, correction);
PERIODS_SAME(arithmetic_running, smma_running, deviation);
PERIODS_SAME(arithmetic_running, smma_running, first_reference);
PERIODS_SAME(arithmetic_running, smma_running, first_correction);
PERIODS_SAME(arithmetic_running, smma_running, first_pull);
PERIODS_SAME(arithmetic_running, smma_running, first_residual);

/* LANES streams that are running, as one. */
typedef struct periods_bundle {
  arithmetic_coefficients coefficients;
  arithmetic_running running;
} periods_bundle;

LANES_INLINE void periods_bundle_start(periods_bundle *bundle,
                                       const smma_stream *streams) {
  periods_gather(&bundle->coefficients, sizeof(bundle->coefficients), streams,
                 offsetof(smma_stream, coefficients));
  periods_gather(&bundle->running, sizeof(bundle->running), streams,
                 offsetof(smma_stream, phase.running));
}

/* --------------------------------------------------------------- many prices */

/* The next stride of eight prices, the same in every lane. */
LANES_INLINE void periods_price(const double *prices, lanes *price) {
  for (int k = 0; k < SMMA_STRIDE; k++) {
    price[k] = lanes_all(prices[k]);
  }
}

/* Up to PERIODS_BLOCK strides, in two passes as in series.h. False when a price
** is missing or something overflows, with *reference and *correction as they
** were. */
LANES_INLINE bool periods_block(const arithmetic_coefficients *c,
                                lanes *reference, lanes *correction,
                                const double *prices, double *out,
                                size_t distance, size_t strides) {
  lanes references[PERIODS_BLOCK][3];
  lanes price[SMMA_STRIDE];
  lanes last = *reference;
  for (size_t i = 0; i < strides; i++) {
    periods_price(prices + SMMA_STRIDE * i, price);
    const stride_pulls pulls = stride_pull_both(c, price);
    references[i][0] = last;
    references[i][1] = stride_second_reference(c, last, pulls);
    references[i][2] = stride_next_reference(c, last, pulls);
    last = references[i][2];
  }
  lanes now = *correction;
  for (size_t i = 0; i < strides; i++) {
    lanes deviation[SMMA_STRIDE];
    periods_price(prices + SMMA_STRIDE * i, price);
    const stride_residuals residuals =
        stride_deviations(c, price, references[i], deviation);
    stride_averages(c, references[i], deviation, residuals.first, now,
                    out + SMMA_STRIDE * i, distance);
    now = arithmetic_fade(c->power8, now, residuals.both);
  }
  if (!lanes_are_finite(last, now)) return false;
  *reference = last;
  *correction = now;
  return true;
}

LANES_INLINE size_t periods_least(size_t a, size_t b) {
  return a < b ? a : b;
}

/* See smma_kernel. */
LANES_INLINE size_t periods_run(smma_stream *streams, const double *prices,
                                double *out, size_t distance, size_t strides) {
  periods_bundle bundle;
  periods_bundle_start(&bundle, streams);
  const arithmetic_coefficients *c = &bundle.coefficients;
  lanes reference = bundle.running.reference;
  lanes correction = bundle.running.correction;
  uint64_t count = streams[0].count;
  size_t done = 0;
  while (done < strides) {
    const size_t to_settle =
        (SMMA_SETTLE - (size_t)(count % SMMA_SETTLE)) / SMMA_STRIDE;
    const size_t now =
        periods_least(periods_least(strides - done, PERIODS_BLOCK), to_settle);
    if (!periods_block(c, &reference, &correction, prices + SMMA_STRIDE * done,
                       out + SMMA_STRIDE * done, distance, now)) {
      break;
    }
    done += now;
    count += SMMA_STRIDE * now;
    if (count % SMMA_SETTLE == 0)
      correction = row_settle(reference, correction);
  }
  if (done == 0) return 0;
  for (size_t j = 0; j < LANES; j++) {
    streams[j].count = count;
    streams[j].value = out[distance * j + SMMA_STRIDE * done - 1];
    streams[j].phase.running.reference = lanes_get(reference, j);
    streams[j].phase.running.correction = lanes_get(correction, j);
  }
  return done;
}

/* ------------------------------------------------------------ price by price */

LANES_INLINE bool periods_bundle_push(periods_bundle *bundle, uint64_t count,
                                      double price, double *averages) {
  lanes average;
  if (!row_advance(&bundle->coefficients, &bundle->running, count,
                   lanes_all(price), &average)) {
    return false;
  }
  lanes_store(averages, average);
  return true;
}

#endif
