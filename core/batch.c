/*
** batch.c - the same prices over many periods.
**
** Two periods share one pass over the prices (sweep.c). Cutting the prices into
** chunks that stay in the cache while all periods pass over them was slower:
** the results are what fills the memory bus, and they want to be written in
** long runs.
*/
#include "smma.h"
#include "stream.h"
#include "sweep.h"

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

static size_t batch_period(const smma_batch_config *config, size_t row) {
  return config->start < config->stop ? config->start + row * config->step
                                      : config->start - row * config->step;
}

static smma_status batch_rows(const double *prices, size_t n,
                              const smma_batch_config *config, size_t rows,
                              double *values) {
  smma_status status = SMMA_OK;
  smma_stream streams[2];
  size_t row = 0;
  for (; row + 1 < rows && status == SMMA_OK; row += 2) {
    smma_stream_start(&streams[0], batch_period(config, row));
    smma_stream_start(&streams[1], batch_period(config, row + 1));
    status = smma_sweep_run(streams, prices, values + row * n,
                            values + (row + 1) * n, n);
  }
  if (row < rows && status == SMMA_OK) {
    smma_stream_start(&streams[0], batch_period(config, row));
    status = smma_stream_run(&streams[0], prices, values + row * n, n);
  }
  return status;
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
      periods[row] = batch_period(config, row);
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
