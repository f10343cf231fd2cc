/* sliding.c - see sliding.h. */
#include "sliding.h"

#include "../stream.h"

#include <math.h>
#include <string.h>

/* One value of the window: 24 bytes. */
typedef struct sliding_row {
  double value; /* NaN is missing */
  /* For a row of a front stack: the weighted sum from here to the end of the
  ** stack, as if the stack were the end of the window. */
  exact_double sum;
} sliding_row;

static const exact_double sliding_zero = {0, 0};
static const exact_double sliding_one = {1, 0};

/* Weights below this are 0: no double shows them beside a weight of 1, and
** subnormal numbers are slow. */
static const double sliding_least_power = 0x1p-300;

/* ------------------------------------------------------------- powers of a */

static exact_double sliding_fade(exact_double power, exact_double decay) {
  if (power.high < sliding_least_power) return sliding_zero;
  return exact_multiply(power, decay);
}

/* a^n by repeated squaring; 0 at once where a^n < exp(-n / p) is too small. */
static exact_double sliding_power(const smma_sliding *sliding, size_t n) {
  if ((double)n > 210.0 * (double)sliding->period) return sliding_zero;
  exact_double power = sliding_one;
  exact_double square = sliding->decay;
  for (; n > 0; n /= 2) {
    if (n % 2 != 0) power = sliding_fade(power, square);
    square = sliding_fade(square, square);
  }
  return power;
}

/* The tail's front stack has lost a value: its power has one factor a less. */
static void sliding_grow_front_power(smma_sliding *sliding) {
  const bool is_usable = sliding->period > 1 &&
                         sliding->front_power.high > 2 * sliding_least_power;
  sliding->front_power =
      is_usable ? exact_multiply(sliding->front_power, sliding->growth)
                : sliding_power(sliding, sliding->tail.front_present);
}

/* ------------------------------------------------------------------- stacks */

static sliding_row *sliding_row_at(const smma_sliding *sliding, size_t row) {
  return smma_chunks_at(&sliding->rows, row);
}

/* Turns the back stack of a queue over; first is its first row. Weights fade
** by decay from value to value towards the front. Returns what they have faded
** to, relative to the weight of the last value. */
static exact_double sliding_turn_over(smma_sliding *sliding,
                                      sliding_queue *queue, size_t first,
                                      exact_double decay) {
  exact_double sum = sliding_zero;
  exact_double power = sliding_one;
  for (size_t i = queue->rows; i-- > 0;) {
    sliding_row *row = sliding_row_at(sliding, first + i);
    if (!smma_is_missing(row->value)) {
      const exact_double weight = exact_multiply(power, sliding->weight);
      sum = exact_add(exact_multiply_double(weight, row->value), sum);
      power = sliding_fade(power, decay);
    }
    row->sum = sum;
  }
  queue->front_rows = queue->rows;
  queue->front_present = queue->present;
  queue->back_sum = sliding_zero;
  return power;
}

static exact_double sliding_front_sum(const smma_sliding *sliding,
                                      const sliding_queue *queue,
                                      size_t first) {
  return queue->front_rows == 0 ? sliding_zero
                                : sliding_row_at(sliding, first)->sum;
}

static void sliding_add_to_seed(smma_sliding *sliding, double value) {
  sliding_queue *seed = &sliding->seed;
  seed->rows++;
  if (smma_is_missing(value)) return;
  seed->present++;
  seed->back_sum =
      exact_add(exact_multiply_double(sliding->weight, value), seed->back_sum);
}

static void sliding_add_to_tail(smma_sliding *sliding, double value) {
  sliding_queue *tail = &sliding->tail;
  tail->rows++;
  if (smma_is_missing(value)) return;
  tail->present++;
  tail->back_sum = exact_add(exact_multiply_double(sliding->weight, value),
                             exact_multiply(sliding->decay, tail->back_sum));
  sliding->back_power = sliding_fade(sliding->back_power, sliding->decay);
}

/* Takes the front row, which is in the front stack, out of the counts. */
static void sliding_remove_front(sliding_queue *queue, double value) {
  queue->rows--;
  queue->front_rows--;
  if (smma_is_missing(value)) return;
  queue->present--;
  queue->front_present--;
}

