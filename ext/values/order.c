/* order.c - see order.h. */
#include "order.h"

#include "../arguments.h"
#include "../functions.h"

#include <string.h>

enum { ORDER_FIRST_BYTES = 64 };

/* False without memory. */
static bool order_keep(smma_order *order, const smma_key *key) {
  order->last = *key;
  if (key->type == SQLITE_INTEGER || key->type == SQLITE_FLOAT) return true;
  if (key->size >= order->capacity) {
    sqlite3_free(order->memory);
    order->capacity = ORDER_FIRST_BYTES + 2 * (sqlite3_int64)key->size;
    order->memory = sqlite3_malloc64((sqlite3_uint64)order->capacity);
    if (order->memory == NULL) return false;
  }
  order->last.is.bytes = order->memory;
  if (key->size > 0) memcpy(order->memory, key->is.bytes, (size_t)key->size);
  return true;
}

/* ------------------------------------------------------------------- the error */

static int order_bind(sqlite3_stmt *statement, const smma_key *key) {
  switch (key->type) {
  case SQLITE_INTEGER:
    return sqlite3_bind_int64(statement, 1, key->is.integer);
  case SQLITE_FLOAT:
    return sqlite3_bind_double(statement, 1, key->is.real);
  case SQLITE_TEXT:
    return sqlite3_bind_text(statement, 1, key->is.bytes, key->size,
                             SQLITE_STATIC);
  default:
    return sqlite3_bind_blob(statement, 1, key->is.bytes, key->size,
                             SQLITE_STATIC);
  }
}

/* The key as quote.h shows a value: it is made one again, as the column of a
** statement. Returns the code of what has failed, if something has. */
static int order_quote(sqlite3 *db, const smma_key *key, char **shown) {
  sqlite3_stmt *statement = NULL;
  int rc = sqlite3_prepare_v2(db, "SELECT ?1", -1, &statement, NULL);
  if (rc == SQLITE_OK) rc = order_bind(statement, key);
  if (rc == SQLITE_OK && sqlite3_step(statement) == SQLITE_ROW) {
    *shown = smma_quote(sqlite3_column_value(statement, 0));
  }
  const int end =
      sqlite3_finalize(statement); /* the error of the step, if any */
  return rc == SQLITE_OK ? end : rc;
}

static void order_report(sqlite3_context *context, const smma_order *order,
                         sqlite3_value *key, int argument) {
  char *last = NULL;
  const int rc =
      order_quote(sqlite3_context_db_handle(context), &order->last, &last);
  if (rc != SQLITE_OK) {
    sqlite3_result_error_code(context, rc);
    return;
  }
  char *text =
      sqlite3_mprintf("%s(): rows are not in the order of the %lld%s argument",
                      smma_function_of(context)->name, (sqlite3_int64)argument,
                      smma_ordinal_ending(argument));
  char *pair = smma_quote_join(smma_quote(key), " after ", last);
  smma_report_text(context, smma_quote_join(text, ": ", pair));
}

/* --------------------------------------------------------------------- the API */

bool smma_order_take(sqlite3_context *context, smma_order *order,
                     sqlite3_value *value, int argument) {
  smma_key key;
  if (smma_key_of(value, &key) != SQLITE_OK) {
    sqlite3_result_error_nomem(context);
    return false;
  }
  if (key.type == SQLITE_NULL) {
    smma_report_text(context,
                     smma_argument_text(smma_function_of(context)->name,
                                        argument, "is NULL"));
    return false;
  }
  if (smma_key_compare(&order->last, &key) > 0) {
    order_report(context, order, value, argument);
    return false;
  }
  if (!order_keep(order, &key)) {
    sqlite3_result_error_nomem(context);
    return false;
  }
  return true;
}

void smma_order_free(smma_order *order) {
  sqlite3_free(order->memory);
  order->memory = NULL;
}
