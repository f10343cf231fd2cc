/*
** functions.h - what the registration table in extension.c needs to know of
** each function family.
**
** Every SQL function is registered with its name as user data, which is where
** error texts take it from.
*/
#ifndef SMMA_FUNCTIONS_H
#define SMMA_FUNCTIONS_H

#include "sqlite_api.h"

/* average.c: smma(price, period) */
void smma_average_step(sqlite3_context *context, int argc,
                       sqlite3_value **argv);
void smma_average_inverse(sqlite3_context *context, int argc,
                          sqlite3_value **argv);
void smma_average_value(sqlite3_context *context);
void smma_average_final(sqlite3_context *context);

/* array.c: smma_array(price, period) */
void smma_array_step(sqlite3_context *context, int argc, sqlite3_value **argv);
void smma_array_final(sqlite3_context *context);

/* state.c: smma_state(price, period), smma_start(period),
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

/* series/series.c: smma_series(query, period [, last_period [, step [, value1,
** ...]]]) */
extern const sqlite3_module smma_series_module;

#endif
