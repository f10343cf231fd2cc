/*
** frame.c - Wilder's indicators over a window of bars that grows at the back and
** shrinks at the front (SPEC 3.2, 3.11, 4.10).
**
** In the order of the window the rows are
**
**     leading   the first bar and the missing ones before it: they move nothing
**     sliding   movements in averages that slide (../frame/sliding.h)
**     moves     movements that are kept, and in no average that slides
**
** Until the first pop a frame is a stream, and all movements are in moves. From
** then on they go on to the averages, but for those at the back that are still:
** averages that have been multiplied by a for thousands of bars are 0, and have
** no ratio. A frame of ADX keeps all in moves, and works through them for a value:
** every DX in the window changes when its first bar does.
*/
#include "../frame/sliding.h"
#include "../support/allocator.h"
#include "stream.h"

#include <string.h>

struct smma_wilder_frame {
  smma_allocator allocator;
  bool slides;
  smma_wilder_stream stream; /* once it slides, only the bar before is used */
  size_t leading;
  smma_sliding average[MOVEMENT_PARTS];
  /* movement_parts() doubles each; of a missing bar the first is NaN. */
  smma_chunks moves;
  /* So many rows at the back of moves, or all, are such that nothing moves. */
  size_t still;
};

static smma_indicator frame_indicator(const smma_wilder_frame *frame) {
  return frame->stream.indicator;
}

static size_t frame_parts(const smma_wilder_frame *frame) {
  return movement_parts(frame_indicator(frame));
}

/* ----------------------------------------------------------------- movements */

static wilder_movement frame_move_at(const smma_wilder_frame *frame, size_t i) {
  wilder_movement movement = {{0, 0}};
  memcpy(&movement, smma_chunks_at(&frame->moves, i),
         frame_parts(frame) * sizeof(double));
  return movement;
}

/* False, with the frame as it was, when there is no memory. */
static bool frame_push_move(smma_wilder_frame *frame,
                            const wilder_movement *movement) {
  void *row = smma_chunks_push(&frame->moves);
  if (row == NULL) return false;
  memcpy(row, movement, frame_parts(frame) * sizeof(double));
  static const wilder_movement none = {{0, 0}};
  const bool is_missing = smma_is_missing(movement->part[0]);
  const bool is_still = movement_keeps_ratio(frame_indicator(frame),
                                             frame->stream.average[0].period,
                                             is_missing ? &none : movement);
  frame->still = is_still ? frame->still + 1 : 0;
  return true;
}

static wilder_movement frame_pop_move(smma_wilder_frame *frame) {
  const wilder_movement movement = frame_move_at(frame, 0);
  smma_chunks_pop(&frame->moves);
  return movement;
}

static bool frame_has_average(const smma_wilder_frame *frame) {
  return smma_sliding_has_average(&frame->average[0]);
}

/* Moves what has to be in the averages on to them. False when there is no
** memory. */
static bool frame_settle(smma_wilder_frame *frame) {
  if (frame_indicator(frame) == SMMA_ADX) return true;
  while (frame->moves.size > frame->still ||
         (frame->moves.size > 0 && !frame_has_average(frame))) {
    const wilder_movement movement = frame_pop_move(frame);
    for (size_t i = 0; i < frame_parts(frame); i++) {
      /* A missing movement is so in every average. */
      const double part = smma_is_missing(movement.part[0]) ? movement.part[0]
                                                            : movement.part[i];
      if (!smma_sliding_push(&frame->average[i], part)) return false;
    }
  }
  return true;
}

/* Takes out the movement at the front. Returns whether its bar was present. */
static bool frame_pop_front(smma_wilder_frame *frame) {
  if (smma_sliding_size(&frame->average[0]) == 0) {
    return !smma_is_missing(frame_pop_move(frame).part[0]);
  }
  bool is_present = false;
  for (size_t i = 0; i < frame_parts(frame); i++) {
    is_present = smma_sliding_pop(&frame->average[i]);
  }
  return is_present;
}

static size_t frame_movements(const smma_wilder_frame *frame) {
  return smma_sliding_size(&frame->average[0]) + frame->moves.size;
}

/* The first bar has left: the next one that is not missing is the first, and what
** has happened up to it is gone. */
static void frame_find_first(smma_wilder_frame *frame) {
  frame->leading = 0;
  frame->stream.has_bar = 0;
  while (!frame->stream.has_bar && frame_movements(frame) > 0) {
    frame->stream.has_bar = frame_pop_front(frame);
    frame->leading++;
  }
}

