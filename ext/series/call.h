/*
** call.h - the arguments of a call of smma_series().
*/
#ifndef SMMA_SERIES_CALL_H
#define SMMA_SERIES_CALL_H

#include "plan.h"

typedef struct smma_call {
  sqlite3_value *query;
  int32_t integers[3]; /* first_period, last_period, step */
  sqlite3_value *values[SMMA_SERIES_VALUES]; /* those there are, then NULL */
} smma_call;

/* Releases value1, ... and leaves none. */
void smma_call_drop_values(smma_call *call);

#endif
