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
  /* For error texts. Here and not elsewhere: a WebAssembly module would have to
  ** fill in its address when it is loaded. */
  char name[16];
  int kind; /* which it is of those that share its callbacks */
} smma_function;

static inline const smma_function *smma_function_of(sqlite3_context *context) {
  return sqlite3_user_data(context);
}

/* The callbacks of an aggregate; value and inverse are NULL where it is not a
** window function. */
typedef struct smma_aggregate {
  void (*step)(sqlite3_context *, int, sqlite3_value **);
  void (*final)(sqlite3_context *);
  void (*value)(sqlite3_context *);
  void (*inverse)(sqlite3_context *, int, sqlite3_value **);
} smma_aggregate;

/* average.c: smma(price, period [, key]) */
extern const smma_aggregate smma_average;

/* wilder.c: rsi(price, period [, key]), atr(high, low, close, period [, key]),
** plus_di(), minus_di(), adx() likewise; an smma_indicator is the kind */
extern const smma_aggregate smma_wilder;

/* array.c: smma_array(price, period [, key]), float64_array(value [, key]) */
enum { SMMA_ARRAY_AVERAGE, SMMA_ARRAY_VALUE }; /* the kind */
extern const smma_aggregate smma_array;

/* state.c: smma_state(price, period [, key]), smma_start(period),
** smma_append(state, price), smma_value(state) */
extern const smma_aggregate smma_state;
void smma_state_start(sqlite3_context *context, int argc, sqlite3_value **argv);
void smma_state_append(sqlite3_context *context, int argc,
                       sqlite3_value **argv);
void smma_state_value(sqlite3_context *context, int argc, sqlite3_value **argv);

/* about.c: smma_version(), smma_debug() */
void smma_about_version(sqlite3_context *context, int argc,
                        sqlite3_value **argv);
void smma_about_debug(sqlite3_context *context, int argc, sqlite3_value **argv);

/* series/series.c: smma_series(query, period [, last_period [, step [, value1,
** ...]]]) */
extern const sqlite3_module smma_series_module;

#endif
