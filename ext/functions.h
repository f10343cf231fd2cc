/*
** functions.h - what the registration table in extension.c needs to know of
** each function family.
**
** Every SQL function is registered with an smma_function as its user data, from
** which its callbacks know what they were called as.
*/
#ifndef SMMA_FUNCTIONS_H
#define SMMA_FUNCTIONS_H

#include "sqlite_api.h"

typedef struct smma_function {
  const char *name; /* for error texts */
  int kind;         /* which it is of those that share its callbacks */
} smma_function;

static inline const smma_function *smma_function_of(sqlite3_context *context) {
  return sqlite3_user_data(context);
}

/* average.c: smma(price, period [, key]) */
void smma_average_step(sqlite3_context *context, int argc,
                       sqlite3_value **argv);
void smma_average_inverse(sqlite3_context *context, int argc,
                          sqlite3_value **argv);
void smma_average_value(sqlite3_context *context);
void smma_average_final(sqlite3_context *context);

/* array.c: smma_array(price, period [, key]) */
void smma_array_step(sqlite3_context *context, int argc, sqlite3_value **argv);
void smma_array_final(sqlite3_context *context);

/* state.c: smma_state(price, period [, key]), smma_start(period),
** smma_append(state, price), smma_value(state) */
void smma_state_step(sqlite3_context *context, int argc, sqlite3_value **argv);
void smma_state_final(sqlite3_context *context);
void smma_state_start(sqlite3_context *context, int argc, sqlite3_value **argv);
void smma_state_append(sqlite3_context *context, int argc,
                       sqlite3_value **argv);
void smma_state_value(sqlite3_context *context, int argc, sqlite3_value **argv);

/* about.c: smma_version(), smma_debug() */
void smma_about_version(sqlite3_context *context, int argc,
                        sqlite3_value **argv);
void smma_about_debug(sqlite3_context *context, int argc, sqlite3_value **argv);

/* series/series.c: smma_series(query, period [, last_period [, step]]) */
extern const sqlite3_module smma_series_module;

#endif
