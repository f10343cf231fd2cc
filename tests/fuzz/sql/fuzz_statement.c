/*
** fuzz_statement.c - any statement with the functions of the extension (SPEC 3.1
** to 3.7): it ends with its rows or with an error, twice the same, and each
** result stands up to a verdict (verdicts.h).
*/
#include "database.h"
#include "grammar.h"
#include "tables.h"
#include "verdicts.h"

enum { STATEMENT_MOST_ROWS = 3000 };

typedef struct statement_outcome {
  int code;
  int rows;
  uint64_t hash; /* of the rows, or of the error */
} statement_outcome;

static sqlite3 *statement_database;

/* -------------------------------------------------------------------- parameters */

/* The byte says what; what else it takes comes from the end too. */
static int statement_bind(sqlite3_stmt *statement, int parameter, input *from) {
  static const double reals[] = {0.0,   -0.0,    1.5,      INFINITY, -INFINITY,
                                 1e308, DBL_MIN, 4.9e-324, NAN};
  const unsigned kind = input_last_byte(from);
  const unsigned more = input_last_byte(from);
  const unsigned taken = more < from->left ? more : (unsigned)from->left;
  switch (kind % 9) {
  case 0:
    return sqlite3_bind_int(statement, parameter, 1 + (int)more % 20);
  case 1:
    return sqlite3_bind_null(statement, parameter);
  case 2:
    return sqlite3_bind_double(statement, parameter, reals[more % 9]);
  case 3:
    return sqlite3_bind_int64(statement, parameter,
                              INT64_MIN >> (more % 64) ^ (more & 64 ? -1 : 0));
  case 4: {
    input last = {from->at + from->left - (from->left < 8 ? 0 : 8), 8};
    return sqlite3_bind_double(statement, parameter,
                               from->left < 8 ? 1 : input_double(&last));
  }
  case 5:
    return sqlite3_bind_blob(statement, parameter, from->at, (int)taken,
                             SQLITE_TRANSIENT);
  case 6:
    return sqlite3_bind_text(statement, parameter, (const char *)from->at,
                             (int)taken, SQLITE_TRANSIENT);
  case 7:
    return sqlite3_bind_text(statement, parameter,
                             "SELECT i, close FROM prices ORDER BY i", -1,
                             SQLITE_STATIC);
  default:
    return sqlite3_bind_zeroblob(statement, parameter, (int)more * 200);
  }
}

static void statement_bind_all(sqlite3_stmt *statement, const input *from) {
  const int parameters = sqlite3_bind_parameter_count(statement);
  input values = *from;
  for (int i = 1; i <= parameters; i++) {
    database_check_code(statement_bind(statement, i, &values));
  }
}

/* ----------------------------------------------------------------------- running */

static uint64_t statement_hash(uint64_t hash, const void *bytes, size_t n) {
  const unsigned char *at = bytes;
  for (size_t i = 0; i < n; i++) {
    hash = (hash ^ at[i]) * UINT64_C(0x100000001b3);
  }
  return hash;
}

static uint64_t statement_hash_value(uint64_t hash, sqlite3_stmt *statement,
                                     int column) {
  const int type = sqlite3_column_type(statement, column);
  hash = statement_hash(hash, &type, sizeof(type));
  if (type == SQLITE_FLOAT) {
    const double real = sqlite3_column_double(statement, column);
    return statement_hash(hash, &real, sizeof(real));
  }
  if (type == SQLITE_INTEGER) {
    const sqlite3_int64 integer = sqlite3_column_int64(statement, column);
    return statement_hash(hash, &integer, sizeof(integer));
  }
  const void *bytes = sqlite3_column_blob(statement, column);
  const int n = sqlite3_column_bytes(statement, column);
  return bytes == NULL ? hash : statement_hash(hash, bytes, (size_t)n);
}

static statement_outcome statement_run(sqlite3_stmt *statement) {
  statement_outcome outcome = {SQLITE_OK, 0, UINT64_C(0xcbf29ce484222325)};
  const int columns = sqlite3_column_count(statement);
  database_looks = 0;
  while ((outcome.code = sqlite3_step(statement)) == SQLITE_ROW &&
         outcome.rows < STATEMENT_MOST_ROWS) {
    for (int i = 0; i < columns; i++) {
      outcome.hash = statement_hash_value(outcome.hash, statement, i);
    }
    outcome.rows++;
  }
  if (outcome.code != SQLITE_ROW && outcome.code != SQLITE_DONE) {
    const char *message = sqlite3_errmsg(statement_database);
    outcome.hash = statement_hash(outcome.hash, message, strlen(message));
  }
  database_check_code(outcome.code);
  sqlite3_reset(statement);
  return outcome;
}

static void statement_run_twice(sqlite3_stmt *statement) {
  const statement_outcome once = statement_run(statement);
  if (database_is_cut_short(once.code)) return;
  const statement_outcome twice = statement_run(statement);
  if (database_is_cut_short(twice.code)) return;
  database_require(once.code == twice.code && once.rows == twice.rows &&
                       once.hash == twice.hash,
                   "another result when the statement runs again");
}

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerInitialize(int *argc, char ***argv) {
  (void)argc;
  (void)argv;
  database_configure();
  statement_database = database_open();
  verdict_register(statement_database);
  database_run(statement_database, tables_sql);
  database_limit(statement_database);
  return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  static grammar g;
  input from = {data, size};
  const char *text = grammar_statement(&g, &from);
  sqlite3_stmt *statement = NULL;
  const input values = {data, size};
  database_begin(text);
  const int code =
      sqlite3_prepare_v2(statement_database, text, -1, &statement, NULL);
  database_check_code(code);
  if (code == SQLITE_OK) {
    statement_bind_all(statement, &values);
    statement_run_twice(statement);
  }
  database_show(statement_database);
  sqlite3_finalize(statement);
  return 0;
}
