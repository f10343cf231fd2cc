/* call.c - see call.h. */
#include "call.h"

#include "../values/key.h"

#include <string.h>

void smma_call_drop_values(smma_call *call) {
  for (int k = 0; k < SMMA_SERIES_VALUES; k++) {
    sqlite3_value_free(call->values[k]);
    call->values[k] = NULL;
  }
}

/* ------------------------------------------------------- the arguments as bytes */

/* The arguments, and nothing else, follow the structure as size bytes. */
struct smma_known_call {
  smma_known_call *sides[2]; /* what sorts before it, and after it */
  smma_known_call *older;
  sqlite3_int64 number;
  uint64_t hash;
  size_t size;
};

/* What comes before the bytes of a value: its type, and the number it is or the
** number of its bytes. */
typedef struct call_head {
  sqlite3_int64 number;
  sqlite3_int64 type;
} call_head;

static unsigned char *call_bytes(smma_known_call *known) {
  return (unsigned char *)(known + 1);
}

/* Adds value to the bytes at out, unless that is NULL, and to size. */
static int call_add(unsigned char *out, size_t *size, sqlite3_value *value) {
  call_head head = {0, sqlite3_value_type(value)};
  const void *bytes = NULL;
  int n = 0;
  if (head.type == SQLITE_INTEGER) {
    head.number = sqlite3_value_int64(value);
  } else if (head.type == SQLITE_FLOAT) {
    const double number = sqlite3_value_double(value);
    memcpy(&head.number, &number, sizeof(number));
  } else if (head.type != SQLITE_NULL) {
    const int rc = smma_value_bytes(value, &bytes, &n);
    if (rc != SQLITE_OK) return rc;
    head.number = n;
  }
  if (out != NULL) {
    memcpy(out + *size, &head, sizeof(head));
    if (n > 0) memcpy(out + *size + sizeof(head), bytes, (size_t)n);
  }
  *size += sizeof(head) + (size_t)n;
  return SQLITE_OK;
}

/* Writes the arguments to out, unless that is NULL; *size is how many bytes. */
static int call_write(unsigned char *out, size_t *size, const smma_call *call) {
  *size = sizeof(call->integers);
  if (out != NULL) memcpy(out, call->integers, sizeof(call->integers));
  int rc = call_add(out, size, call->query);
  for (int k = 0; k < SMMA_SERIES_VALUES; k++) {
    if (rc != SQLITE_OK || call->values[k] == NULL) return rc;
    rc = call_add(out, size, call->values[k]);
  }
  return rc;
}

/* FNV-1a */
static uint64_t call_hash(const unsigned char *bytes, size_t n) {
  uint64_t hash = UINT64_C(0xcbf29ce484222325);
  for (size_t i = 0; i < n; i++) {
    hash = (hash ^ bytes[i]) * UINT64_C(0x100000001b3);
  }
  return hash;
}

static int call_know(const smma_call *call, smma_known_call **known) {
  size_t size;
  int rc = call_write(NULL, &size, call);
  if (rc != SQLITE_OK) return rc;
  *known = sqlite3_malloc64(sizeof(**known) + size);
  if (*known == NULL) return SQLITE_NOMEM;
  memset(*known, 0, sizeof(**known));
  /* What has been converted for the first time stays converted. */
  (void)call_write(call_bytes(*known), &(*known)->size, call);
  (*known)->hash = call_hash(call_bytes(*known), size);
  return SQLITE_OK;
}

/* ------------------------------------------------------------- the known calls */

/* Below 0, 0 or above 0, as memcmp(). */
static int call_order(smma_known_call *a, smma_known_call *b) {
  if (a->size != b->size) return a->size < b->size ? -1 : 1;
  if (a->hash != b->hash) return a->hash < b->hash ? -1 : 1;
  return memcmp(call_bytes(a), call_bytes(b), a->size);
}

int smma_calls_number(smma_calls *calls, const smma_call *call,
                      sqlite3_int64 *number) {
  smma_known_call *known;
  const int rc = call_know(call, &known);
  if (rc != SQLITE_OK) return rc;
  smma_known_call **link = &calls->root;
  while (*link != NULL) {
    const int order = call_order(known, *link);
    if (order == 0) {
      *number = (*link)->number;
      sqlite3_free(known);
      return SQLITE_OK;
    }
    link = &(*link)->sides[order > 0];
  }
  known->older = calls->last;
  known->number = calls->last == NULL ? 0 : calls->last->number + 1;
  calls->last = known;
  *link = known;
  *number = known->number;
  return SQLITE_OK;
}

void smma_calls_forget(smma_calls *calls) {
  while (calls->last != NULL) {
    smma_known_call *older = calls->last->older;
    sqlite3_free(calls->last);
    calls->last = older;
  }
  calls->root = NULL;
}
