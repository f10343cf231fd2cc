/* stream.c - the average of a growing series: see stream.h. */
#include "stream.h"

#include "kernel/kernel.h"
#include "kernel/targets.h"
#include "kernel/seed.h"

#include <math.h>
#include <string.h>

void smma_stream_start(smma_stream *stream, uint64_t period) {
  memset(stream, 0, sizeof(*stream));
  const double alpha = 1.0 / (double)period;
  const double a = 1.0 - alpha;
  const double a2 = a * a;
  const double a4 = a2 * a2;
  stream->period = period;
  stream->value = NAN;
  stream->coefficients = (smma_coefficients){.alpha = alpha,
                                             .power = {a, a2, a2 * a, a4},
                                             .power8 = a4 * a4,
                                             .quarter = (1.0 - a4) / 4.0};
}

/* ------------------------------------------------------------ price by price */

/* From the seed to the running phase, which may start anywhere in a stride: then
** the prices of its segment up to here count as if they had been the average
** itself, and a first segment as if it had moved nothing. */
static void stream_start_running(smma_stream *stream, exact_double average) {
  smma_running *running = &stream->phase.running;
  const size_t k = (size_t)(stream->count % SMMA_SEGMENT);
  const double correction =
      k == 0 ? average.low : average.low / stream->coefficients.power[k - 1];
  stream->value = average.high;
  row_start_stride(running, average.high, correction);
  for (size_t i = 0; i < k; i++) {
    running->sum[i % 2] += average.high;
  }
  if (stream->count % SMMA_STRIDE >= SMMA_SEGMENT) {
    running->first_pull = average.high;
    running->first_residual = correction;
  }
}

static smma_status stream_seed(smma_stream *stream, double price) {
  const size_t lane = (size_t)(stream->count % SMMA_SEED_LANES);
  double *high = stream->phase.seed.high;
  double *low = stream->phase.seed.low;
  const exact_double sum = exact_two_sum(high[lane], price);
  const double errors = low[lane] + sum.low;
  if (!lanes_are_finite(sum.high, errors)) return SMMA_NOT_FINITE;
  if (stream->count + 1 < stream->period) {
    high[lane] = sum.high;
    low[lane] = errors;
    stream->count++;
    return SMMA_OK;
  }

  exact_double lane_sum[SMMA_SEED_LANES];
  for (size_t i = 0; i < SMMA_SEED_LANES; i++) {
    lane_sum[i] = exact_two_sum(high[i], low[i]);
  }
  lane_sum[lane] = exact_two_sum(sum.high, errors);
  const exact_double total = exact_add(exact_add(lane_sum[0], lane_sum[1]),
                                       exact_add(lane_sum[2], lane_sum[3]));
  const exact_double mean = exact_divide(total, (double)stream->period);
  if (!lanes_are_finite(mean.high, mean.low)) return SMMA_NOT_FINITE;
  stream->count++;
  stream_start_running(stream, mean);
  return SMMA_OK;
}

/* A finite price into a stream of period 1, which is a copy. */
static void stream_copy(smma_stream *stream, double price) {
  stream->count++;
  stream->value = price;
}

smma_status smma_stream_step(smma_stream *stream, double price) {
  if (!lanes_is_finite(price)) {
    return smma_is_missing(price) ? SMMA_OK : SMMA_NOT_FINITE;
  }
  if (smma_stream_is_running(stream)) return SMMA_NOT_FINITE;
  if (stream->period == 1) {
    stream_copy(stream, price);
    return SMMA_OK;
  }
  return stream_seed(stream, price);
}

/* --------------------------------------------------------------- many prices */

#if defined(SMMA_SMALL)

smma_status smma_stream_run(smma_stream *stream, const double *prices,
                            double *out, size_t n) {
  for (size_t i = 0; i < n; i++) {
    const smma_status status = smma_stream_take(stream, prices[i]);
    if (status != SMMA_OK) return status;
    out[i] = stream->value;
  }
  return SMMA_OK;
}

#else

enum { STREAM_SEED_CHUNK = 256 /* prices summed between two looks for gaps */ };

/* Whether one of n prices is missing. */
static bool stream_has_gap(const double *prices, size_t n) {
  bool has_gap = false;
  for (size_t i = 0; i < n; i++) {
    has_gap |= smma_is_missing(prices[i]);
  }
  return has_gap;
}

static size_t stream_least(size_t a, size_t b) {
  return a < b ? a : b;
}

/* As many prices of the seed as go at once; the last one of it is left to
** stream_seed(). Returns how many those were. */
static size_t stream_run_seed(smma_stream *stream, const double *prices,
                              double *out, size_t n) {
  const uint64_t before_last = stream->period - 1 - stream->count;
  size_t rows = stream_least(n, STREAM_SEED_CHUNK);
  if (rows > before_last) rows = (size_t)before_last;
  rows -= rows % SMMA_SEED_LANES;
  if (stream->count % SMMA_SEED_LANES != 0 ||
      !smma_kernel_in_use()->sum_seed(stream->phase.seed.high,
                                      stream->phase.seed.low, prices, rows)) {
    return 0;
  }
  for (size_t i = 0; i < rows; i++) {
    out[i] = NAN;
  }
  stream->count += rows;
  return rows;
}

