/*
** stream.h - the steps of a wilder_stream, for the frame that begins as one.
*/
#ifndef SMMA_WILDER_STREAM_H
#define SMMA_WILDER_STREAM_H

#include "movement.h"

/* Sets up a stream; the arguments are valid. */
void smma_wilder_stream_start(smma_wilder_stream *stream,
                              smma_indicator indicator, size_t period);

/* Adds what has happened from one bar to the next. */
void smma_wilder_stream_move(smma_wilder_stream *stream,
                             const wilder_movement *movement);

#endif
