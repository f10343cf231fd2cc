/*
** frame.c - the average over a window of prices that grows at the back and
** shrinks at the front: the engine behind SQL frames (SPEC 3.2, 4.6).
**
** Until the first pop a frame is a stream, and keeps its prices only because a
** pop may come. From then on it slides: sliding.h.
*/
#include "../stream.h"
#include "../support/allocator.h"
#include "sliding.h"

#include <math.h>
#include <string.h>

struct smma_frame {
  smma_allocator allocator;
  bool slides;
  smma_stream stream; /* until it slides */
  smma_chunks prices; /* double, until it slides */
  smma_sliding sliding;
};

static size_t frame_period(const smma_frame *frame) {
  return (size_t)frame->stream.period;
}

/* Turns the stream into a sliding window. False, with the frame as it was, when
** there is no memory. */
static bool frame_start_sliding(smma_frame *frame) {
  for (size_t i = 0; i < frame->prices.size; i++) {
    const double *price = smma_chunks_at(&frame->prices, i);
    if (smma_sliding_push(&frame->sliding, *price)) continue;
    smma_sliding_clear(&frame->sliding);
    smma_sliding_init(&frame->sliding, frame_period(frame), &frame->allocator);
    return false;
  }
  smma_chunks_clear(&frame->prices);
  frame->slides = true;
  return true;
}

/* ------------------------------------------------------------------- the API */

smma_status smma_frame_new(smma_frame **frame, size_t period,
                           const smma_allocator *allocator) {
  if (frame == NULL) return SMMA_NULL_POINTER;
  *frame = NULL;
  if (period == 0) return SMMA_PERIOD_ZERO;
  const smma_allocator memory = allocator_or_malloc(allocator);
  smma_frame *made = memory.allocate(memory.context, sizeof(*made));
  if (made == NULL) return SMMA_OUT_OF_MEMORY;

  memset(made, 0, sizeof(*made));
  made->allocator = memory;
  smma_stream_start(&made->stream, period);
  smma_chunks_init(&made->prices, sizeof(double), &memory);
  smma_sliding_init(&made->sliding, period, &memory);
  *frame = made;
  return SMMA_OK;
}

void smma_frame_free(smma_frame *frame) {
  if (frame == NULL) return;
  const smma_allocator memory = frame->allocator;
  smma_chunks_clear(&frame->prices);
  smma_sliding_clear(&frame->sliding);
  memory.release(memory.context, frame);
}

smma_status smma_frame_push(smma_frame *frame, double price) {
  if (frame == NULL) return SMMA_NULL_POINTER;
  if (!lanes_is_finite(price) && !smma_is_missing(price)) {
    return SMMA_NOT_FINITE;
  }
  if (frame->slides) {
    return smma_sliding_push(&frame->sliding, price) ? SMMA_OK
                                                     : SMMA_OUT_OF_MEMORY;
  }
  double *kept = smma_chunks_push(&frame->prices);
  if (kept == NULL) return SMMA_OUT_OF_MEMORY;
  *kept = price;
  const smma_status status = smma_stream_take(&frame->stream, price);
  if (status != SMMA_OK) smma_chunks_drop(&frame->prices);
  return status;
}

smma_status smma_frame_pop(smma_frame *frame) {
  if (frame == NULL) return SMMA_NULL_POINTER;
  if (smma_frame_size(frame) == 0) return SMMA_OK;
  if (!frame->slides && !frame_start_sliding(frame)) return SMMA_OUT_OF_MEMORY;
  (void)smma_sliding_pop(&frame->sliding);
  return SMMA_OK;
}

double smma_frame_value(const smma_frame *frame) {
  if (frame == NULL) return NAN;
  return frame->slides ? smma_sliding_value(&frame->sliding)
                       : frame->stream.value;
}

size_t smma_frame_size(const smma_frame *frame) {
  if (frame == NULL) return 0;
  return frame->slides ? smma_sliding_size(&frame->sliding)
                       : frame->prices.size;
}

size_t smma_frame_period(const smma_frame *frame) {
  return frame == NULL ? 0 : frame_period(frame);
}
