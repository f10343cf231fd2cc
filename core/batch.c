/*
** batch.c - the same prices over many periods.
**
** As many periods as the kernel has lanes share one pass over the prices.
** Cutting the prices into chunks that stay in the cache while all periods pass
** over them was slower: writing the results takes up the memory bus, and long
** runs are written fastest.
*/
#include "batch.h"

#include "kernel/kernel.h"
#include "stream.h"

#include <stdlib.h>
#include <string.h>

smma_status smma_batch_rows(const smma_batch_config *config, size_t *rows) {
  if (config == NULL || rows == NULL) return SMMA_NULL_POINTER;
  *rows = 0;
  if (config->start == 0 || config->stop == 0) return SMMA_BAD_RANGE;
  const size_t distance = config->start < config->stop
                              ? config->stop - config->start
                              : config->start - config->stop;
  /* distance is at most SIZE_MAX - 1: neither bound is 0. */
  *rows = config->step == 0 ? 1 : distance / config->step + 1;
  return SMMA_OK;
}

size_t smma_batch_period(const smma_batch_config *config, size_t row) {
  return config->start < config->stop ? config->start + row * config->step
                                      : config->start - row * config->step;
}

enum {
  BATCH_LANES = 4,               /* of any kernel, at most */
  BATCH_APART = SMMA_GAPS_PRICES /* prices that go separately around a gap */
};

/* Each stream by itself. */
static smma_status batch_run_apart(smma_stream *streams, size_t width,
                                   const double *prices, double *out,
                                   size_t distance, size_t n) {
  for (size_t j = 0; j < width; j++) {
    const smma_status status =
        smma_stream_run(&streams[j], prices, out + distance * j, n);
    if (status != SMMA_OK) return status;
  }
  return SMMA_OK;
}

/* How many of the next n prices the streams take apart, so that they can go
** together afterwards: those before the first stride that lies after all seeds;
** or, where they could go on together but for a gap, those around the gap. */
static size_t batch_prices_apart(const smma_stream *streams, size_t width,
                                 size_t n) {
  const uint64_t count = streams[0].count;
  uint64_t longest = count;
  for (size_t j = 0; j < width; j++) {
    if (streams[j].period > longest) longest = streams[j].period;
  }
  uint64_t apart = longest - count;
  apart += (SMMA_STRIDE - (count + apart) % SMMA_STRIDE) % SMMA_STRIDE;
  if (apart == 0) apart = BATCH_APART;
  return apart < n ? (size_t)apart : n;
}

/* As many streams as the kernel has lanes, side by side; row j of the averages
** starts at out + distance * j. */
static smma_status batch_run_together(const smma_kernel *kernel,
                                      smma_stream *streams,
                                      const double *prices, double *out,
                                      size_t distance, size_t n) {
  const size_t width = kernel->lanes;
  size_t i = 0;
  while (i < n) {
    size_t rows = batch_prices_apart(streams, width, n - i);
    bool is_running = streams[0].count % SMMA_STRIDE == 0;
    for (size_t j = 0; j < width; j++) {
      is_running = is_running && smma_stream_is_running(&streams[j]);
    }
    if (is_running) {
      const size_t strides = kernel->run_periods(
          streams, prices + i, out + i, distance, (n - i) / SMMA_STRIDE);
      i += SMMA_STRIDE * strides;
      if (strides > 0) continue;
    }
    const smma_status status =
        batch_run_apart(streams, width, prices + i, out + i, distance, rows);
    if (status != SMMA_OK) return status;
    i += rows;
  }
  return SMMA_OK;
}

static smma_status batch_rows(const double *prices, size_t n,
                              const smma_batch_config *config, size_t rows,
                              double *values) {
  const smma_kernel *kernel = smma_kernel_in_use();
  smma_stream streams[BATCH_LANES];
  for (size_t row = 0; row < rows;) {
    /* A period of 1 is a copy, and can be the first or the last of a range. */
    const bool is_apart =
        kernel->run_periods == NULL || rows - row < kernel->lanes ||
        smma_batch_period(config, row) == 1 ||
        smma_batch_period(config, row + kernel->lanes - 1) == 1;
    const size_t width = is_apart ? 1 : kernel->lanes;
    for (size_t j = 0; j < width; j++) {
      smma_stream_start(&streams[j], smma_batch_period(config, row + j));
    }
    const smma_status status =
        is_apart ? smma_stream_run(streams, prices, values + row * n, n)
                 : batch_run_together(kernel, streams, prices, values + row * n,
                                      n, n);
    if (status != SMMA_OK) return status;
    row += width;
  }
  return SMMA_OK;
}

/* rows * n doubles fit the address space. */
static bool batch_fits(size_t rows, size_t n) {
  return n == 0 || rows <= SIZE_MAX / sizeof(double) / n;
}

smma_status smma_batch_into(const double *prices, size_t n,
                            const smma_batch_config *config, double *values,
                            size_t *periods) {
  size_t rows;
  const smma_status status = smma_batch_rows(config, &rows);
  if (status != SMMA_OK) return status;
  if (n > 0 && (prices == NULL || values == NULL)) return SMMA_NULL_POINTER;
  if (!batch_fits(rows, n)) return SMMA_SIZE_OVERFLOW;
  if (periods != NULL) {
    for (size_t row = 0; row < rows; row++) {
      periods[row] = smma_batch_period(config, row);
    }
  }
  if (n == 0) return SMMA_OK;
  return batch_rows(prices, n, config, rows, values);
}

smma_status smma_batch(const double *prices, size_t n,
                       const smma_batch_config *config,
                       smma_batch_result *result) {
  if (result == NULL) return SMMA_NULL_POINTER;
  memset(result, 0, sizeof(*result));
  size_t rows;
  smma_status status = smma_batch_rows(config, &rows);
  if (status != SMMA_OK) return status;
  if (n > 0 && prices == NULL) return SMMA_NULL_POINTER;
  if (!batch_fits(rows, n) || rows > SIZE_MAX / sizeof(size_t)) {
    return SMMA_SIZE_OVERFLOW;
  }

  double *values = smma_alloc(rows * n);
  size_t *periods = malloc(rows * sizeof(*periods));
  status = values == NULL || periods == NULL
               ? SMMA_OUT_OF_MEMORY
               : smma_batch_into(prices, n, config, values, periods);
  if (status != SMMA_OK) {
    smma_free(values);
    free(periods);
    return status;
  }
  result->values = values;
  result->periods = periods;
  result->rows = rows;
  result->cols = n;
  return SMMA_OK;
}

smma_status smma_batch_range(const double *prices, size_t n, size_t start,
                             size_t stop, size_t step,
                             smma_batch_result *result) {
  const smma_batch_config config = {start, stop, step};
  return smma_batch(prices, n, &config, result);
}

void smma_batch_free(smma_batch_result *result) {
  if (result == NULL) return;
  smma_free(result->values);
  free(result->periods);
  memset(result, 0, sizeof(*result));
}
