/*
** core_exports.c - what smma-core.wasm exports to core.mjs: the calls of
** core/smma.h and core/wilder.h with arguments that JavaScript can give, numbers
** only.
*/
#include "../../core/smma.h"
#include "../../core/wilder.h"

#include <math.h>
#include <stdint.h>

#define CORE_EXPORT(name) __attribute__((export_name(#name)))

CORE_EXPORT(alloc) double *core_alloc(size_t n) {
  return smma_alloc(n);
}

CORE_EXPORT(free) void core_free(double *array) {
  smma_free(array);
}

/* ------------------------------------------------------------------- arrays */

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

/* ------------------------------------------------------------------ streams */

/* In doubles, for alloc(). */
static size_t core_doubles(size_t bytes) {
  return (bytes + sizeof(double) - 1) / sizeof(double);
}

CORE_EXPORT(streamLength) size_t core_stream_length(void) {
  return core_doubles(sizeof(smma_stream));
}

CORE_EXPORT(streamStart)
int core_stream_start(smma_stream *stream, size_t period) {
  return (int)smma_stream_init(stream, period);
}

/* A value is never infinite: infinity says that the price is not finite. */
CORE_EXPORT(streamPush)
double core_stream_push(smma_stream *stream, double price) {
  return smma_stream_push(stream, price) == SMMA_OK ? smma_stream_value(stream)
                                                    : INFINITY;
}

CORE_EXPORT(streamPushArray)
int core_stream_push_array(smma_stream *stream, const double *prices,
                           double *out, size_t n) {
  return (int)smma_stream_push_array(stream, prices, out, n);
}

CORE_EXPORT(streamValue) double core_stream_value(const smma_stream *stream) {
  return smma_stream_value(stream);
}

CORE_EXPORT(stateSize) size_t core_state_size(void) {
  return SMMA_STATE_SIZE;
}

CORE_EXPORT(streamSave)
void core_stream_save(const smma_stream *stream, unsigned char *state) {
  (void)smma_stream_save(stream, state);
}

CORE_EXPORT(streamLoad)
int core_stream_load(smma_stream *stream, const unsigned char *state,
                     size_t size) {
  return (int)smma_stream_load(stream, state, size);
}

CORE_EXPORT(wilderLength) size_t core_wilder_length(void) {
  return core_doubles(sizeof(smma_wilder_stream));
}

CORE_EXPORT(wilderStart)
int core_wilder_start(smma_wilder_stream *stream, int indicator,
                      size_t period) {
  return (int)smma_wilder_stream_init(stream, (smma_indicator)indicator,
                                      period);
}

/* As streamPush. */
CORE_EXPORT(wilderPush)
double core_wilder_push(smma_wilder_stream *stream, double high, double low,
                        double close) {
  const smma_bar bar = {high, low, close};
  return smma_wilder_stream_push(stream, &bar) == SMMA_OK
             ? smma_wilder_stream_value(stream)
             : INFINITY;
}

/* Adds n bars and writes the values so far to out, which may be one of the
** others. */
CORE_EXPORT(wilderPushArray)
int core_wilder_push_array(smma_wilder_stream *stream, const double *high,
                           const double *low, const double *close, double *out,
                           size_t n) {
  for (size_t i = 0; i < n; i++) {
    const smma_bar bar = {high[i], low[i], close[i]};
    const smma_status status = smma_wilder_stream_push(stream, &bar);
    if (status != SMMA_OK) return (int)status;
    out[i] = smma_wilder_stream_value(stream);
  }
  return SMMA_OK;
}

CORE_EXPORT(wilderValue)
double core_wilder_value(const smma_wilder_stream *stream) {
  return smma_wilder_stream_value(stream);
}

/* ----------------------------------------------------------------- statuses */

CORE_EXPORT(statusString) const char *core_status_string(int status) {
  return smma_status_string((smma_status)status);
}

/* Those whose texts core.mjs needs for errors of its own. */
CORE_EXPORT(outOfMemory) int core_out_of_memory(void) {
  return SMMA_OUT_OF_MEMORY;
}
CORE_EXPORT(badRange) int core_bad_range(void) {
  return SMMA_BAD_RANGE;
}
CORE_EXPORT(sizeOverflow) int core_size_overflow(void) {
  return SMMA_SIZE_OVERFLOW;
}
CORE_EXPORT(notFinite) int core_not_finite(void) {
  return SMMA_NOT_FINITE;
}
