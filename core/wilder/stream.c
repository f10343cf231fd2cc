/* stream.c - Wilder's indicators of a growing series, and of whole arrays. */
#include "stream.h"

#include <string.h>

void smma_wilder_stream_start(smma_wilder_stream *stream,
                              smma_indicator indicator, size_t period) {
  memset(stream, 0, sizeof(*stream));
  stream->indicator = indicator;
  stream->ratio = NAN;
  stream->value = NAN;
  for (size_t i = 0; i < 3; i++) {
    smma_stream_start(&stream->average[i], period);
  }
}

void smma_wilder_stream_move(smma_wilder_stream *stream,
                             const wilder_movement *movement) {
  const smma_indicator indicator = stream->indicator;
  smma_stream *average = stream->average;
  for (size_t i = 0; i < movement_parts(indicator); i++) {
    (void)smma_stream_take(&average[i], movement->part[i]); /* finite */
  }
  if (smma_stream_is_seeding(&average[0])) return;
  if (smma_is_missing(stream->ratio) ||
      !movement_keeps_ratio(indicator, average[0].period, movement)) {
    stream->ratio =
        movement_ratio(indicator, average[0].value, average[1].value);
  }
  stream->value = stream->ratio;
  if (indicator != SMMA_ADX) return;
  (void)smma_stream_push(&average[2], stream->ratio); /* 0 to 100 */
  stream->value = smma_stream_value(&average[2]);
}

/* ------------------------------------------------------------------- the API */

smma_status smma_wilder_stream_init(smma_wilder_stream *stream,
                                    smma_indicator indicator, size_t period) {
  if (stream == NULL) return SMMA_NULL_POINTER;
  if (period == 0) return SMMA_PERIOD_ZERO;
  if (!movement_is_indicator(indicator)) return SMMA_BAD_INDICATOR;
  smma_wilder_stream_start(stream, indicator, period);
  return SMMA_OK;
}

smma_status smma_wilder_stream_push(smma_wilder_stream *stream,
                                    const smma_bar *bar) {
  if (stream == NULL || bar == NULL) return SMMA_NULL_POINTER;
  const smma_bar read = movement_bar(stream->indicator, bar);
  if (!movement_bar_is_finite(&read, stream->average[0].period)) {
    return SMMA_NOT_FINITE;
  }
  if (movement_bar_is_missing(&read)) return SMMA_OK;
  if (stream->has_bar) {
    const wilder_movement movement =
        movement_between(stream->indicator, &stream->before, &read);
    smma_wilder_stream_move(stream, &movement);
  }
  stream->before = read;
  stream->has_bar = 1;
  return SMMA_OK;
}

double smma_wilder_stream_value(const smma_wilder_stream *stream) {
  return stream == NULL ? NAN : stream->value;
}

smma_status smma_wilder_into(smma_indicator indicator, const double *high,
                             const double *low, const double *close,
                             double *out, size_t n, size_t period) {
  smma_wilder_stream stream;
  const smma_status status =
      smma_wilder_stream_init(&stream, indicator, period);
  if (status != SMMA_OK || n == 0) return status;
  const bool reads_close_alone = indicator == SMMA_RSI;
  if (close == NULL || out == NULL ||
      (!reads_close_alone && (high == NULL || low == NULL))) {
    return SMMA_NULL_POINTER;
  }
  for (size_t i = 0; i < n; i++) {
    const smma_bar bar = {reads_close_alone ? close[i] : high[i],
                          reads_close_alone ? close[i] : low[i], close[i]};
    const smma_status pushed = smma_wilder_stream_push(&stream, &bar);
    if (pushed != SMMA_OK) return pushed;
    out[i] = stream.value;
  }
  return SMMA_OK;
}
