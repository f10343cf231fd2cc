/*
** value.h - SQL values as bytes, and whether two of them are the same.
**
** Values may be in the encoding of the database, and have to be converted to be
** looked at. Without memory for that both return SQLITE_NOMEM.
*/
#ifndef SMMA_SERIES_VALUE_H
#define SMMA_SERIES_VALUE_H

#include "../sqlite_api.h"

#include <stdbool.h>

/* The n bytes of TEXT, as UTF-8, or of a BLOB; they are the value's. bytes may be
** NULL where there are none. */
int smma_value_bytes(sqlite3_value *value, const void **bytes, int *n);

/* Whether "a IS b" with the collation BINARY. */
int smma_value_compare(sqlite3_value *a, sqlite3_value *b, bool *is_same);

#endif
