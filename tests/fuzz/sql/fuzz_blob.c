/*
** fuzz_blob.c - any value as a state in SQL (SPEC 3.7): smma_value() and
** smma_append() say of it what the core says, and an error where that refuses it.
*/
#include "../states.h"
#include "database.h"

/* What a statement gave: a REAL, a BLOB of a state, NULL or an error. */
typedef struct blob_result {
  int code;
  int type;
  double real;
  unsigned char state[SMMA_STATE_SIZE];
} blob_result;

static struct {
  sqlite3_stmt *value;    /* of the state ?1 */
  sqlite3_stmt *appended; /* the price ?2 to it */
  sqlite3_stmt *both;     /* the value of that */
  sqlite3_stmt *rows;     /* the state in a table, as live averages have it */
} blob_queries;

static sqlite3_stmt *blob_prepare(sqlite3 *db, const char *sql) {
  sqlite3_stmt *query = NULL;
  database_begin(sql);
  database_need(db, sqlite3_prepare_v2(db, sql, -1, &query, NULL));
  return query;
}

/* ----------------------------------------------------------------------- running */

static void blob_read(sqlite3_stmt *query, blob_result *result) {
  result->type = sqlite3_column_type(query, 0);
  if (result->type == SQLITE_FLOAT) {
    result->real = sqlite3_column_double(query, 0);
  } else if (result->type == SQLITE_BLOB) {
    database_require(sqlite3_column_bytes(query, 0) == SMMA_STATE_SIZE,
                     "length of a state");
    memcpy(result->state, sqlite3_column_blob(query, 0), SMMA_STATE_SIZE);
  } else {
    database_require(result->type == SQLITE_NULL, "type of a result");
  }
}

/* With the parameters that are bound. */
static blob_result blob_run(sqlite3_stmt *query) {
  blob_result result = {SQLITE_OK, SQLITE_NULL, NAN, {0}};
  database_begin(sqlite3_sql(query));
  result.code = sqlite3_step(query);
  if (result.code == SQLITE_ROW) blob_read(query, &result);
  database_check_code(result.code);
  sqlite3_reset(query);
  return result;
}

/* A type of a value that is not a state: text of the same bytes, for example. */
static int blob_bind_other(sqlite3_stmt *query, unsigned kind,
                           const unsigned char *bytes, int size) {
  switch (kind % 5) {
  case 0:
    return sqlite3_bind_text(query, 1, (const char *)bytes, size,
                             SQLITE_TRANSIENT);
  case 1:
    return sqlite3_bind_text16(query, 1, bytes, size & ~1, SQLITE_TRANSIENT);
  case 2:
    return sqlite3_bind_zeroblob(query, 1, size);
  case 3:
    return sqlite3_bind_int(query, 1, size);
  default:
    return sqlite3_bind_double(query, 1, size);
  }
}

/* ---------------------------------------------------------------------- checking */

static void blob_expect_error(sqlite3_stmt *query) {
  const blob_result result = blob_run(query);
  database_require(result.code == SQLITE_ERROR, "a state that is none");
}

static void blob_expect_real(sqlite3_stmt *query, double expected) {
  const blob_result result = blob_run(query);
  database_require(result.code == SQLITE_ROW, "a state that is refused");
  database_require(isnan(expected) ? result.type == SQLITE_NULL
                                   : result.type == SQLITE_FLOAT,
                   "type of an average");
  database_require(!isinf(result.real), "an infinite average");
  database_require(judge_same_bits(result.real, expected),
                   "another average than the core's");
}

static void blob_expect_state(sqlite3_stmt *query, const smma_stream *stream) {
  const blob_result result = blob_run(query);
  unsigned char expected[SMMA_STATE_SIZE];
  smma_stream_save(stream, expected);
  database_require(result.code == SQLITE_ROW && result.type == SQLITE_BLOB,
                   "a state that is refused");
  database_require(memcmp(result.state, expected, sizeof(expected)) == 0,
                   "another state than the core's");
}

