/*
** sweep.c - stream.h's running phase with one period in each lane.
**
** The segments of every period lie at the same prices, so two periods go
** through the very same operations side by side. That leaves nothing to
** exchange between the lanes: a price is loaded once into both, and only the
** results are sorted into their rows.
*/
#include "sweep.h"

#include "pair.h"
#include "stream.h"

enum { SWEEP_STRIDES = 16 /* between two looks for gaps */ };

typedef struct sweep_pair {
  smma_pair alpha;
  smma_pair power[4];
  smma_pair power8;
  smma_pair quarter;
  smma_pair reference;
  smma_pair correction;
} sweep_pair;

SMMA_PAIR_INLINE sweep_pair sweep_load(const smma_stream streams[2]) {
  const smma_stream *a = &streams[0], *b = &streams[1];
  sweep_pair pair = {.alpha = pair_of(a->alpha, b->alpha),
                     .power8 = pair_of(a->power8, b->power8),
                     .quarter = pair_of(a->quarter, b->quarter),
                     .reference = pair_of(a->phase.running.reference,
                                          b->phase.running.reference),
                     .correction = pair_of(a->phase.running.correction,
                                           b->phase.running.correction)};
  for (size_t k = 0; k < 4; k++) {
    pair.power[k] = pair_of(a->power[k], b->power[k]);
  }
  return pair;
}

/* One segment of four prices; returns the last deviation. */
SMMA_PAIR_INLINE smma_pair sweep_segment(const sweep_pair *p,
                                         const double *prices,
                                         smma_pair reference,
                                         smma_pair correction, double *out0,
                                         double *out1) {
  smma_pair average[SMMA_SEGMENT];
  smma_pair deviation = pair_both(0);
  for (int k = 0; k < SMMA_SEGMENT; k++) {
    const smma_pair move =
        pair_multiply(p->alpha, pair_subtract(pair_both(prices[k]), reference));
    deviation =
        k == 0 ? move : pair_add(pair_multiply(p->power[0], deviation), move);
    average[k] = pair_add(
        reference, pair_add(deviation, pair_multiply(p->power[k], correction)));
  }
  for (int k = 0; k < SMMA_SEGMENT; k += 2) {
    pair_store(out0 + k, pair_low(average[k], average[k + 1]));
    pair_store(out1 + k, pair_high(average[k], average[k + 1]));
  }
  return deviation;
}

SMMA_PAIR_INLINE smma_pair sweep_pull(smma_pair quarter, const double *x) {
  return pair_multiply(quarter, pair_both((x[0] + x[2]) + (x[1] + x[3])));
}

/* The references of both segments of a stride, and the next. */
typedef struct sweep_references {
  smma_pair segment[3];
} sweep_references;

SMMA_PAIR_INLINE void sweep_stride_references(const sweep_pair *p,
                                              const double *prices,
                                              smma_pair reference,
                                              sweep_references *references) {
  const smma_pair a4 = p->power[3];
  const smma_pair pull0 = sweep_pull(p->quarter, prices);
  const smma_pair pull1 = sweep_pull(p->quarter, prices + SMMA_SEGMENT);
  references->segment[0] = reference;
  references->segment[1] = pair_multiply_add(a4, reference, pull0);
  references->segment[2] = pair_multiply_add(
      p->power8, reference, pair_multiply_add(a4, pull0, pull1));
}

/* The averages of a stride; returns the next correction. */
SMMA_PAIR_INLINE smma_pair sweep_stride(const sweep_pair *p,
                                        const double *prices,
                                        const sweep_references *references,
                                        smma_pair correction, double *out0,
                                        double *out1) {
  const smma_pair a4 = p->power[3];
  const smma_pair *reference = references->segment;
  const smma_pair last0 =
      sweep_segment(p, prices, reference[0], correction, out0, out1);
  const smma_pair residual0 =
      pair_add(pair_subtract(reference[0], reference[1]), last0);
  const smma_pair last1 =
      sweep_segment(p, prices + SMMA_SEGMENT, reference[1],
                    pair_multiply_add(a4, correction, residual0),
                    out0 + SMMA_SEGMENT, out1 + SMMA_SEGMENT);
  const smma_pair residual1 =
      pair_add(pair_subtract(reference[1], reference[2]), last1);
  return pair_multiply_add(p->power8, correction,
                           pair_multiply_add(a4, residual0, residual1));
}

