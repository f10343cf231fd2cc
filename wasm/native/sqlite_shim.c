/*
** sqlite_shim.c - what the extension needs and sqlite-wasm does not export, in
** one place. Everything else comes from the sqlite-wasm it is loaded into.
*/
#include "sqlite3.h"

#include "../../ext/values/key.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

/* The default allocator of core/. The extension passes an allocator of its own,
** so these are never called, but they have to be linked. If they were called,
** the memory would still be that of SQLite. */
void *malloc(size_t bytes) {
  return sqlite3_malloc64(bytes);
}

void free(void *memory) {
  sqlite3_free(memory);
}

/* The functions of string.h that the compiler does not turn into instructions.
** They only see short texts, for which linking a libc is not worth it. */
void *memchr(const void *memory, int c, size_t n) {
  const unsigned char *byte = memory;
  for (size_t i = 0; i < n; i++) {
    if (byte[i] == (unsigned char)c) return (void *)(byte + i);
  }
  return NULL;
}

int memcmp(const void *a, const void *b, size_t n) {
  const unsigned char *x = a, *y = b;
  for (size_t i = 0; i < n; i++) {
    if (x[i] != y[i]) return x[i] - y[i];
  }
  return 0;
}

static size_t shim_length(const char *text) {
  size_t n = 0;
  while (text[n] != 0) {
    n++;
  }
  return n;
}

/* A number that is not negative, in decimal; returns where it begins. */
static const char *shim_number(char digits[20], sqlite3_int64 number) {
  char *first = digits + 19;
  *first = 0;
  do {
    *--first = (char)('0' + number % 10);
    number /= 10;
  } while (number > 0);
  return first;
}

/* Walks through format; copies to out unless that is NULL. Returns the length. */
static size_t shim_format(char *out, const char *format, va_list arguments) {
  size_t n = 0;
  while (*format != 0) {
    char digits[20];
    const char *piece = format;
    size_t length = 1;
    if (format[0] == '%' && format[1] == 's') {
      piece = va_arg(arguments, const char *);
      length = shim_length(piece);
      format++;
    } else if (format[0] == '%') { /* %lld */
      piece = shim_number(digits, va_arg(arguments, sqlite3_int64));
      length = shim_length(piece);
      format += 3;
    }
    if (out != NULL) memcpy(out + n, piece, length);
    n += length;
    format++;
  }
  return n;
}

/* Only what the extension uses of it: %s, %lld of numbers that are not negative,
** and no other per cent sign. */
char *sqlite3_mprintf(const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  const size_t length = shim_format(NULL, format, arguments);
  va_end(arguments);
  char *text = sqlite3_malloc64(length + 1);
  if (text == NULL) return NULL;
  va_start(arguments, format);
  shim_format(text, format, arguments);
  va_end(arguments);
  text[length] = 0;
  return text;
}

int sqlite3__wasm_vtab_config(sqlite3 *db, int option, int argument);

/* Only options without an argument. */
int sqlite3_vtab_config(sqlite3 *db, int option, ...) {
  return sqlite3__wasm_vtab_config(db, option, 0);
}

/* With a null pointer an empty blob would become NULL. */
static const void *shim_blob(const void *bytes, int n) {
  return n == 0 ? "" : bytes;
}

void sqlite3_result_value(sqlite3_context *context, sqlite3_value *value) {
  const int type = sqlite3_value_type(value);
  const void *bytes;
  int n;
  if (type == SQLITE_INTEGER) {
    sqlite3_result_int64(context, sqlite3_value_int64(value));
  } else if (type == SQLITE_FLOAT) {
    sqlite3_result_double(context, sqlite3_value_double(value));
  } else if (type == SQLITE_NULL) {
    sqlite3_result_null(context);
  } else if (smma_value_bytes(value, &bytes, &n) != SQLITE_OK) {
    sqlite3_result_error_nomem(context);
  } else if (type == SQLITE_TEXT) {
    sqlite3_result_text(context, bytes, n, SQLITE_TRANSIENT);
  } else {
    sqlite3_result_blob(context, shim_blob(bytes, n), n, SQLITE_TRANSIENT);
  }
}

int sqlite3_bind_value(sqlite3_stmt *statement, int parameter,
                       const sqlite3_value *constant) {
  sqlite3_value *value = (sqlite3_value *)constant;
  const int type = sqlite3_value_type(value);
  const void *bytes;
  int n;
  if (type == SQLITE_INTEGER) {
    return sqlite3_bind_int64(statement, parameter, sqlite3_value_int64(value));
  }
  if (type == SQLITE_FLOAT) {
    return sqlite3_bind_double(statement, parameter,
                               sqlite3_value_double(value));
  }
  if (type == SQLITE_NULL) return sqlite3_bind_null(statement, parameter);
  const int rc = smma_value_bytes(value, &bytes, &n);
  if (rc != SQLITE_OK) return rc;
  return type == SQLITE_TEXT
             ? sqlite3_bind_text(statement, parameter, bytes, n,
                                 SQLITE_TRANSIENT)
             : sqlite3_bind_blob(statement, parameter, shim_blob(bytes, n), n,
                                 SQLITE_TRANSIENT);
}
