/* query.c - see query.h. */
#include "query.h"

#include "../arguments.h"

#include <string.h>

/* Where sql goes on after blanks, comments and semicolons. A comment that is
** not closed ends with the text, as it does for SQLite. */
static const char *query_skip(const char *sql) {
  for (;;) {
    if (*sql == ' ' || (*sql >= '\t' && *sql <= '\r' && *sql != '\v') ||
        *sql == ';') {
      sql++;
    } else if (sql[0] == '-' && sql[1] == '-') {
      while (*sql != 0 && *sql != '\n') {
        sql++;
      }
    } else if (sql[0] == '/' && sql[1] == '*') {
      sql += 2;
      while (*sql != 0 && !(sql[0] == '*' && sql[1] == '/')) {
        sql++;
      }
      if (*sql != 0) sql += 2;
    } else {
      return sql;
    }
  }
}

static int query_refuse_argument(const char *function, int argument,
                                 const char *complaint, char **message) {
  *message = smma_argument_text(function, argument, complaint);
  return *message == NULL ? SQLITE_NOMEM : SQLITE_ERROR;
}

static int query_refuse(const char *function, const char *complaint,
                        char **message) {
  return query_refuse_argument(function, 1, complaint, message);
}

/* What is wrong with the text; NULL where it may be compiled. */
static const char *query_text_complaint(const char *sql, int bytes) {
  if (memchr(sql, 0, (size_t)bytes) != NULL) return "has a NUL in it";
  const char *first = query_skip(sql);
  if (*first == 0) return "is empty";
  if (sqlite3_strnicmp(first, "SELECT", 6) != 0 &&
      sqlite3_strnicmp(first, "VALUES", 6) != 0 &&
      sqlite3_strnicmp(first, "WITH", 4) != 0) {
    return "is not a SELECT";
  }
  return NULL;
}

/* The first parameter without a value by its name; by its number where it has
** none, and then the last, as only of that one it is sure that it is in the query:
** a number that is left out has no name either. */
static char *query_missing_value(sqlite3_stmt *statement, int values,
                                 int parameters) {
  for (int k = values + 1; k <= parameters; k++) {
    const char *name = sqlite3_bind_parameter_name(statement, k);
    if (name != NULL) {
      return sqlite3_mprintf("has the parameter %s, which has no value", name);
    }
  }
  return sqlite3_mprintf("has the parameter ?%lld, which has no value",
                         (sqlite3_int64)parameters);
}

int smma_query_check_parameters(sqlite3_stmt *statement, const char *function,
                                int values, int argument, char **message) {
  const int parameters = sqlite3_bind_parameter_count(statement);
  if (parameters == values) return SQLITE_OK;
  const bool misses_value = parameters > values;
  char *complaint = misses_value
                        ? query_missing_value(statement, values, parameters)
                        : sqlite3_mprintf("has no parameter ?%lld in the query",
                                          (sqlite3_int64)parameters + 1);
  if (complaint == NULL) return SQLITE_NOMEM;
  const int rc = query_refuse_argument(
      function, misses_value ? 1 : argument + parameters, complaint, message);
  sqlite3_free(complaint);
  return rc;
}

int smma_query_check_columns(sqlite3_stmt *statement, const char *function,
                             char **message) {
  const int columns = sqlite3_column_count(statement);
  if (columns >= 1 /* untaken: no SELECT */ && columns <= 3) return SQLITE_OK;
  return query_refuse(function, "does not return 1, 2 or 3 columns", message);
}

static int query_check(sqlite3_stmt *statement, const char *rest,
                       const char *function, char **message) {
  if (*query_skip(rest) != 0) {
    return query_refuse(function, "is more than one statement", message);
  }
  if (!sqlite3_stmt_readonly(statement)) {
    return query_refuse(function, "is not a SELECT", message);
  }
  return smma_query_check_columns(statement, function, message);
}

int smma_query_prepare(sqlite3 *db, const char *function, sqlite3_value *text,
                       sqlite3_stmt **statement, char **message) {
  *statement = NULL;
  if (sqlite3_value_type(text) != SQLITE_TEXT) {
    *message =
        smma_argument_text_of(function, 1, "is not text", smma_quote(text));
    return *message == NULL ? SQLITE_NOMEM : SQLITE_ERROR;
  }
  const char *sql = (const char *)sqlite3_value_text(text);
  const int bytes = sqlite3_value_bytes(text);
  if (sql == NULL) return SQLITE_NOMEM;
  const char *complaint = query_text_complaint(sql, bytes);
  if (complaint != NULL) return query_refuse(function, complaint, message);

  const char *rest = NULL;
  if (sqlite3_prepare_v2(db, sql, bytes + 1, statement, &rest) != SQLITE_OK) {
    return smma_query_error(db, function, message);
  }
  const int rc = query_check(*statement, rest, function, message);
  if (rc != SQLITE_OK) {
    sqlite3_finalize(*statement); /* it has not run, so this returns no error */
    *statement = NULL;
  }
  return rc;
}

static bool query_begins_with(const char *text, const char *word) {
  while (*word != 0 && *text == *word) {
    text++;
    word++;
  }
  return *word == 0;
}

int smma_query_error(sqlite3 *db, const char *function, char **message) {
  const int rc = sqlite3_extended_errcode(db);
  /* For these two codes SQLite's own texts are enough, and an interrupt is not
  ** the fault of the query. */
  if (rc == SQLITE_NOMEM || rc == SQLITE_INTERRUPT) return rc;
  const char *text = sqlite3_errmsg(db);
  /* If a query within the query has failed, the name is there already. */
  *message = query_begins_with(text, function)
                 ? sqlite3_mprintf("%s", text)
                 : sqlite3_mprintf("%s() query: %s", function, text);
  return *message == NULL ? SQLITE_NOMEM : rc;
}