/* Returns whether the value that has left was present. */
static bool sliding_pop_seed(smma_sliding *sliding) {
  if (sliding->seed.front_rows == 0) {
    sliding_turn_over(sliding, &sliding->seed, 0, sliding_one);
  }
  const double value = sliding_row_at(sliding, 0)->value;
  sliding_remove_front(&sliding->seed, value);
  smma_chunks_pop(&sliding->rows);
  return !smma_is_missing(value);
}

/* The first row of the tail becomes the last of the seed. */
static void sliding_move_to_seed(smma_sliding *sliding) {
  const size_t first = sliding->seed.rows;
  const double value = sliding_row_at(sliding, first)->value;
  if (sliding->tail.front_rows == 0) {
    sliding->front_power =
        sliding_turn_over(sliding, &sliding->tail, first, sliding->decay);
    sliding->back_power = sliding_one;
  }
  sliding_remove_front(&sliding->tail, value);
  if (!smma_is_missing(value)) sliding_grow_front_power(sliding);
  sliding_add_to_seed(sliding, value);
}

/* Counts the row that has come to the back of the window. */
static void sliding_append(smma_sliding *sliding, double value) {
  if (sliding->seed.present < sliding->period) {
    sliding_add_to_seed(sliding, value);
  } else {
    sliding_add_to_tail(sliding, value);
  }
}

/* The weighted sum of the whole window; seed.present == period. */
static double sliding_sum(const smma_sliding *sliding) {
  const exact_double mean = exact_add(
      sliding_front_sum(sliding, &sliding->seed, 0), sliding->seed.back_sum);
  if (sliding->tail.present == 0) return mean.high;
  const exact_double front_sum =
      sliding_front_sum(sliding, &sliding->tail, sliding->seed.rows);
  const exact_double seed_and_front =
      exact_add(exact_multiply(sliding->front_power, mean), front_sum);
  return exact_add(exact_multiply(sliding->back_power, seed_and_front),
                   sliding->tail.back_sum)
      .high;
}

/* ------------------------------------------------------------------ the window */

void smma_sliding_init(smma_sliding *sliding, size_t period,
                       const smma_allocator *allocator) {
  const double p = (double)period;
  memset(sliding, 0, sizeof(*sliding));
  sliding->period = period;
  smma_chunks_init(&sliding->rows, sizeof(sliding_row), allocator);
  /* A period of 1 is a copy; halving would lose subnormal values. */
  sliding->scale = period == 1 ? 1 : 2;
  sliding->weight = exact_divide(sliding_one, p * sliding->scale);
  sliding->decay = exact_divide(exact_two_sum(p, -1.0), p);
  sliding->growth =
      period == 1 ? sliding_zero : exact_divide(exact_two_sum(p, 0), p - 1.0);
  sliding->front_power = sliding_one;
  sliding->back_power = sliding_one;
}

void smma_sliding_clear(smma_sliding *sliding) {
  smma_chunks_clear(&sliding->rows);
}

bool smma_sliding_push(smma_sliding *sliding, double value) {
  sliding_row *row = smma_chunks_push(&sliding->rows);
  if (row == NULL) return false;
  row->value = value;
  row->sum = sliding_zero;
  sliding_append(sliding, value);
  return true;
}

bool smma_sliding_pop(smma_sliding *sliding) {
  const bool is_present = sliding_pop_seed(sliding);
  while (!smma_sliding_has_average(sliding) && sliding->tail.rows > 0) {
    sliding_move_to_seed(sliding);
  }
  return is_present;
}

double smma_sliding_value(const smma_sliding *sliding) {
  if (!smma_sliding_has_average(sliding)) return NAN;
  const double value = sliding_sum(sliding) * sliding->scale;
  /* No average exceeds its values: only rounding could lead beyond DBL_MAX, and
  ** it is too exact for that by far. No value makes this infinite, all the same. */
  if (value > DBL_MAX) return DBL_MAX;   /* untaken: see above */
  if (value < -DBL_MAX) return -DBL_MAX; /* untaken: see above */
  return value;
}