/* ADX of a frame that slides. */
static double frame_work_through(const smma_wilder_frame *frame) {
  smma_wilder_stream stream;
  smma_wilder_stream_start(&stream, frame_indicator(frame),
                           (size_t)frame->stream.average[0].period);
  for (size_t i = 0; i < frame->moves.size; i++) {
    const wilder_movement movement = frame_move_at(frame, i);
    if (smma_is_missing(movement.part[0])) continue;
    smma_wilder_stream_move(&stream, &movement);
  }
  return stream.value;
}

/* ------------------------------------------------------------------- the API */

smma_status smma_wilder_frame_new(smma_wilder_frame **frame,
                                  smma_indicator indicator, size_t period,
                                  const smma_allocator *allocator) {
  if (frame == NULL) return SMMA_NULL_POINTER;
  *frame = NULL;
  if (period == 0) return SMMA_PERIOD_ZERO;
  if (!movement_is_indicator(indicator)) return SMMA_BAD_INDICATOR;
  const smma_allocator memory = allocator_or_malloc(allocator);
  smma_wilder_frame *made = memory.allocate(memory.context, sizeof(*made));
  if (made == NULL) return SMMA_OUT_OF_MEMORY;

  memset(made, 0, sizeof(*made));
  made->allocator = memory;
  smma_wilder_stream_start(&made->stream, indicator, period);
  for (size_t i = 0; i < MOVEMENT_PARTS; i++) {
    smma_sliding_init(&made->average[i], period, &memory);
  }
  smma_chunks_init(&made->moves, movement_parts(indicator) * sizeof(double),
                   &memory);
  *frame = made;
  return SMMA_OK;
}

void smma_wilder_frame_free(smma_wilder_frame *frame) {
  if (frame == NULL) return;
  const smma_allocator memory = frame->allocator;
  for (size_t i = 0; i < MOVEMENT_PARTS; i++) {
    smma_sliding_clear(&frame->average[i]);
  }
  smma_chunks_clear(&frame->moves);
  memory.release(memory.context, frame);
}

/* A bar that is missing. */
static smma_status frame_push_missing(smma_wilder_frame *frame) {
  static const wilder_movement missing = {{NAN, NAN}};
  if (!frame->stream.has_bar) {
    frame->leading++;
    return SMMA_OK;
  }
  if (!frame_push_move(frame, &missing)) return SMMA_OUT_OF_MEMORY;
  return SMMA_OK;
}

/* What has happened up to the bar at the back. */
static smma_status frame_move(smma_wilder_frame *frame,
                              const wilder_movement *movement) {
  if (!frame_push_move(frame, movement)) return SMMA_OUT_OF_MEMORY;
  if (!frame->slides) {
    smma_wilder_stream_move(&frame->stream, movement);
    return SMMA_OK;
  }
  return frame_settle(frame) ? SMMA_OK : SMMA_OUT_OF_MEMORY;
}

smma_status smma_wilder_frame_push(smma_wilder_frame *frame,
                                   const smma_bar *bar) {
  if (frame == NULL || bar == NULL) return SMMA_NULL_POINTER;
  smma_wilder_stream *stream = &frame->stream;
  const smma_bar read = movement_bar(stream->indicator, bar);
  if (!movement_bar_is_finite(&read, stream->average[0].period)) {
    return SMMA_NOT_FINITE;
  }
  if (movement_bar_is_missing(&read)) return frame_push_missing(frame);
  if (stream->has_bar) {
    const wilder_movement movement =
        movement_between(stream->indicator, &stream->before, &read);
    const smma_status status = frame_move(frame, &movement);
    if (status != SMMA_OK) return status;
  } else {
    frame->leading++;
  }
  stream->before = read;
  stream->has_bar = 1;
  return SMMA_OK;
}

smma_status smma_wilder_frame_pop(smma_wilder_frame *frame) {
  if (frame == NULL) return SMMA_NULL_POINTER;
  if (frame->leading == 0) return SMMA_OK; /* empty */
  frame->slides = true;
  if (frame->leading > 1) {
    frame->leading--;
  } else {
    frame_find_first(frame);
  }
  return frame_settle(frame) ? SMMA_OK : SMMA_OUT_OF_MEMORY;
}

double smma_wilder_frame_value(const smma_wilder_frame *frame) {
  if (frame == NULL) return NAN;
  if (!frame->slides) return frame->stream.value;
  if (frame_indicator(frame) == SMMA_ADX) return frame_work_through(frame);
  if (!frame_has_average(frame)) return NAN;
  return movement_ratio(frame_indicator(frame),
                        smma_sliding_value(&frame->average[0]),
                        smma_sliding_value(&frame->average[1]));
}

size_t smma_wilder_frame_size(const smma_wilder_frame *frame) {
  return frame == NULL ? 0 : frame->leading + frame_movements(frame);
}
