/* quote.c - see quote.h. */
#include "quote.h"

#include <stdint.h>
#include <string.h>

enum { QUOTE_CHARACTERS = 40, QUOTE_CHARACTER_BYTES = 4 };

/* How many bytes the character at text has; 0 if it is not UTF-8. The NUL at the
** end of the text goes on with no character. */
static int quote_character_size(const unsigned char *text) {
  static const uint32_t least[] = {0, 0x80, 0x800, 0x10000};
  const unsigned char lead = text[0];
  const int more = (lead >= 0xc0) + (lead >= 0xe0) + (lead >= 0xf0);
  if ((lead >= 0x80 && more == 0) || lead > 0xf7) return 0;
  uint32_t point = lead & (more == 0 ? 0x7fu : 0x3fu >> more);
  for (int i = 1; i <= more; i++) {
    if ((text[i] & 0xc0) != 0x80) return 0;
    point = point << 6 | (text[i] & 0x3f);
  }
  const int is_surrogate = point >> 11 == 0xd800 >> 11;
  return point < least[more] || point > 0x10ffff || is_surrogate ? 0 : more + 1;
}

/* Writes the character at text, of size bytes, or what stands for it. Returns
** where the next one goes. */
static char *quote_character(char *out, const unsigned char *text, int size) {
  const unsigned char first = text[0];
  const char control[] = {'\xe2', '\x90', /* U+2400 ... */
                          (char)(first == 0x7f ? 0xa1 : 0x80 + first)};
  const void *shown = text;
  if (size == 0) {
    shown = "\xef\xbf\xbd"; /* U+FFFD */
    size = 3;
  } else if (first < 0x20 || first == 0x7f) {
    shown = control;
    size = 3;
  } else if (first == '\'') {
    *out++ = '\'';
  }
  memcpy(out, shown, (size_t)size);
  return out + size;
}

static char *quote_text(const unsigned char *text, int bytes) {
  char shown[QUOTE_CHARACTERS * QUOTE_CHARACTER_BYTES + 1];
  char *out = shown;
  int at = 0;
  for (int i = 0; i < QUOTE_CHARACTERS && at < bytes; i++) {
    const int size = quote_character_size(text + at);
    out = quote_character(out, text + at, size);
    at += size == 0 ? 1 : size;
  }
  *out = 0;
  return at == bytes ? sqlite3_mprintf("'%s'", shown)
                     : sqlite3_mprintf("'%s'... (%lld bytes)", shown,
                                       (sqlite3_int64)bytes);
}

char *smma_quote(sqlite3_value *value) {
  const int type = sqlite3_value_type(value);
  if (type == SQLITE_BLOB) return smma_quote_size("a BLOB", value, "");
  /* Of a number this is its text; it stays a number. */
  const unsigned char *text = sqlite3_value_text(value);
  if (text != NULL && type == SQLITE_TEXT) {
    return quote_text(text, sqlite3_value_bytes(value));
  }
  if (type == SQLITE_NULL) text = (const unsigned char *)"NULL";
  return text == NULL ? NULL : sqlite3_mprintf("%s", text);
}

char *smma_quote_size(const char *what, sqlite3_value *value,
                      const char *rest) {
  const int bytes = sqlite3_value_bytes(value);
  return sqlite3_mprintf("%s of %lld byte%s%s", what, (sqlite3_int64)bytes,
                         bytes == 1 ? "" : "s", rest);
}

char *smma_quote_join(char *first, const char *between, char *second) {
  char *whole = first == NULL || second == NULL
                    ? NULL
                    : sqlite3_mprintf("%s%s%s", first, between, second);
  sqlite3_free(first);
  sqlite3_free(second);
  return whole;
}