/* Whole strides into two streams that are running and aligned. False, with the
** streams untouched, when a price is missing or something overflows. */
SMMA_PAIR_INLINE bool sweep_strides_any(smma_stream streams[2],
                                        const double *prices, double *out0,
                                        double *out1, size_t strides) {
  sweep_references references[SWEEP_STRIDES];
  sweep_pair pair = sweep_load(streams);
  for (size_t i = 0; i < strides; i++) {
    sweep_stride_references(&pair, prices + i * SMMA_STRIDE, pair.reference,
                            &references[i]);
    pair.reference = references[i].segment[2];
  }
  for (size_t i = 0; i < strides; i++) {
    const size_t at = i * SMMA_STRIDE;
    pair.correction = sweep_stride(&pair, prices + at, &references[i],
                                   pair.correction, out0 + at, out1 + at);
  }
  const double check[4] = {
      pair_lane0(pair.reference), pair_lane1(pair.reference),
      pair_lane0(pair.correction), pair_lane1(pair.correction)};
  for (size_t i = 0; i < 4; i++) {
    if (!smma_is_finite(check[i])) return false;
  }
  const size_t rows = strides * SMMA_STRIDE;
  for (size_t i = 0; i < 2; i++) {
    streams[i].phase.running.reference = check[i];
    streams[i].phase.running.correction = check[2 + i];
    streams[i].count += rows;
  }
  streams[0].value = out0[rows - 1];
  streams[1].value = out1[rows - 1];
  return true;
}

#if SMMA_PAIR_HAS_AVX
__attribute__((target("avx"))) static bool
sweep_strides_avx(smma_stream streams[2], const double *prices, double *out0,
                  double *out1, size_t strides) {
  return sweep_strides_any(streams, prices, out0, out1, strides);
}
#endif

static bool sweep_strides(smma_stream streams[2], const double *prices,
                          double *out0, double *out1, size_t strides) {
#if SMMA_PAIR_HAS_AVX
  if (__builtin_cpu_supports("avx")) {
    return sweep_strides_avx(streams, prices, out0, out1, strides);
  }
#endif
  return sweep_strides_any(streams, prices, out0, out1, strides);
}

static smma_status sweep_separately(smma_stream streams[2],
                                    const double *prices, double *out0,
                                    double *out1, size_t n) {
  const smma_status status = smma_stream_run(&streams[0], prices, out0, n);
  if (status != SMMA_OK) return status;
  return smma_stream_run(&streams[1], prices, out1, n);
}

/* How many of the next n prices go separately, when they cannot go together:
** those before the first stride that lies after both seeds. */
static size_t sweep_prices_apart(const smma_stream streams[2], size_t n) {
  const uint64_t longer = streams[0].period > streams[1].period
                              ? streams[0].period
                              : streams[1].period;
  const uint64_t count = streams[0].count;
  const uint64_t ahead = longer > count ? longer - count : 1;
  const uint64_t to_stride = SMMA_STRIDE - (count + ahead) % SMMA_STRIDE;
  if (ahead >= n) return n;
  return to_stride % SMMA_STRIDE < n - ahead
             ? (size_t)(ahead + to_stride % SMMA_STRIDE)
             : n;
}

smma_status smma_sweep_run(smma_stream streams[2], const double *prices,
                           double *out0, double *out1, size_t n) {
  size_t i = 0;
  while (i < n) {
    const bool together = smma_stream_is_aligned(&streams[0]) &&
                          smma_stream_is_aligned(&streams[1]) &&
                          n - i >= SMMA_STRIDE;
    size_t rows = sweep_prices_apart(streams, n - i);
    if (together) {
      size_t strides = (n - i) / SMMA_STRIDE;
      if (strides > SWEEP_STRIDES) strides = SWEEP_STRIDES;
      rows = strides * SMMA_STRIDE;
      if (sweep_strides(streams, prices + i, out0 + i, out1 + i, strides)) {
        i += rows;
        continue;
      }
    }
    const smma_status status =
        sweep_separately(streams, prices + i, out0 + i, out1 + i, rows);
    if (status != SMMA_OK) return status;
    i += rows;
  }
  return SMMA_OK;
}
