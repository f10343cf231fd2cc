/*
** array.c - smma_array(price, period [, key]), the whole series at once, and
** float64_array(value [, key]), a column as it is.
**
** The step function only collects the prices; the averages are computed in
** their place at the end, by the vector kernel. The result is one little-endian
** float64 per row, in the order in which the rows were visited, NaN where
** smma() would be NULL, or the value is (SPEC 3.1).
*/
#include "arguments.h"
#include "functions.h"
#include "values/order.h"

#include <float.h>
#include <math.h>
#include <string.h>

enum { ARRAY_FIRST_ROWS = 128 };

/* While no price times the period exceeds it, nothing overflows (core/smma.h). */
static const double array_safe = 1e307;

/* SQLite zeroes it before the first step. */
typedef struct array_context {
  double *prices; /* one a row, NaN is missing; allocated for capacity */
  size_t rows;
  size_t capacity;
  int32_t period;   /* 0 before the first row */
  int arguments;    /* before the key; 0 before the first row */
  smma_order order; /* of the rows, where there is a key */
  double largest;   /* a price that needs no look; 0 before the first row */
  bool runs_stream; /* of the same prices, see array_can_average() */
  smma_stream stream;
} array_context;

/* ------------------------------------------------------------------- collecting */

static void array_report_limit(sqlite3_context *context, int limit) {
  char *text =
      sqlite3_mprintf("%s() result is longer than the limit of %lld bytes",
                      smma_function_of(context)->name, (sqlite3_int64)limit);
  const bool has_text = text != NULL;
  smma_report_text(context, text);
  if (has_text) sqlite3_result_error_code(context, SQLITE_TOOBIG);
}

/* Makes room for another row: twice as much as there was, but never more than a
** result may have. A result that would be too long is refused here, before
** memory is spent on it. */
static bool array_grow(sqlite3_context *context, array_context *array) {
  const int limit = sqlite3_limit(sqlite3_context_db_handle(context),
                                  SQLITE_LIMIT_LENGTH, -1);
  const size_t most = (size_t)limit / sizeof(double);
  if (array->rows >= most) {
    array_report_limit(context, limit);
    return false;
  }
  size_t capacity =
      array->capacity == 0 ? ARRAY_FIRST_ROWS : 2 * array->capacity;
  if (capacity > most) capacity = most;
  double *prices = sqlite3_realloc64(array->prices, capacity * sizeof(*prices));
  if (prices == NULL) {
    sqlite3_result_error_nomem(context);
    return false;
  }
  array->prices = prices;
  array->capacity = capacity;
  return true;
}

/* Before the first row, once its period is known. */
static void array_start(array_context *array) {
  const bool is_average = array->arguments == 2;
  array->largest = is_average ? array_safe / array->period : DBL_MAX;
}

/* Whether a price larger than array->largest can be averaged. An error has to name
** the price that causes it, when it comes; so from the first such price on a stream
** runs along. */
static bool array_can_average(array_context *array, double price) {
  if (!array->runs_stream) {
    array->runs_stream = true;
    array->largest = -1; /* all others are looked at, too */
    (void)smma_stream_init(&array->stream, (size_t)array->period);
    for (size_t i = 0; i < array->rows; i++) {
      (void)smma_stream_push(&array->stream,
                             array->prices[i]); /* they are safe */
    }
  }
  return smma_stream_push(&array->stream, price) == SMMA_OK;
}

static void array_step(sqlite3_context *context, int argc,
                       sqlite3_value **argv) {
  array_context *array = sqlite3_aggregate_context(context, sizeof(*array));
  if (array == NULL) {
    sqlite3_result_error_nomem(context);
    return;
  }
  if (array->arguments == 0) {
    array->arguments =
        smma_function_of(context)->kind == SMMA_ARRAY_AVERAGE ? 2 : 1;
  }
  const int key = array->arguments;
  if (key == 2 &&
      !smma_argument_row_period(context, argv[1], 2, &array->period)) {
    return;
  }
  if (argc > key &&
      !smma_order_take(context, &array->order, argv[key], key + 1)) {
    return;
  }
  double price = NAN;
  if (smma_argument_price(context, argv[0], 1, &price) == SMMA_PRICE_WRONG) {
    return;
  }
  if (array->largest == 0) array_start(array);
  if (fabs(price) > array->largest &&
      (key == 1 || !array_can_average(array, price))) {
    smma_report_status(context, SMMA_NOT_FINITE, 1, argv[0]);
    return;
  }
  if (array->rows == array->capacity && !array_grow(context, array)) return;
  array->prices[array->rows++] = price;
}

/* -------------------------------------------------------------------- the result */

#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
static void array_swap_bytes(double *values, size_t n) {
  for (size_t i = 0; i < n; i++) {
    uint64_t bits;
    memcpy(&bits, &values[i], sizeof(bits));
    bits = __builtin_bswap64(bits);
    memcpy(&values[i], &bits, sizeof(bits));
  }
}
#else
static void array_swap_bytes(double *values, size_t n) {
  (void)values;
  (void)n;
}
#endif

/* Numbers as bytes that are the same on every platform. C does not say which NaN
** is meant, so its bits are written here. */
static void array_pack(double *values, size_t n) {
  const uint64_t nan_bits = UINT64_C(0x7ff8000000000000);
  for (size_t i = 0; i < n; i++) {
    if (isnan(values[i])) memcpy(&values[i], &nan_bits, sizeof(nan_bits));
  }
  array_swap_bytes(values, n);
}

static void array_final(sqlite3_context *context) {
  array_context *array = sqlite3_aggregate_context(context, 0);
  if (array != NULL) smma_order_free(&array->order);
  if (array == NULL || array->rows == 0) {
    sqlite3_result_blob(context, "", 0, SQLITE_STATIC);
    return;
  }
  double *prices = array->prices;
  const smma_status status =
      array->arguments == 2
          ? smma_into(prices, prices, array->rows, (size_t)array->period)
          : SMMA_OK;
  array->prices = NULL;
  if (status != SMMA_OK) { /* untaken: array_can_average() has refused it */
    sqlite3_free(prices);
    sqlite3_result_error(context, smma_status_string(status), -1);
    return;
  }
  array_pack(prices, array->rows);
  sqlite3_result_blob(context, prices, (int)(array->rows * sizeof(*prices)),
                      sqlite3_free);
}

const smma_aggregate smma_array = {array_step, array_final, NULL, NULL};
