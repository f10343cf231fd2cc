/*
** quote.h - a value as error texts show it (SPEC 3.4).
*/
#ifndef SMMA_QUOTE_H
#define SMMA_QUOTE_H

#include "../sqlite_api.h"

/* NULL; a number as SQLite prints it; "a BLOB of 8 bytes"; TEXT as quote() has
** it. Of TEXT the first 40 characters, and how many bytes it has if those are
** not all: "'first of all'... (99 bytes)". Control characters are shown as their
** pictures (U+2400 ...), what is not UTF-8 as U+FFFD: the result is UTF-8 on one
** line, whatever the value.
**
** A large value is neither copied nor, if it is a zeroblob, made. This result
** and those below are to be released with sqlite3_free(), and NULL without
** memory. */
char *smma_quote(sqlite3_value *value);

/* "<what> of 8 bytes<rest>", the size of value, TEXT or a BLOB. */
char *smma_quote_size(const char *what, sqlite3_value *value, const char *rest);

/* Two texts with another between them, of which it releases the two; NULL if one
** of them is. */
char *smma_quote_join(char *first, const char *between, char *second);

#endif
