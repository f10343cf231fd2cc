/*
** call.h - the arguments of a call of smma_series(), and a number for each call
** that differs from others (SPEC 3.6).
**
** SQLite may run through the table several times in one statement, and where
** calls are joined by OR it takes two rows of the same rowid for one. So the rowid
** has to tell rows of different calls apart, and has to be the same where the
** arguments are the same. A hash of the arguments would do that nearly always; here
** it is certain: the calls are kept and compared. That costs memory for each call of
** which a rowid is asked for, as no plain query, join or IN list does, until no
** statement is in the table any more: SQLite does not say where an OR ends.
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

typedef struct smma_known_call smma_known_call;

/* The calls that have a number; all zero before the first. */
typedef struct smma_calls {
  smma_known_call *root; /* a tree, sorted by a hash: it need not be balanced */
  smma_known_call *last; /* the newest, from which all can be reached */
} smma_calls;

/* In *number 0, 1, ...: that of an earlier call with these very arguments, types
** included, or the next. Expected O(log n) among n calls; memory for each: its
** arguments. Returns SQLITE_OK or SQLITE_NOMEM. */
int smma_calls_number(smma_calls *calls, const smma_call *call,
                      sqlite3_int64 *number);

/* Releases all of them; the next call has the number 0. */
void smma_calls_forget(smma_calls *calls);

#endif
