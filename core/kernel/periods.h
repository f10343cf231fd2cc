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

enum { PERIODS_BLOCK = 16 /* strides between two looks for gaps */ };

/* lane j of a member from that of streams[j] */
#define PERIODS_GATHER(streams, member)                                        \
  periods_gather(&(streams)->member, sizeof(smma_stream) / sizeof(double))

/* LANES numbers that lie so many apart. */
LANES_INLINE lanes periods_gather(const double *number, size_t distance) {
  double numbers[LANES];
  for (size_t j = 0; j < LANES; j++) {
    numbers[j] = number[distance * j];
  }
  return lanes_of(numbers);
}

LANES_INLINE arithmetic_coefficients
periods_coefficients(const smma_stream *streams) {
  const arithmetic_coefficients c = {
      .alpha = PERIODS_GATHER(streams, coefficients.alpha),
      .power = {PERIODS_GATHER(streams, coefficients.power[0]),
                PERIODS_GATHER(streams, coefficients.power[1]),
                PERIODS_GATHER(streams, coefficients.power[2]),
                PERIODS_GATHER(streams, coefficients.power[3])},
      .power8 = PERIODS_GATHER(streams, coefficients.power8),
      .quarter = PERIODS_GATHER(streams, coefficients.quarter)};
  return c;
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
    stride_references(c, last, stride_pull_both(c, price), references[i]);
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
  const arithmetic_coefficients c = periods_coefficients(streams);
  lanes reference = PERIODS_GATHER(streams, phase.running.reference);
  lanes correction = PERIODS_GATHER(streams, phase.running.correction);
  uint64_t count = streams[0].count;
  size_t done = 0;
  while (done < strides) {
    const size_t to_settle =
        (SMMA_SETTLE - (size_t)(count % SMMA_SETTLE)) / SMMA_STRIDE;
    const size_t now =
        periods_least(periods_least(strides - done, PERIODS_BLOCK), to_settle);
    if (!periods_block(&c, &reference, &correction, prices + SMMA_STRIDE * done,
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

/* LANES streams that are running, as one. */
typedef struct periods_bundle {
  arithmetic_coefficients coefficients;
  arithmetic_running running;
} periods_bundle;

LANES_INLINE void periods_bundle_start(periods_bundle *bundle,
                                       const smma_stream *streams) {
  bundle->coefficients = periods_coefficients(streams);
  const arithmetic_running running = {
      .reference = PERIODS_GATHER(streams, phase.running.reference),
      .correction = PERIODS_GATHER(streams, phase.running.correction),
      .first_reference = PERIODS_GATHER(streams, phase.running.first_reference),
      .first_correction =
          PERIODS_GATHER(streams, phase.running.first_correction),
      .first_pull = PERIODS_GATHER(streams, phase.running.first_pull),
      .first_residual = PERIODS_GATHER(streams, phase.running.first_residual),
      .sum = {PERIODS_GATHER(streams, phase.running.sum[0]),
              PERIODS_GATHER(streams, phase.running.sum[1])},
      .deviation = PERIODS_GATHER(streams, phase.running.deviation)};
  bundle->running = running;
}

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
