/*
** state.c - smma_state(price, period [, key]), smma_start(period),
** smma_append(state, price) and smma_value(state): an average that is kept in a
** table and goes on from there (SPEC 3.7). The bytes are those of core/state.c.
*/
#include "arguments.h"
#include "functions.h"
#include "values/order.h"

#include <math.h>

/* SQLite zeroes it before the first step. */
typedef struct state_context {
  smma_stream stream; /* set up once period is not 0 */
  int32_t period;
  smma_order order; /* of the rows, where there is a key */
} state_context;

static void state_result(sqlite3_context *context, const smma_stream *stream) {
  unsigned char state[SMMA_STATE_SIZE];
  (void)smma_stream_save(stream, state); /* refuses nothing but NULL */
  sqlite3_result_blob(context, state, sizeof(state), SQLITE_TRANSIENT);
}

/* Adds the price in value, the argument-th argument, NULL being a missing
** price; reports what is not a price or cannot be averaged. */
static bool state_push(sqlite3_context *context, sqlite3_value *value,
                       int argument, smma_stream *stream) {
  double price = NAN;
  if (smma_argument_price(context, value, argument, &price) ==
      SMMA_PRICE_WRONG) {
    return false;
  }
  const smma_status status = smma_stream_push(stream, price);
  if (status != SMMA_OK) smma_report_status(context, status, argument, value);
  return status == SMMA_OK;
}

/* ---------------------------------------------------------------- smma_state() */

static void state_step(sqlite3_context *context, int argc,
                       sqlite3_value **argv) {
  state_context *state = sqlite3_aggregate_context(context, sizeof(*state));
  if (state == NULL) {
    sqlite3_result_error_nomem(context);
    return;
  }
  const bool is_first = state->period == 0;
  if (!smma_argument_row_period(context, argv[1], 2, &state->period)) return;
  if (is_first) {
    (void)smma_stream_init(&state->stream,
                           (size_t)state->period); /* a period */
  }
  if (argc > 2 && !smma_order_take(context, &state->order, argv[2], 3)) return;
  state_push(context, argv[0], 1, &state->stream);
}

static void state_final(sqlite3_context *context) {
  state_context *state = sqlite3_aggregate_context(context, 0);
  if (state != NULL) smma_order_free(&state->order);
  if (state == NULL || state->period == 0) {
    sqlite3_result_null(context);
    return;
  }
  state_result(context, &state->stream);
}

const smma_aggregate smma_state = {state_step, state_final, NULL, NULL};

/* ---------------------------------------------------------------- smma_start() */

/* The empty state: what smma_state(NULL, period) is, without an aggregate, which
** would take the rows of a query around it together. */
void smma_state_start(sqlite3_context *context, int argc,
                      sqlite3_value **argv) {
  (void)argc;
  const int32_t period = smma_argument_period(context, argv[0], 1);
  if (period == 0) return;
  smma_stream stream;
  (void)smma_stream_init(&stream, (size_t)period); /* a period */
  state_result(context, &stream);
}

/* ------------------------------------------------- smma_append(), smma_value() */

/* The stream in value, the 1st argument; reports what is not a state. */
static bool state_load(sqlite3_context *context, sqlite3_value *value,
                       smma_stream *stream) {
  smma_status status = SMMA_BAD_STATE;
  /* The size is checked first: to look at the bytes of zeroblob(1000000000)
  ** would be to make them. */
  if (sqlite3_value_type(value) == SQLITE_BLOB &&
      sqlite3_value_bytes(value) == SMMA_STATE_SIZE) {
    const unsigned char *state = sqlite3_value_blob(value);
    status = state == NULL ? SMMA_OUT_OF_MEMORY
                           : smma_stream_load(stream, state, SMMA_STATE_SIZE);
  }
  if (status != SMMA_OK) smma_report_status(context, status, 1, value);
  return status == SMMA_OK;
}

void smma_state_append(sqlite3_context *context, int argc,
                       sqlite3_value **argv) {
  (void)argc;
  smma_stream stream;
  if (state_load(context, argv[0], &stream) &&
      state_push(context, argv[1], 2, &stream)) {
    state_result(context, &stream);
  }
}

void smma_state_value(sqlite3_context *context, int argc,
                      sqlite3_value **argv) {
  (void)argc;
  smma_stream stream;
  if (sqlite3_value_type(argv[0]) == SQLITE_NULL) return; /* NULL */
  if (!state_load(context, argv[0], &stream)) return;
  const double value = smma_stream_value(&stream);
  if (value == value) sqlite3_result_double(context, value);
}
