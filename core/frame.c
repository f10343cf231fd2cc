/*
** frame.c - the average over a window that grows at the back and shrinks at
** the front: the engine behind SQL frames (SPEC 3.2, 4.6).
**
** Until the first pop a frame is a stream, and keeps its prices only because a
** pop may come. From then on it slides. Over the present prices x1 ... xm of
** the frame, m >= p, with a = 1 - 1/p, the average is
**
**     a^(m-p) * (x1 + ... + xp) / p  +  sum of a^(m-i) * x(i) / p over i > p,
**
** the seed, faded, and the tail. Both are sums over a queue: the tail's front
** moves to the seed's back when the seed loses a price. Subtracting what leaves
** would leave rounding errors behind, and after a huge price nothing but them. So
** each queue is two stacks, of which the front one knows the sum from each of
** its rows to its end and the back one a running sum; when the front one runs
** empty, the back one is turned over. Every row is turned over once at most in
** each queue, which is amortised O(1) without one subtraction (Tangwongsan,
** Hirzel, Schneider, "Low-latency sliding-window aggregation in worst-case
** constant time", DEBS 2017, section 4).
**
** Sums, weights and powers of a are pairs of doubles (exact.h), because a power
** rounded at each step would be off by half a million ulps at p = 1,000,000.
** All weights add up to 1, or rather to a half, so that rounding up cannot
** overflow: the sums are of half the prices.
*/
#include "stream.h"
#include "support/allocator.h"
#include "support/chunks.h"
#include "support/exact.h"

#include <math.h>
#include <string.h>

/* One price of a sliding frame: 24 bytes. */
typedef struct frame_row {
  double price;
  /* For a row of a front stack: the weighted sum from here to the end of the
  ** stack, as if the stack were the end of the frame. */
  exact_double sum;
} frame_row;

/* The two stacks of the seed or the tail, over neighbouring rows. */
typedef struct frame_queue {
  size_t rows;          /* in both stacks, missing prices included */
  size_t present;       /* prices in both stacks */
  size_t front_rows;    /* in the front stack */
  size_t front_present; /* prices in the front stack */
  exact_double back_sum;
} frame_queue;

struct smma_frame {
  smma_allocator allocator;
  size_t period;
  bool slides;
  smma_stream stream; /* until it slides */
  smma_chunks prices; /* double, until it slides */

  smma_chunks rows; /* frame_row, once it slides: the seed's, then the tail's */
  frame_queue seed;
  frame_queue tail;
  double scale;             /* the sums are of prices / scale: 2, or 1 */
  exact_double weight;      /* 1 / period / scale */
  exact_double decay;       /* a */
  exact_double growth;      /* 1 / a */
  exact_double front_power; /* a to the number of prices in the front stack */
  exact_double back_power;  /* and in the back stack, of the tail */
};

static const exact_double frame_zero = {0, 0};
static const exact_double frame_one = {1, 0};

/* Weights below this are 0: no double shows them beside a weight of 1, and
** subnormal numbers are slow. */
static const double frame_least_power = 0x1p-300;

/* ------------------------------------------------------------- powers of a */

static exact_double frame_fade(exact_double power, exact_double decay) {
  if (power.high < frame_least_power) return frame_zero;
  return exact_multiply(power, decay);
}

/* a^n by repeated squaring; 0 at once where a^n < exp(-n / p) is too small. */
static exact_double frame_power(const smma_frame *frame, size_t n) {
  if ((double)n > 210.0 * (double)frame->period) return frame_zero;
  exact_double power = frame_one;
  exact_double square = frame->decay;
  for (; n > 0; n /= 2) {
    if (n % 2 != 0) power = frame_fade(power, square);
    square = frame_fade(square, square);
  }
  return power;
}

/* The tail's front stack has lost a price: its power has one factor a less. */
static void frame_grow_front_power(smma_frame *frame) {
  const bool is_usable =
      frame->period > 1 && frame->front_power.high > 2 * frame_least_power;
  frame->front_power = is_usable
                           ? exact_multiply(frame->front_power, frame->growth)
                           : frame_power(frame, frame->tail.front_present);
}

