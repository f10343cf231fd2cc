/*
** replay.c - a node of a database that replicates statements.
**
**     replay FILE [EXTENSION] < LOG
**
** Runs the requests of LOG in the database FILE, as rqlite's nodes do: an error is
** the outcome of its request, the same on every node, and the log goes on. Prints
** a line a request: ok, or its first error.
**
** A request ends with RS (0x1E). It is the letter T, for a transaction that an
** error rolls back, or S, for statements that are each run whatever came of the
** others, and then the statements, each after US (0x1F).
*/
#include <sqlite3.h>

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define REQUEST_END "\x1e"
#define STATEMENT   "\x1f"

enum { LOG_STEP = 1 << 20 };

/* The whole of the standard input, with a zero behind it; NULL where it cannot be
** had. */
static char *read_log(void) {
  char *log = NULL;
  size_t size = 0;
  for (;;) {
    char *longer = realloc(log, size + LOG_STEP + 1);
    if (longer == NULL) break;
    log = longer;
    const size_t got = fread(log + size, 1, LOG_STEP, stdin);
    size += got;
    log[size] = '\0';
    if (got < LOG_STEP) break;
  }
  if (log == NULL || ferror(stdin) != 0 || feof(stdin) == 0) {
    free(log);
    return NULL;
  }
  return log;
}

/* Runs one statement. The first error of a request is kept in *error. */
static bool run_statement(sqlite3 *db, const char *sql, char **error) {
  char *message = NULL;
  const int rc = sqlite3_exec(db, sql, NULL, NULL, &message);
  if (rc == SQLITE_OK) return true;
  if (*error == NULL) {
    *error = message;
  } else {
    sqlite3_free(message);
  }
  return false;
}

/* Takes the statements apart where they lie. */
static bool run_statements(sqlite3 *db, char *request, bool is_transaction,
                           char **error) {
  bool is_well = true;
  for (char *sql = strtok(request, STATEMENT); sql != NULL;
       sql = strtok(NULL, STATEMENT)) {
    is_well = run_statement(db, sql, error) && is_well;
    if (is_transaction && !is_well) break;
  }
  return is_well;
}

static void run_request(sqlite3 *db, char *request) {
  const bool is_transaction = request[0] == 'T';
  char *error = NULL;
  if (is_transaction) (void)run_statement(db, "BEGIN", &error);
  const bool is_well = run_statements(db, request + 1, is_transaction, &error);
  if (is_transaction) {
    (void)run_statement(db, is_well ? "COMMIT" : "ROLLBACK", &error);
  }
  (void)printf("%s\n", error == NULL ? "ok" : error);
  sqlite3_free(error);
}

static void run_log(sqlite3 *db, char *log) {
  char *request = log;
  char *end = strstr(request, REQUEST_END);
  while (end != NULL) {
    *end = '\0';
    run_request(db, request);
    request = end + 1;
    end = strstr(request, REQUEST_END);
  }
}

static bool load(sqlite3 *db, const char *extension) {
  char *message = NULL;
  if (sqlite3_enable_load_extension(db, 1) == SQLITE_OK &&
      sqlite3_load_extension(db, extension, NULL, &message) == SQLITE_OK) {
    return true;
  }
  (void)fprintf(stderr, "replay: %s: %s\n", extension,
                message == NULL ? sqlite3_errmsg(db) : message);
  sqlite3_free(message);
  return false;
}

static bool replay(const char *file, const char *extension) {
  sqlite3 *db = NULL;
  bool is_well = sqlite3_open(file, &db) == SQLITE_OK;
  if (!is_well) {
    (void)fprintf(stderr, "replay: %s: %s\n", file, sqlite3_errmsg(db));
  } else if (extension == NULL || load(db, extension)) {
    char *log = read_log();
    is_well = log != NULL;
    if (is_well) run_log(db, log);
    free(log);
  } else {
    is_well = false;
  }
  return sqlite3_close(db) == SQLITE_OK && is_well;
}

int main(int count, char **given) {
  if (count < 2 || count > 3) {
    (void)fprintf(stderr, "usage: replay FILE [EXTENSION] < LOG\n");
    return EXIT_FAILURE;
  }
  return replay(given[1], count == 3 ? given[2] : NULL) ? EXIT_SUCCESS
                                                        : EXIT_FAILURE;
}
