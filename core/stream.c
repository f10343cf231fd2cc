/*
** stream.c - the average of a growing series. The arithmetic is explained in
** stream.h.
*/
#include "stream.h"

#include "block.h"
#include "pair.h"

#include <math.h>
#include <string.h>

enum {
  STREAM_SEED_CHUNK = 256, /* prices summed between two looks for gaps */
  STREAM_GAP_ROWS = 4 * SMMA_BLOCK /* rows searched at most to fill a block */
};

void smma_stream_start(smma_stream *stream, uint64_t period) {
  memset(stream, 0, sizeof(*stream));
  const double alpha = 1.0 / (double)period;
  const double a = 1.0 - alpha;
  const double a2 = a * a;
  const double a4 = a2 * a2;
  stream->period = period;
  stream->value = NAN;
  stream->alpha = alpha;
  stream->power[0] = a;
  stream->power[1] = a2;
  stream->power[2] = a2 * a;
  stream->power[3] = a4;
  stream->power8 = a4 * a4;
  stream->quarter = (1.0 - a4) / 4.0;
}

/* ------------------------------------------------------------ price by price */

/* From the seed, or the end of the run-in, to the next phase. */
static void stream_set_average(smma_stream *stream, exact_double average) {
  stream->value = average.high;
  memset(&stream->phase, 0, sizeof(stream->phase));
  if (smma_stream_is_running(stream)) {
    smma_stream_start_stride(stream, average.high, average.low);
  } else {
    stream->phase.run_in.high = average.high;
    stream->phase.run_in.low = average.low;
  }
}

static smma_status stream_seed(smma_stream *stream, double price) {
  const size_t lane = (size_t)(stream->count % SMMA_SEED_LANES);
  double *high = stream->phase.seed.high;
  double *low = stream->phase.seed.low;
  const exact_double sum = exact_two_sum(high[lane], price);
  if (!smma_is_finite(sum.high) || !smma_is_finite(sum.low)) {
    return SMMA_NOT_FINITE;
  }
  if (stream->count + 1 < stream->period) {
    high[lane] = sum.high;
    low[lane] += sum.low;
    stream->count++;
    return SMMA_OK;
  }

  exact_double lanes[SMMA_SEED_LANES];
  for (size_t i = 0; i < SMMA_SEED_LANES; i++) {
    lanes[i] = exact_two_sum(high[i], low[i]);
  }
  lanes[lane] = exact_two_sum(sum.high, low[lane] + sum.low);
  const exact_double total =
      exact_add(exact_add(lanes[0], lanes[1]), exact_add(lanes[2], lanes[3]));
  const exact_double mean = exact_divide(total, (double)stream->period);
  if (!smma_is_finite(mean.high) || !smma_is_finite(mean.low)) {
    return SMMA_NOT_FINITE;
  }
  stream->count++;
  stream_set_average(stream, mean);
  return SMMA_OK;
}

static smma_status stream_run_in(smma_stream *stream, double price) {
  const double high = stream->phase.run_in.high;
  const double low = stream->phase.run_in.low;
  const double move = stream->alpha * ((price - high) - low);
  const exact_double sum = exact_two_sum(high, move);
  const exact_double average = exact_two_sum(sum.high, low + sum.low);
  if (!smma_is_finite(average.high) || !smma_is_finite(average.low)) {
    return SMMA_NOT_FINITE;
  }
  stream->count++;
  stream_set_average(stream, average);
  return SMMA_OK;
}

smma_status smma_stream_step(smma_stream *stream, double price) {
  if (!smma_is_finite(price)) {
    return smma_is_missing(price) ? SMMA_OK : SMMA_NOT_FINITE;
  }
  if (smma_stream_is_running(stream)) {
    return smma_stream_advance(stream, price) ? SMMA_OK : SMMA_NOT_FINITE;
  }
  if (stream->period == 1) {
    stream->count++;
    stream->value = price;
    return SMMA_OK;
  }
  return smma_stream_is_seeding(stream) ? stream_seed(stream, price)
                                        : stream_run_in(stream, price);
}

/* --------------------------------------------------------------- many prices */

static smma_status stream_run_rows(smma_stream *stream, const double *prices,
                                   double *out, size_t n) {
  for (size_t i = 0; i < n; i++) {
    const smma_status status = smma_stream_step(stream, prices[i]);
    if (status != SMMA_OK) return status;
    out[i] = stream->value;
  }
  return SMMA_OK;
}

