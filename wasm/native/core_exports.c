/*
** core_exports.c - what smma-core.wasm exports to core.mjs: the calls of
** core/smma.h with arguments that JavaScript can give, numbers only.
*/
#include "../../core/smma.h"

#include <stdint.h>

#define CORE_EXPORT(name) __attribute__((export_name(#name)))

CORE_EXPORT(alloc) double *core_alloc(size_t n) {
  return smma_alloc(n);
}

CORE_EXPORT(free) void core_free(double *array) {
  smma_free(array);
}

CORE_EXPORT(into)
int core_into(const double *prices, double *out, size_t n, size_t period) {
  return (int)smma_into(prices, out, n, period);
}

/* The rows of a range of periods, 0 when it is impossible. */
CORE_EXPORT(batchRows)
size_t core_batch_rows(size_t start, size_t stop, size_t step) {
  const smma_batch_config config = {start, stop, step};
  size_t rows;
  return smma_batch_rows(&config, &rows) == SMMA_OK ? rows : 0;
}

CORE_EXPORT(batchInto)
int core_batch_into(const double *prices, size_t n, size_t start, size_t stop,
                    size_t step, double *values, size_t *periods) {
  const smma_batch_config config = {start, stop, step};
  return (int)smma_batch_into(prices, n, &config, values, periods);
}

CORE_EXPORT(statusString) const char *core_status_string(int status) {
  return smma_status_string((smma_status)status);
}

/* The statuses whose texts core.mjs needs for errors of its own. */
CORE_EXPORT(outOfMemory) int core_out_of_memory(void) {
  return SMMA_OUT_OF_MEMORY;
}
CORE_EXPORT(badRange) int core_bad_range(void) {
  return SMMA_BAD_RANGE;
}
CORE_EXPORT(sizeOverflow) int core_size_overflow(void) {
  return SMMA_SIZE_OVERFLOW;
}
