/*
** wilder.c - rsi(price, period [, key]), atr(high, low, close, period [, key]),
** plus_di(...), minus_di(...) and adx(...), aggregates and window functions (SPEC
** 3.11).
**
** As in average.c, SQLite may call value, inverse and final before any step.
*/
#include "../core/wilder.h"

#include "arguments.h"
#include "functions.h"
#include "memory.h"
#include "values/order.h"

#include <math.h>

/* SQLite zeroes it before the first step. */
typedef struct wilder_context {
  smma_wilder_frame *frame; /* NULL before the first row */
  int32_t period;           /* 0 before the first row */
  smma_order order;         /* of the rows, where there is a key */
} wilder_context;

/* NULL before the first step, and when there was no memory for it. */
static wilder_context *wilder_find(sqlite3_context *context) {
  return sqlite3_aggregate_context(context, 0);
}

static smma_indicator wilder_indicator(sqlite3_context *context) {
  return (smma_indicator)smma_function_of(context)->kind;
}

/* How many arguments come before the period. */
static int wilder_prices(sqlite3_context *context) {
  return wilder_indicator(context) == SMMA_RSI ? 1 : 3;
}

/* ------------------------------------------------------------------- a row's bar */

/* Reports a value that is not a price. NULL is NaN in the bar. */
static bool wilder_bar(sqlite3_context *context, sqlite3_value **argv,
                       smma_bar *bar) {
  double price[3] = {NAN, NAN, NAN};
  const int prices = wilder_prices(context);
  for (int i = 0; i < prices; i++) {
    if (smma_argument_price(context, argv[i], i + 1, &price[i]) ==
        SMMA_PRICE_WRONG) {
      return false;
    }
  }
  *bar = (smma_bar){price[0], price[1], price[prices - 1]};
  return true;
}

/* The largest of the prices is what the core has refused. */
static void wilder_report(sqlite3_context *context, smma_status status,
                          sqlite3_value **argv, const smma_bar *bar) {
  const double price[3] = {bar->high, bar->low, bar->close};
  int largest = 0;
  for (int i = 1; i < wilder_prices(context); i++) {
    if (fabs(price[i]) > fabs(price[largest])) largest = i;
  }
  smma_report_status(context, status, largest + 1, argv[largest]);
}

/* --------------------------------------------------------------- the callbacks */

static bool wilder_start(sqlite3_context *context, wilder_context *wilder) {
  const smma_allocator memory = memory_of_sqlite();
  const smma_status status =
      smma_wilder_frame_new(&wilder->frame, wilder_indicator(context),
                            (size_t)wilder->period, &memory);
  if (status != SMMA_OK) smma_report_status(context, status, 1, NULL);
  return status == SMMA_OK;
}

static void wilder_step(sqlite3_context *context, int argc,
                        sqlite3_value **argv) {
  wilder_context *wilder = sqlite3_aggregate_context(context, sizeof(*wilder));
  if (wilder == NULL) {
    sqlite3_result_error_nomem(context);
    return;
  }
  const int period = wilder_prices(context), key = period + 1;
  if (!smma_argument_row_period(context, argv[period], period + 1,
                                &wilder->period)) {
    return;
  }
  if (argc > key &&
      !smma_order_take(context, &wilder->order, argv[key], key + 1)) {
    return;
  }
  if (wilder->frame == NULL && !wilder_start(context, wilder)) return;
  smma_bar bar;
  if (!wilder_bar(context, argv, &bar)) return;
  const smma_status status = smma_wilder_frame_push(wilder->frame, &bar);
  if (status != SMMA_OK) wilder_report(context, status, argv, &bar);
}

/* The arguments are not read: as in average.c, it is the front row that leaves. */
static void wilder_inverse(sqlite3_context *context, int argc,
                           sqlite3_value **argv) {
  (void)argc;
  (void)argv;
  wilder_context *wilder = wilder_find(context);
  if (wilder == NULL) return; /* untaken: SQLite has always stepped before */
  const smma_status status = smma_wilder_frame_pop(wilder->frame);
  if (status != SMMA_OK) smma_report_status(context, status, 1, NULL);
}

static void wilder_value(sqlite3_context *context) {
  const wilder_context *wilder = wilder_find(context);
  const double value =
      smma_wilder_frame_value(wilder == NULL ? NULL : wilder->frame);
  if (value == value) {
    sqlite3_result_double(context, value);
  } else {
    sqlite3_result_null(context);
  }
}

static void wilder_final(sqlite3_context *context) {
  wilder_value(context);
  wilder_context *wilder = wilder_find(context);
  if (wilder == NULL) return;
  smma_order_free(&wilder->order);
  smma_wilder_frame_free(wilder->frame);
  wilder->frame = NULL;
}

const smma_aggregate smma_wilder = {wilder_step, wilder_final, wilder_value,
                                    wilder_inverse};
