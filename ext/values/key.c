/* key.c - see key.h. */
#include "key.h"

#include <string.h>

int smma_value_bytes(sqlite3_value *value, const void **bytes, int *n) {
  const bool is_text = sqlite3_value_type(value) == SQLITE_TEXT;
  *bytes = is_text ? sqlite3_value_text(value) : sqlite3_value_blob(value);
  *n = sqlite3_value_bytes(value);
  if (*bytes != NULL) return SQLITE_OK;
  /* A blob that is empty, or that cannot be made: SQLite reports that itself. */
  *n = 0;
  return is_text ? SQLITE_NOMEM : SQLITE_OK;
}

int smma_key_of(sqlite3_value *value, smma_key *key) {
  key->type = sqlite3_value_type(value);
  key->size = 0;
  switch (key->type) {
  case SQLITE_INTEGER:
    key->is.integer = sqlite3_value_int64(value);
    return SQLITE_OK;
  case SQLITE_FLOAT:
    key->is.real = sqlite3_value_double(value);
    return SQLITE_OK;
  case SQLITE_NULL:
    return SQLITE_OK;
  default:
    return smma_value_bytes(value, &key->is.bytes, &key->size);
  }
}

static int key_compare_reals(double a, double b) {
  return (a > b) - (a < b);
}

static int key_compare_integers(sqlite3_int64 a, sqlite3_int64 b) {
  return (a > b) - (a < b);
}

/* An integer is compared to the integer part of a real, and then to what is
** left of it; to make it a real would round it from 2^53 on. */
static int key_compare_to_real(sqlite3_int64 integer, double real) {
  if (real < -0x1p63) return 1;
  if (real >= 0x1p63) return -1;
  const sqlite3_int64 whole = (sqlite3_int64)real;
  return integer == whole ? key_compare_reals((double)whole, real)
                          : key_compare_integers(integer, whole);
}

static int key_compare_numbers(const smma_key *a, const smma_key *b) {
  const bool is_real = a->type == SQLITE_FLOAT;
  if (b->type == SQLITE_FLOAT) {
    return is_real ? key_compare_reals(a->is.real, b->is.real)
                   : key_compare_to_real(a->is.integer, b->is.real);
  }
  return is_real ? -key_compare_to_real(b->is.integer, a->is.real)
                 : key_compare_integers(a->is.integer, b->is.integer);
}

int smma_key_compare(const smma_key *a, const smma_key *b) {
  static const unsigned char ranks[] = {0,
                                        [SQLITE_INTEGER] = 1,
                                        [SQLITE_FLOAT] = 1,
                                        [SQLITE_TEXT] = 2,
                                        [SQLITE_BLOB] = 3,
                                        [SQLITE_NULL] = 0};
  const int rank = ranks[a->type];
  if (rank != ranks[b->type]) return rank - ranks[b->type];
  if (rank == 0) return 0;
  if (rank == 1) return key_compare_numbers(a, b);
  const int shared = a->size < b->size ? a->size : b->size;
  const int order =
      shared == 0 ? 0 : memcmp(a->is.bytes, b->is.bytes, (size_t)shared);
  return order != 0 ? order : key_compare_integers(a->size, b->size);
}

int smma_value_compare(sqlite3_value *a, sqlite3_value *b, bool *is_same) {
  smma_key keys[2];
  if (smma_key_of(a, &keys[0]) != SQLITE_OK ||
      smma_key_of(b, &keys[1]) != SQLITE_OK) {
    return SQLITE_NOMEM;
  }
  *is_same = smma_key_compare(&keys[0], &keys[1]) == 0;
  return SQLITE_OK;
}
