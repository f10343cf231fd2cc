/*
** average.c - smma(price, period [, key]), aggregate and window function.
**
** SQLite calls step for every row that enters the frame, inverse for every row
** that leaves it at the front, value for the result so far and final for the
** last one. In a window query value, inverse and final may come before any
** step, and inverse may come later without having been announced: core/frame/frame.c
** is made for that.
*/
#include "arguments.h"
#include "functions.h"
#include "memory.h"
#include "values/order.h"

#include <math.h>

/* SQLite zeroes it before the first step. */
typedef struct average_context {
  smma_frame *frame; /* NULL before the first row */
  int32_t period;    /* 0 before the first row */
  smma_order order;  /* of the rows, where there is a key */
} average_context;

/* NULL before the first step, and when there was no memory for it. */
static average_context *average_find(sqlite3_context *context) {
  return sqlite3_aggregate_context(context, 0);
}

/* --------------------------------------------------------------- the callbacks */

static bool average_start(sqlite3_context *context, average_context *average) {
  const smma_allocator memory = memory_of_sqlite();
  const smma_status status =
      smma_frame_new(&average->frame, (size_t)average->period, &memory);
  if (status != SMMA_OK) smma_report_status(context, status, 1, NULL);
  return status == SMMA_OK;
}

static void average_step(sqlite3_context *context, int argc,
                         sqlite3_value **argv) {
  average_context *average =
      sqlite3_aggregate_context(context, sizeof(*average));
  if (average == NULL) {
    sqlite3_result_error_nomem(context);
    return;
  }
  if (!smma_argument_row_period(context, argv[1], 2, &average->period)) return;
  if (argc > 2 && !smma_order_take(context, &average->order, argv[2], 3))
    return;
  if (average->frame == NULL && !average_start(context, average)) return;
  /* A missing price is pushed too: inverse is called for its row as well. */
  double price = NAN;
  if (smma_argument_price(context, argv[0], 1, &price) == SMMA_PRICE_WRONG) {
    return;
  }
  const smma_status status = smma_frame_push(average->frame, price);
  if (status != SMMA_OK) smma_report_status(context, status, 1, argv[0]);
}

/* The arguments are not read: it is the front row that leaves, and SQLite may
** have evaluated its arguments again, with another result (see
** EXTENSION_WINDOW). */
static void average_inverse(sqlite3_context *context, int argc,
                            sqlite3_value **argv) {
  (void)argc;
  (void)argv;
  average_context *average = average_find(context);
  if (average == NULL) return; /* untaken: SQLite has always stepped before */
  const smma_status status = smma_frame_pop(average->frame);
  if (status != SMMA_OK) smma_report_status(context, status, 1, NULL);
}

static void average_value(sqlite3_context *context) {
  const average_context *average = average_find(context);
  const double value =
      smma_frame_value(average == NULL ? NULL : average->frame);
  /* SQLite would turn NaN into NULL by itself; this does not rely on it. */
  if (value == value) {
    sqlite3_result_double(context, value);
  } else {
    sqlite3_result_null(context);
  }
}

static void average_final(sqlite3_context *context) {
  average_value(context);
  average_context *average = average_find(context);
  if (average == NULL) return;
  smma_frame_free(average->frame);
  average->frame = NULL;
  smma_order_free(&average->order);
}

const smma_aggregate smma_average = {average_step, average_final, average_value,
                                     average_inverse};