/* ------------------------------------------------------------------- stacks */

static frame_row *frame_row_at(const smma_frame *frame, size_t row) {
  return smma_chunks_at(&frame->rows, row);
}

/* Turns the back stack of a queue over; first is its first row. Weights fade
** by decay from price to price towards the front. Returns what they have faded
** to, relative to the weight of the last price. */
static exact_double frame_turn_over(smma_frame *frame, frame_queue *queue,
                                    size_t first, exact_double decay) {
  exact_double sum = frame_zero;
  exact_double power = frame_one;
  for (size_t i = queue->rows; i-- > 0;) {
    frame_row *row = frame_row_at(frame, first + i);
    if (!smma_is_missing(row->price)) {
      const exact_double weight = exact_multiply(power, frame->weight);
      sum = exact_add(exact_multiply_double(weight, row->price), sum);
      power = frame_fade(power, decay);
    }
    row->sum = sum;
  }
  queue->front_rows = queue->rows;
  queue->front_present = queue->present;
  queue->back_sum = frame_zero;
  return power;
}

static exact_double frame_front_sum(const smma_frame *frame,
                                    const frame_queue *queue, size_t first) {
  return queue->front_rows == 0 ? frame_zero : frame_row_at(frame, first)->sum;
}

static void frame_add_to_seed(smma_frame *frame, double price) {
  frame_queue *seed = &frame->seed;
  seed->rows++;
  if (smma_is_missing(price)) return;
  seed->present++;
  seed->back_sum =
      exact_add(exact_multiply_double(frame->weight, price), seed->back_sum);
}

static void frame_add_to_tail(smma_frame *frame, double price) {
  frame_queue *tail = &frame->tail;
  tail->rows++;
  if (smma_is_missing(price)) return;
  tail->present++;
  tail->back_sum = exact_add(exact_multiply_double(frame->weight, price),
                             exact_multiply(frame->decay, tail->back_sum));
  frame->back_power = frame_fade(frame->back_power, frame->decay);
}

/* Takes the front row, which is in the front stack, out of the counts. */
static void frame_remove_front(frame_queue *queue, double price) {
  queue->rows--;
  queue->front_rows--;
  if (smma_is_missing(price)) return;
  queue->present--;
  queue->front_present--;
}

static void frame_pop_seed(smma_frame *frame) {
  if (frame->seed.front_rows == 0) {
    frame_turn_over(frame, &frame->seed, 0, frame_one);
  }
  frame_remove_front(&frame->seed, frame_row_at(frame, 0)->price);
  smma_chunks_pop(&frame->rows);
}

/* The first row of the tail becomes the last of the seed. */
static void frame_move_to_seed(smma_frame *frame) {
  const size_t first = frame->seed.rows;
  const double price = frame_row_at(frame, first)->price;
  if (frame->tail.front_rows == 0) {
    frame->front_power =
        frame_turn_over(frame, &frame->tail, first, frame->decay);
    frame->back_power = frame_one;
  }
  frame_remove_front(&frame->tail, price);
  if (!smma_is_missing(price)) frame_grow_front_power(frame);
  frame_add_to_seed(frame, price);
}

/* Counts the row that has come to the back of the frame. */
static void frame_append(smma_frame *frame, double price) {
  if (frame->seed.present < frame->period) {
    frame_add_to_seed(frame, price);
  } else {
    frame_add_to_tail(frame, price);
  }
}

static bool frame_push_row(smma_frame *frame, double price) {
  frame_row *row = smma_chunks_push(&frame->rows);
  if (row == NULL) return false;
  row->price = price;
  row->sum = frame_zero;
  return true;
}

