/*
** sqlite_shim.c - what the extension needs and sqlite-wasm does not export, in
** one place. Everything else comes from the sqlite-wasm it is loaded into.
*/
#include "sqlite3.h"

#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

/* The default allocator of core/frame.c. The extension brings its own, so it is
** never called, but it is linked; all memory is SQLite's then. */
void *malloc(size_t bytes) {
  return sqlite3_malloc64(bytes);
}

void free(void *memory) {
  sqlite3_free(memory);
}

/* The functions of string.h that the compiler does not turn into instructions.
** Not worth a libc: they look at short texts. */
void *memchr(const void *memory, int c, size_t n) {
  const unsigned char *byte = memory;
  for (size_t i = 0; i < n; i++) {
    if (byte[i] == (unsigned char)c) return (void *)(byte + i);
  }
  return NULL;
}

int memcmp(const void *a, const void *b, size_t n) {
  const unsigned char *left = a;
  const unsigned char *right = b;
  for (size_t i = 0; i < n; i++) {
    if (left[i] != right[i]) return left[i] < right[i] ? -1 : 1;
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

/* A number that is not negative, in decimal: its first digit, within digits[12].
*/
static const char *shim_decimal(char *digits, int number) {
  char *first = digits + 11;
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
  char digits[12];
  while (*format != 0) {
    const char *piece = format;
    size_t length = 1;
    if (format[0] == '%') {
      piece = format[1] == 'd' ? shim_decimal(digits, va_arg(arguments, int))
                               : va_arg(arguments, const char *);
      length = shim_length(piece);
      format++;
    }
    if (out != NULL) memcpy(out + n, piece, length);
    n += length;
    format++;
  }
  return n;
}

/* Only what the extension uses of it: %s, and %d of what is not negative. */
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
