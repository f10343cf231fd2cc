/*
** query.h - SQL text that is given as an argument: one SELECT, and no more.
*/
#ifndef SMMA_QUERY_H
#define SMMA_QUERY_H

#include "sqlite_api.h"

/* Prepares the query in text, the 1st argument of function, on db. It has to be
** one statement that begins with SELECT, VALUES or WITH, writes nothing, has no
** parameters and returns 1 to 3 columns; blanks, comments and semicolons
** around it do no harm. What is not a SELECT is not even compiled: some PRAGMAs
** act when they are.
**
** Returns SQLITE_OK and, in *statement, what sqlite3_finalize() takes. On any
** other return code there is no statement; *message is a text to be released
** with sqlite3_free(), or untouched where the code says it all. */
int smma_query_prepare(sqlite3 *db, const char *function, sqlite3_value *text,
                       sqlite3_stmt **statement, char **message);

/* The query returns 1 to 3 columns; otherwise as smma_query_prepare(). To be
** asked again after the first step: a statement follows a changed schema. */
int smma_query_check_columns(sqlite3_stmt *statement, const char *function,
                             char **message);

/* What has just failed within the query: returns SQLite's code for it and makes
** *message of SQLite's text and the name of function. */
int smma_query_error(sqlite3 *db, const char *function, char **message);

#endif
