/*
** order.h - the key of an aggregate, in whose order its rows have to come
** (SPEC 3.10).
**
** An aggregate takes its rows as SQLite hands them over, and SQLite may drop the
** order of a subquery. An aggregate that is given a key sees when it has.
*/
#ifndef SMMA_ORDER_H
#define SMMA_ORDER_H

#include "key.h"

/* Part of an aggregate's context, which SQLite zeroes before the first step. */
typedef struct smma_order {
  smma_key last; /* the key of the row before */
  void *memory;  /* for its bytes, more than it has */
  sqlite3_int64 capacity;
} smma_order;

/* Whether the row of this key may come now: its key is not NULL and does not come
** before that of the row before. Keeps it then; reports, if not. key is the
** argument-th argument. To be called in every row, also where the price is NULL.
**
** It costs O(size), and memory for the largest key so far; a key that fits in it
** takes no allocation. */
bool smma_order_take(sqlite3_context *context, smma_order *order,
                     sqlite3_value *key, int argument);

/* To be called in xFinal, whatever has happened before. */
void smma_order_free(smma_order *order);

#endif
