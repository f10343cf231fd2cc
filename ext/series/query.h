/*
** query.h - SQL text that is given as an argument: one SELECT, and no more.
*/
#ifndef SMMA_QUERY_H
#define SMMA_QUERY_H

#include "../sqlite_api.h"

/* Prepares the query in text, the 1st argument of function, on db. It has to be
** one statement that begins with SELECT, VALUES or WITH, writes nothing and
** returns 1 to 3 columns; blanks, comments and semicolons around it do no harm. Text that begins otherwise is not even compiled, because
** some PRAGMAs take effect when they are compiled.
**
** Returns SQLITE_OK and, in *statement, what sqlite3_finalize() takes. On any
** other return code there is no statement; *message is a text to be released
** with sqlite3_free(), or untouched where the code alone says enough. */
int smma_query_prepare(sqlite3 *db, const char *function, sqlite3_value *text,
                       sqlite3_stmt **statement, char **message);

/* Checks that the query has as many parameters as there are values, the first of
** which is the argument-th argument of function; returns as smma_query_prepare()
** does. Parameters have the numbers that SQLite gives them, named ones too; a
** number that is left out counts. */
int smma_query_check_parameters(sqlite3_stmt *statement, const char *function,
                                int values, int argument, char **message);

/* Checks that the query returns 1 to 3 columns; returns as smma_query_prepare()
** does. To be called again after the first step, at which SQLite may have
** compiled the statement anew for a changed schema. */
int smma_query_check_columns(sqlite3_stmt *statement, const char *function,
                             char **message);

/* After a failure within the query: returns the code SQLite has for it and
** makes *message of the text SQLite has and the name of function. */
int smma_query_error(sqlite3 *db, const char *function, char **message);

#endif
