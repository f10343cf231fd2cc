/*
** plan.h - how smma_series() is asked: which arguments there are, which
** periods they stand for, and what constraints on the column period leave of
** them.
**
** SQLite sees a table whose hidden columns are the arguments. When it compiles a
** statement, xBestIndex says which values it wants: the arguments, and the right
** sides of constraints on period. xFilter gets the values of this plan when the
** statement runs.
*/
#ifndef SMMA_SERIES_PLAN_H
#define SMMA_SERIES_PLAN_H

#include "../sqlite_api.h"

#include <stdbool.h>
#include <stdint.h>

/* The columns, for sqlite3_declare_vtab(). */
extern const char smma_series_schema[];

enum {
  SMMA_SERIES_PERIOD,
  SMMA_SERIES_PART,
  SMMA_SERIES_KEY,
  SMMA_SERIES_PRICE,
  SMMA_SERIES_SMMA,
  SMMA_SERIES_QUERY, /* the arguments from here on */
  SMMA_SERIES_FIRST_PERIOD,
  SMMA_SERIES_LAST_PERIOD,
  SMMA_SERIES_STEP,
  SMMA_SERIES_VALUE /* value1 */
};

/* How many values of parameters there may be. */
enum { SMMA_SERIES_VALUES = 8 };

/* A plan has a bit for each value that xFilter gets, in the order of the bits. */
enum {
  SMMA_SERIES_REFUSED = 0,
  SMMA_SERIES_HAS_QUERY = 1,
  SMMA_SERIES_HAS_FIRST = 2,
  SMMA_SERIES_HAS_LAST = 4,
  SMMA_SERIES_HAS_STEP = 8,
  SMMA_SERIES_NEEDED = 3,
  SMMA_SERIES_HAS_VALUE = 16, /* of value1, then of the others */
  /* the constraints on period from here on */
  SMMA_SERIES_IS_EQUAL = SMMA_SERIES_HAS_VALUE << SMMA_SERIES_VALUES,
  SMMA_SERIES_IS_GREATER = SMMA_SERIES_IS_EQUAL << 1,
  SMMA_SERIES_IS_AT_LEAST = SMMA_SERIES_IS_EQUAL << 2,
  SMMA_SERIES_IS_LESS = SMMA_SERIES_IS_EQUAL << 3,
  SMMA_SERIES_IS_AT_MOST = SMMA_SERIES_IS_EQUAL << 4,
  SMMA_SERIES_PLAN_END = SMMA_SERIES_IS_EQUAL << 5
};

/* xBestIndex. A plan that lacks arguments costs more than any other, and it is
** xFilter that refuses it, in case it is chosen: SQLite also asks about each term
** of an OR by itself, and such a term may have none. The text of such a plan is
** what xFilter says then, after the name of the function. */
int smma_series_plan(sqlite3_vtab *unused, sqlite3_index_info *info);

/* The periods first, first + step, ..., periods of them; step is negative in a
** range that descends. Before constraints left some out there were size
** periods, of which skipped came before first. */
typedef struct smma_series_range {
  sqlite3_int64 first;
  sqlite3_int64 step;
  sqlite3_int64 periods;
  sqlite3_int64 size;
  sqlite3_int64 skipped;
} smma_series_range;

/* SPEC 3.6: from first to last by step, upwards or downwards; a step of 0 is the
** first alone. */
smma_series_range smma_series_range_of(int32_t first, int32_t last,
                                       int32_t step);

/* Takes out of the range periods for which "period <operator> value" is not
** true. It may leave some of them, but only where SQLite's own comparison
** depends on more than the value. constraint is the operator's bit; text in
** value may become a number. */
void smma_series_constrain(smma_series_range *range, int constraint,
                           sqlite3_value *value);

#endif