/* Sums n prices, a multiple of four, from lane 0 on. False, with the sums
** untouched, when one is missing or infinite or the sum overflows. */
static bool stream_sum_seed(smma_stream *stream, const double *prices,
                            size_t n) {
  double *high = stream->phase.seed.high;
  double *low = stream->phase.seed.low;
  smma_pair sum[2] = {pair_load(high), pair_load(high + 2)};
  smma_pair error[2] = {pair_load(low), pair_load(low + 2)};
  for (size_t i = 0; i < n; i += SMMA_SEED_LANES) {
    for (size_t j = 0; j < 2; j++) {
      /* exact_two_sum() of pairs */
      const smma_pair a = sum[j];
      const smma_pair b = pair_load(prices + i + 2 * j);
      const smma_pair s = pair_add(a, b);
      const smma_pair b_rounded = pair_subtract(s, a);
      const smma_pair a_rounded = pair_subtract(s, b_rounded);
      sum[j] = s;
      error[j] = pair_add(error[j], pair_add(pair_subtract(a, a_rounded),
                                             pair_subtract(b, b_rounded)));
    }
  }
  const smma_pair check =
      pair_add(pair_add(sum[0], sum[1]), pair_add(error[0], error[1]));
  if (!smma_is_finite(pair_lane0(check) + pair_lane1(check))) return false;
  for (size_t j = 0; j < 2; j++) {
    pair_store(high + 2 * j, sum[j]);
    pair_store(low + 2 * j, error[j]);
  }
  stream->count += n;
  return true;
}

/* As many prices of the seed as go at once; *done says how many those were.
** The last price of the seed is left to stream_seed(). */
static smma_status stream_run_seed(smma_stream *stream, const double *prices,
                                   double *out, size_t n, size_t *done) {
  const uint64_t before_last = stream->period - 1 - stream->count;
  size_t rows = n < STREAM_SEED_CHUNK ? n : STREAM_SEED_CHUNK;
  if (rows > before_last) rows = (size_t)before_last;
  rows -= rows % SMMA_SEED_LANES;
  if (stream->count % SMMA_SEED_LANES != 0 || rows == 0) rows = 1;
  *done = rows;
  if (rows == 1 || !stream_sum_seed(stream, prices, rows)) {
    return stream_run_rows(stream, prices, out, rows);
  }
  for (size_t i = 0; i < rows; i++) {
    out[i] = NAN;
  }
  return SMMA_OK;
}

/* Prices with gaps: moves the present ones together, averages those and puts
** each result, and each gap's, in its place. */
static smma_status stream_run_gaps(smma_stream *stream, const double *prices,
                                   double *out, size_t n, size_t *done) {
  /* Behind the average before them, which is what a gap at the front shows. */
  double packed[1 + SMMA_BLOCK];
  const size_t limit = n < STREAM_GAP_ROWS ? n : STREAM_GAP_ROWS;
  size_t rows = 0;
  size_t present = 0;
  packed[0] = stream->value;
  for (; rows < limit && present < SMMA_BLOCK; rows++) {
    packed[1 + present] = prices[rows];
    present += !smma_is_missing(prices[rows]);
  }
  const size_t groups =
      smma_block_run(stream, packed + 1, packed + 1, present / SMMA_GROUP);
  if (groups == 0) {
    *done = rows;
    return stream_run_rows(stream, prices, out, rows);
  }
  size_t row = 0;
  for (size_t used = 0; used < groups * SMMA_GROUP; row++) {
    used += !smma_is_missing(prices[row]);
    out[row] = packed[used];
  }
  *done = row;
  return SMMA_OK;
}

/* Whole groups of the running phase; n is at least one group. */
static smma_status stream_run_groups(smma_stream *stream, const double *prices,
                                     double *out, size_t n, size_t *done) {
  const size_t groups = smma_block_run(stream, prices, out, n / SMMA_GROUP);
  if (groups > 0) {
    *done = groups * SMMA_GROUP;
    return SMMA_OK;
  }
  return stream_run_gaps(stream, prices, out, n, done);
}

smma_status smma_stream_run(smma_stream *stream, const double *prices,
                            double *out, size_t n) {
  size_t i = 0;
  while (i < n) {
    smma_status status;
    size_t done = 1;
    if (n - i >= SMMA_GROUP && smma_stream_is_aligned(stream)) {
      status = stream_run_groups(stream, prices + i, out + i, n - i, &done);
    } else if (smma_stream_is_seeding(stream)) {
      status = stream_run_seed(stream, prices + i, out + i, n - i, &done);
    } else {
      status = stream_run_rows(stream, prices + i, out + i, done);
    }
    if (status != SMMA_OK) return status;
    i += done;
  }
  return SMMA_OK;
}

/* ------------------------------------------------------------------- the API */

smma_status smma_stream_init(smma_stream *stream, size_t period) {
  if (stream == NULL) return SMMA_NULL_POINTER;
  if (period == 0) return SMMA_PERIOD_ZERO;
  smma_stream_start(stream, period);
  return SMMA_OK;
}

smma_status smma_stream_push(smma_stream *stream, double price) {
  if (stream == NULL) return SMMA_NULL_POINTER;
  return smma_stream_step(stream, price);
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