/* Strides before the next group of the kernel in use, or after the last. */
static size_t stream_run_apart(smma_stream *stream, const double *prices,
                               double *out, size_t strides) {
#if SMMA_HAS_1_LANE
  return SMMA_STRIDE * smma_kernel_1_lane.run(stream, prices, out, strides);
#else
  (void)stream, (void)prices, (void)out, (void)strides;
  return 0; /* one at a time: it is one stride */
#endif
}

/* As many prices of the running phase as go at once, whole strides. Returns how
** many prices that were. */
static size_t stream_run_strides(smma_stream *stream, const double *prices,
                                 double *out, size_t n) {
  const smma_kernel *kernel = smma_kernel_in_use();
  const size_t width = kernel->lanes;
  const size_t strides = n / SMMA_STRIDE;
  const size_t past = (size_t)(stream->count / SMMA_STRIDE % width);
  if (past != 0 || strides < width) {
    return stream_run_apart(stream, prices, out,
                            stream_least(strides, width - past));
  }
  return SMMA_STRIDE * width *
         kernel->run(stream, prices, out, strides / width);
}

/* As many prices as go at once, of whichever phase. */
static size_t stream_run_some(smma_stream *stream, const double *prices,
                              double *out, size_t n) {
  if (smma_stream_is_seeding(stream)) {
    return stream_run_seed(stream, prices, out, n);
  }
  if (smma_stream_is_running(stream) && stream->count % SMMA_STRIDE == 0) {
    return stream_run_strides(stream, prices, out, n);
  }
  return 0;
}

/* Pushes prices until one is missing among those that would go at once next;
** *done says how many those were. */
static smma_status stream_run_until_gap(smma_stream *stream,
                                        const double *prices, double *out,
                                        size_t n, size_t *done) {
  size_t i = 0;
  while (i < n) {
    const size_t rows = stream_run_some(stream, prices + i, out + i, n - i);
    i += rows;
    if (rows > 0) continue;
    const bool is_stopped = n - i >= SMMA_STRIDE &&
                            stream->count % SMMA_STRIDE == 0 &&
                            stream->period > 1;
    if (is_stopped &&
        stream_has_gap(prices + i, stream_least(n - i, SMMA_SETTLE))) {
      break;
    }
    const smma_status status = smma_stream_push(stream, prices[i]);
    if (status != SMMA_OK) return status;
    out[i++] = stream->value;
  }
  *done = i;
  return SMMA_OK;
}

/* Prices with gaps, of which there is one among the next SMMA_SETTLE: moves the
** present ones together, averages those and puts each result, and each gap's, in
** its place. */
static smma_status stream_run_gaps(smma_stream *stream, const double *prices,
                                   double *out, size_t n, size_t *done) {
  const smma_kernel *kernel = smma_kernel_in_use();
  smma_gaps gaps;
  size_t i = 0;
  bool has_gap = true;
  while (has_gap && i < n) {
    /* Up to where the kernel goes on in whole blocks. */
    const size_t past = (size_t)(stream->count % SMMA_SETTLE);
    kernel->pack(&gaps, prices + i, n - i, SMMA_GAPS_PRICES - past);
    has_gap = gaps.present < gaps.rows;
    gaps.value[0] = stream->value;
    size_t all;
    const smma_status status = stream_run_until_gap(
        stream, gaps.value + 1, gaps.value + 1, gaps.present, &all);
    if (status != SMMA_OK) return status;
    kernel->scatter(&gaps, prices + i, out + i);
    i += gaps.rows;
  }
  *done = i;
  return SMMA_OK;
}

smma_status smma_stream_run(smma_stream *stream, const double *prices,
                            double *out, size_t n) {
  size_t i = 0;
  while (i < n) {
    size_t done;
    smma_status status =
        stream_run_until_gap(stream, prices + i, out + i, n - i, &done);
    if (status != SMMA_OK) return status;
    i += done;
    if (i == n) break;
    status = stream_run_gaps(stream, prices + i, out + i, n - i, &done);
    if (status != SMMA_OK) return status;
    i += done;
  }
  return SMMA_OK;
}

#endif

/* ------------------------------------------------------------------- the API */

smma_status smma_stream_init(smma_stream *stream, size_t period) {
  if (stream == NULL) return SMMA_NULL_POINTER;
  if (period == 0) return SMMA_PERIOD_ZERO;
  smma_stream_start(stream, period);
  return SMMA_OK;
}

#if defined(SMMA_SMALL)
smma_status smma_stream_take(smma_stream *stream, double price) {
  if (smma_stream_is_running(stream) && smma_stream_advance(stream, price)) {
    return SMMA_OK;
  }
  return smma_stream_step(stream, price);
}
#endif

smma_status smma_stream_push(smma_stream *stream, double price) {
  if (stream == NULL) return SMMA_NULL_POINTER;
  return smma_stream_take(stream, price);
}

smma_status smma_stream_push_array(smma_stream *stream, const double *prices,
                                   double *out, size_t n) {
  if (stream == NULL) return SMMA_NULL_POINTER;
  if (n == 0) return SMMA_OK;
  if (prices == NULL || out == NULL) return SMMA_NULL_POINTER;
  if (n > SIZE_MAX / sizeof(double)) return SMMA_SIZE_OVERFLOW;
  smma_stream next = *stream;
  const smma_status status = smma_stream_run(&next, prices, out, n);
  if (status == SMMA_OK) *stream = next;
  return status;
}

double smma_stream_value(const smma_stream *stream) {
  return stream == NULL ? NAN : stream->value;
}
