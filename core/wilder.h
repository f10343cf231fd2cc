/*
** wilder.h - Wilder's indicators in C11: RSI, ATR, +DI, -DI and ADX.
**
** Each is made of smoothed averages (smma.h) of what happens from bar to bar.
** With SMMA the average of the period, and for a bar after another:
**
**     rise, fall   how far the close is above, below the close before; else 0
**     true range   the largest of high - low, |high - close before| and
**                  |low - close before|
**     up, down     how far the high is above the high before, the low below the
**                  low before
**     +DM          up where up > down and up > 0, else 0; -DM likewise
**
**     RSI          100 * SMMA(rise) / (SMMA(rise) + SMMA(fall))
**     ATR          SMMA(true range)
**     +DI          100 * SMMA(+DM) / SMMA(true range); -DI likewise
**     DX           100 * |+DI - -DI| / (+DI + -DI), 0 where nothing has moved
**     ADX          SMMA(DX)
**
** (J. Welles Wilder, "New Concepts in Technical Trading Systems", 1978. He writes
** sums where SMMA has averages, and the period cancels out.)
**
** Rules that hold for every function of this header, beside those of smma.h:
**
**  - The first bar has none before it, and counts for nothing but to be compared
**    with: RSI, ATR and DI have a value from bar period + 1 on, ADX from bar
**    2 * period on (SPEC 4.10).
**  - A bar of which one value is NaN is missing: as if it were not there. Its
**    result is the value so far. RSI reads no high and no low.
**  - RSI has no value (NaN) while no price has ever moved, DI none while the
**    average true range is 0. Where nothing that they are made of moves from bar to
**    bar RSI, DI and DX stay where they are, bit for bit and however long: all
**    averages shrink alike. (Over a period of 1 they are 0 at once: then DI has no
**    value, and DX is 0.)
**  - A price that is infinite, or beyond 5e306 / period in magnitude, is
**    SMMA_NOT_FINITE, also in a bar that is missing.
**  - Bars are taken as they are: whether the close lies between low and high is
**    not looked at.
*/
#ifndef SMMA_WILDER_H
#define SMMA_WILDER_H

#include "smma.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef enum smma_indicator {
  SMMA_RSI = 1,
  SMMA_ATR,
  SMMA_PLUS_DI,
  SMMA_MINUS_DI,
  SMMA_ADX
} smma_indicator;

/* Prices of a bar. */
typedef struct smma_bar {
  double high;
  double low;
  double close;
} smma_bar;

/* ------------------------------------------------------------ whole arrays */

/* Writes the n values of the indicator to out[0 ... n-1]. out is one of the
** arrays of prices or overlaps none of them; for SMMA_RSI high and low are not
** read and may be NULL. Allocates nothing, O(n).
**
** Returns SMMA_OK, SMMA_NULL_POINTER, SMMA_PERIOD_ZERO, SMMA_BAD_INDICATOR or
** SMMA_NOT_FINITE; after the last of these what out holds is unspecified. */
smma_status smma_wilder_into(smma_indicator indicator, const double *high,
                             const double *low, const double *close,
                             double *out, size_t n, size_t period);

/* --------------------------------------------------------------- streaming */

/* The indicator of a series that is still growing, in a fixed size: no memory is
** owned, so it may be copied by assignment and needs no release. The members are
** private; only the size is part of the interface. */
typedef struct smma_wilder_stream {
  smma_indicator indicator;
  int has_bar;
  smma_bar before;        /* the last bar that was not missing, once has_bar */
  double ratio;           /* RSI, DI or DX so far */
  double value;           /* the indicator so far */
  smma_stream average[3]; /* wilder/movement.h says of what */
} smma_wilder_stream;

/* Starts a stream with no bars. Returns SMMA_OK, SMMA_NULL_POINTER,
** SMMA_PERIOD_ZERO or SMMA_BAD_INDICATOR. O(1). */
smma_status smma_wilder_stream_init(smma_wilder_stream *stream,
                                    smma_indicator indicator, size_t period);

/* Adds one bar. Returns SMMA_OK, SMMA_NULL_POINTER or SMMA_NOT_FINITE, and after
** the last of these the stream is as it was. O(1). */
smma_status smma_wilder_stream_push(smma_wilder_stream *stream,
                                    const smma_bar *bar);

/* The value so far; NaN before there is one, and for NULL. O(1). */
double smma_wilder_stream_value(const smma_wilder_stream *stream);

/* ------------------------------------------------------------ sliding frame */

/* The indicator over a window of bars that grows at the back and shrinks at the
** front, as an SQL window frame does: the first bar in the window is the first
** bar. Opaque. */
typedef struct smma_wilder_frame smma_wilder_frame;

/* A new, empty frame at *frame; allocator NULL means malloc() and free(), and
** *allocator is copied. Release it with smma_wilder_frame_free(). Returns
** SMMA_OK, SMMA_NULL_POINTER, SMMA_PERIOD_ZERO, SMMA_BAD_INDICATOR or
** SMMA_OUT_OF_MEMORY. */
smma_status smma_wilder_frame_new(smma_wilder_frame **frame,
                                  smma_indicator indicator, size_t period,
                                  const smma_allocator *allocator);
void smma_wilder_frame_free(smma_wilder_frame *frame);

/* Adds a bar at the back; a missing one has its place. Amortised O(1). Memory:
** 16 bytes a bar (ATR 8) until the first pop; from then on 48 (ATR 24; ADX 16),
** and 64 (ATR 32) for the moment of that pop (SPEC 3.2).
** Returns SMMA_OK, SMMA_NULL_POINTER or SMMA_NOT_FINITE, and after the last of
** these the frame is as it was; or SMMA_OUT_OF_MEMORY, and then the frame can
** only be released. */
smma_status smma_wilder_frame_push(smma_wilder_frame *frame,
                                   const smma_bar *bar);

/* Removes the bar at the front; an empty frame stays as it is. Amortised O(1).
** Returns SMMA_OK, SMMA_NULL_POINTER or SMMA_OUT_OF_MEMORY, and then the frame
** can only be released. */
smma_status smma_wilder_frame_pop(smma_wilder_frame *frame);

/* The value over the bars in the frame; NaN when there are too few of them or
** frame is NULL. Before the first pop it has the bits of a stream. O(1), but
** O(bars in the frame) for SMMA_ADX after the first pop: every DX in the frame
** is another one then. */
double smma_wilder_frame_value(const smma_wilder_frame *frame);

/* How many bars are in the frame, missing ones included; 0 for NULL. O(1). */
size_t smma_wilder_frame_size(const smma_wilder_frame *frame);

#ifdef __cplusplus
}
#endif

#endif