/* What smma_value() has to go by are the bytes. (A forged count of 2^64 - 1 prices
** begins anew at 0 with the next: as bytes that is a stream without a price.) */
static double blob_value_of_saved(const smma_stream *stream) {
  unsigned char saved[SMMA_STATE_SIZE];
  smma_stream loaded;
  smma_stream_save(stream, saved);
  database_require(smma_stream_load(&loaded, saved, sizeof(saved)) == SMMA_OK,
                   "a saved stream that cannot be loaded");
  return smma_stream_value(&loaded);
}

/* The state is bound to all queries. */
static void blob_check_price(smma_stream stream, double price) {
  sqlite3_bind_double(blob_queries.appended, 2, price);
  sqlite3_bind_double(blob_queries.both, 2, price);
  if (smma_stream_push(&stream, price) != SMMA_OK) {
    blob_expect_error(blob_queries.appended);
    blob_expect_error(blob_queries.both);
    return;
  }
  blob_expect_state(blob_queries.appended, &stream);
  blob_expect_real(blob_queries.both, blob_value_of_saved(&stream));
}

static void blob_check_refused(void) {
  blob_expect_error(blob_queries.value);
  blob_expect_error(blob_queries.appended);
  blob_expect_error(blob_queries.both);
  blob_expect_error(blob_queries.rows);
}

static void blob_bind(const unsigned char *state, size_t size) {
  sqlite3_bind_blob(blob_queries.value, 1, state, (int)size, SQLITE_STATIC);
  sqlite3_bind_blob(blob_queries.appended, 1, state, (int)size, SQLITE_STATIC);
  sqlite3_bind_blob(blob_queries.both, 1, state, (int)size, SQLITE_STATIC);
  sqlite3_bind_blob(blob_queries.rows, 1, state, (int)size, SQLITE_STATIC);
}

static void blob_check(const unsigned char *state, size_t size, size_t n) {
  smma_stream stream;
  blob_bind(state, size);
  if (smma_stream_load(&stream, state, size) != SMMA_OK) {
    blob_check_refused();
    return;
  }
  blob_expect_real(blob_queries.value, smma_stream_value(&stream));
  for (size_t i = 0; i < n && i < 8; i++) {
    blob_check_price(stream, state_prices[i]);
  }
  blob_expect_real(blob_queries.rows, smma_stream_value(&stream));
}

/* Bytes that are no blob are no state, whatever they say. */
static void blob_check_other(unsigned kind, const unsigned char *state,
                             size_t size) {
  database_check_code(
      blob_bind_other(blob_queries.value, kind, state, (int)size));
  database_check_code(
      blob_bind_other(blob_queries.appended, kind, state, (int)size));
  blob_expect_error(blob_queries.value);
  blob_expect_error(blob_queries.appended);
}

/* The prices are NULL, unless they are bound later. */
static void blob_clear(void) {
  sqlite3_clear_bindings(blob_queries.appended);
  sqlite3_clear_bindings(blob_queries.both);
}

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerInitialize(int *argc, char ***argv) {
  (void)argc;
  (void)argv;
  database_configure();
  sqlite3 *db = database_open();
  database_run(db, "CREATE TABLE live(state)");
  blob_queries.value = blob_prepare(db, "SELECT smma_value(?1)");
  blob_queries.appended = blob_prepare(db, "SELECT smma_append(?1, ?2)");
  blob_queries.both =
      blob_prepare(db, "SELECT smma_value(smma_append(?1, ?2))");
  blob_queries.rows = blob_prepare(
      db, "SELECT max(smma_value(state)) FROM (SELECT ?1 AS state UNION ALL "
          "SELECT NULL UNION ALL SELECT smma_append(?1, NULL))");
  database_limit(db);
  return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  input from = {data, size};
  const unsigned first = input_byte(&from);
  const state_mode mode = (state_mode)(first % STATE_MODES);
  unsigned char made[SMMA_STATE_SIZE];
  const unsigned char *state = made;
  size_t bytes = sizeof(made);
  size_t n = 0;
  blob_clear();
  if (mode == STATE_RAW) {
    state = from.at;
    bytes = from.left;
  } else {
    state_make(&from, mode, made, &n);
  }
  blob_check(state, bytes, n);
  if (first >= 128) blob_check_other(first / STATE_MODES, state, bytes);
  return 0;
}
