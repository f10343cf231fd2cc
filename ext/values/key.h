/*
** key.h - SQL values as ORDER BY compares them with the collation BINARY.
**
** Values may be in the encoding of the database, and have to be converted to be
** looked at. Without memory for that the functions return SQLITE_NOMEM.
*/
#ifndef SMMA_KEY_H
#define SMMA_KEY_H

#include "../sqlite_api.h"

#include <stdbool.h>

/* What a value is compared by. All bytes 0, it comes before every value but NULL,
** which it equals. */
typedef struct smma_key {
  int type; /* SQLITE_INTEGER ... SQLITE_NULL */
  int size; /* of TEXT and BLOB, in bytes */
  union {
    sqlite3_int64 integer;
    double real;
    const void *bytes; /* TEXT is UTF-8; maybe NULL where size is 0 */
  } is;
} smma_key;

/* The n bytes of TEXT, as UTF-8, or of a BLOB; they are the value's. bytes may be
** NULL where there are none. */
int smma_value_bytes(sqlite3_value *value, const void **bytes, int *n);

/* Reads value; the bytes of the key are the value's. */
int smma_key_of(sqlite3_value *value, smma_key *key);

/* Negative where a comes before b, 0 where they are equal, positive where a comes
** after b: NULL, numbers, TEXT, BLOB. Integers and reals compare without
** rounding; TEXT compares by its bytes in UTF-8, also in a database in UTF-16,
** where SQLite takes others. O(size). */
int smma_key_compare(const smma_key *a, const smma_key *b);

/* Whether "a IS b". */
int smma_value_compare(sqlite3_value *a, sqlite3_value *b, bool *is_same);

#endif
