/* value.c - see value.h. */
#include "value.h"

#include <string.h>

static bool value_is_number(int type) {
  return type == SQLITE_INTEGER || type == SQLITE_FLOAT;
}

/* An integer and a real are the same number when they are equal both as reals
** and as integers. A real of 2^63 or more would become the largest integer,
** which it does not equal. */
static bool value_is_same_number(sqlite3_value *a, sqlite3_value *b) {
  const int type = sqlite3_value_type(a);
  const bool is_mixed = type != sqlite3_value_type(b);
  const double real = sqlite3_value_double(a);
  if (real != sqlite3_value_double(b)) return false;
  if (!is_mixed && type == SQLITE_FLOAT) return true;
  return sqlite3_value_int64(a) == sqlite3_value_int64(b) &&
         !(is_mixed && real >= 0x1p63);
}

int smma_value_bytes(sqlite3_value *value, const void **bytes, int *n) {
  const bool is_text = sqlite3_value_type(value) == SQLITE_TEXT;
  *bytes = is_text ? sqlite3_value_text(value) : sqlite3_value_blob(value);
  *n = sqlite3_value_bytes(value);
  return *bytes == NULL && (is_text || *n > 0) ? SQLITE_NOMEM : SQLITE_OK;
}

int smma_value_compare(sqlite3_value *a, sqlite3_value *b, bool *is_same) {
  const int type = sqlite3_value_type(a);
  const int other = sqlite3_value_type(b);
  if (value_is_number(type) && value_is_number(other)) {
    *is_same = value_is_same_number(a, b);
    return SQLITE_OK;
  }
  if (type != other || type == SQLITE_NULL) {
    *is_same = type == other;
    return SQLITE_OK;
  }
  const void *bytes[2];
  int n[2];
  if (smma_value_bytes(a, &bytes[0], &n[0]) != SQLITE_OK ||
      smma_value_bytes(b, &bytes[1], &n[1]) != SQLITE_OK) {
    return SQLITE_NOMEM;
  }
  *is_same = n[0] == n[1] &&
             (n[0] == 0 || memcmp(bytes[0], bytes[1], (size_t)n[0]) == 0);
  return SQLITE_OK;
}