/* Turns the stream into stacks. False, with the frame as it was, when there is no
** memory. */
static bool frame_start_sliding(smma_frame *frame) {
  const size_t n = frame->prices.size;
  for (size_t i = 0; i < n; i++) {
    const double *price = smma_chunks_at(&frame->prices, i);
    if (!frame_push_row(frame, *price)) {
      smma_chunks_clear(&frame->rows);
      return false;
    }
  }
  smma_chunks_clear(&frame->prices);
  for (size_t i = 0; i < n; i++) {
    frame_append(frame, frame_row_at(frame, i)->price);
  }
  frame->slides = true;
  return true;
}

/* The weighted sum of the whole frame; seed.present == period. */
static double frame_sum(const smma_frame *frame) {
  const exact_double mean =
      exact_add(frame_front_sum(frame, &frame->seed, 0), frame->seed.back_sum);
  if (frame->tail.present == 0) return mean.high;
  const exact_double front_sum =
      frame_front_sum(frame, &frame->tail, frame->seed.rows);
  const exact_double seed_and_front =
      exact_add(exact_multiply(frame->front_power, mean), front_sum);
  return exact_add(exact_multiply(frame->back_power, seed_and_front),
                   frame->tail.back_sum)
      .high;
}

static double frame_sliding_value(const smma_frame *frame) {
  if (frame->seed.present < frame->period) return NAN;
  const double value = frame_sum(frame) * frame->scale;
  /* No average exceeds its prices: only rounding could lead beyond DBL_MAX, and
  ** it is too exact for that by far. No price makes this infinite, all the same. */
  if (value > DBL_MAX) return DBL_MAX;   /* untaken: see above */
  if (value < -DBL_MAX) return -DBL_MAX; /* untaken: see above */
  return value;
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

  const double p = (double)period;
  memset(made, 0, sizeof(*made));
  made->allocator = memory;
  made->period = period;
  smma_stream_start(&made->stream, period);
  smma_chunks_init(&made->prices, sizeof(double), &memory);
  smma_chunks_init(&made->rows, sizeof(frame_row), &memory);
  /* A period of 1 is a copy; halving would lose subnormal prices. */
  made->scale = period == 1 ? 1 : 2;
  made->weight = exact_divide(frame_one, p * made->scale);
  made->decay = exact_divide(exact_two_sum(p, -1.0), p);
  made->growth =
      period == 1 ? frame_zero : exact_divide(exact_two_sum(p, 0), p - 1.0);
  made->front_power = frame_one;
  made->back_power = frame_one;
  *frame = made;
  return SMMA_OK;
}

void smma_frame_free(smma_frame *frame) {
  if (frame == NULL) return;
  const smma_allocator memory = frame->allocator;
  smma_chunks_clear(&frame->prices);
  smma_chunks_clear(&frame->rows);
  memory.release(memory.context, frame);
}

/* A price that is finite or missing into a frame that slides. */
static smma_status frame_push_sliding(smma_frame *frame, double price) {
  if (!frame_push_row(frame, price)) return SMMA_OUT_OF_MEMORY;
  frame_append(frame, price);
  return SMMA_OK;
}

smma_status smma_frame_push(smma_frame *frame, double price) {
  if (frame == NULL) return SMMA_NULL_POINTER;
  if (!lanes_is_finite(price) && !smma_is_missing(price)) {
    return SMMA_NOT_FINITE;
  }
  if (frame->slides) return frame_push_sliding(frame, price);
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
  frame_pop_seed(frame);
  while (frame->seed.present < frame->period && frame->tail.rows > 0) {
    frame_move_to_seed(frame);
  }
  return SMMA_OK;
}

double smma_frame_value(const smma_frame *frame) {
  if (frame == NULL) return NAN;
  return frame->slides ? frame_sliding_value(frame) : frame->stream.value;
}

size_t smma_frame_size(const smma_frame *frame) {
  if (frame == NULL) return 0;
  return frame->slides ? frame->rows.size : frame->prices.size;
}

size_t smma_frame_period(const smma_frame *frame) {
  return frame == NULL ? 0 : frame->period;
}
