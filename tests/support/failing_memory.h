/*
** failing_memory.h - running out of memory, at every single allocation.
**
** SQLite gets an allocator that fails on demand, for one allocation or from one
** on. Whatever fails, a query ends with its right answer or with SQLITE_NOMEM,
** and gives everything back.
*/
#ifndef SMMA_TEST_FAILING_MEMORY_H
#define SMMA_TEST_FAILING_MEMORY_H

#include "../../core/smma.h"
#include "database.h"
#include "random.h"

#include <stdbool.h>

static random_source memory_random;

/* ----------------------------------------------------------- the bad allocator */

static sqlite3_mem_methods memory_real;

static struct {
  size_t live; /* blocks */
  bool is_armed;
  size_t count;   /* allocations since it was armed */
  size_t fail_at; /* 1, 2, ... */
  bool and_after; /* fail for good */
  size_t failures;
} memory_state;

static inline bool memory_fails(void) {
  if (!memory_state.is_armed) return false;
  memory_state.count++;
  const bool fails =
      memory_state.count == memory_state.fail_at ||
      (memory_state.and_after && memory_state.count > memory_state.fail_at);
  memory_state.failures += fails;
  return fails;
}

static inline void *memory_malloc(int bytes) {
  if (memory_fails()) return NULL;
  void *memory = memory_real.xMalloc(bytes);
  memory_state.live += memory != NULL;
  return memory;
}

static inline void memory_free(void *memory) {
  memory_state.live -= memory != NULL;
  memory_real.xFree(memory);
}

static inline void *memory_realloc(void *memory, int bytes) {
  return memory_fails() ? NULL : memory_real.xRealloc(memory, bytes);
}

/* Before SQLite is used for anything else. */
static inline void memory_install(void) {
  sqlite3_config(SQLITE_CONFIG_GETMALLOC, &memory_real);
  sqlite3_mem_methods methods = memory_real;
  methods.xMalloc = memory_malloc;
  methods.xFree = memory_free;
  methods.xRealloc = memory_realloc;
  if (sqlite3_config(SQLITE_CONFIG_MALLOC, &methods) != SQLITE_OK ||
      /* So that every allocation comes here. */
      sqlite3_config(SQLITE_CONFIG_LOOKASIDE, 0, 0) != SQLITE_OK ||
      sqlite3_initialize() != SQLITE_OK) {
    fprintf(stderr, "cannot install the allocator\n");
    abort();
  }
}

static inline void memory_arm(size_t fail_at, bool and_after) {
  memory_state.count = 0;
  memory_state.failures = 0;
  memory_state.fail_at = fail_at;
  memory_state.and_after = and_after;
  memory_state.is_armed = true;
}

static inline void memory_disarm(void) {
  memory_state.is_armed = false;
}

/* ---------------------------------------------------------------- the scenarios */

/* More rows than three chunks of a frame (core/support/chunks.h) hold. */
enum { MEMORY_MANY_ROWS = 1700, MEMORY_FEW_ROWS = 40 };

typedef struct memory_scenario {
  const char *name;
  size_t rows;
  const char *sql; /* NULL: registration */
  int rc;          /* SQLITE_DONE or, with the message, SQLITE_ERROR */
  const char *message;
} memory_scenario;

/* How a query ends. */
typedef struct memory_outcome {
  int rc;
  uint64_t hash; /* of the rows */
} memory_outcome;

static inline uint64_t memory_hash(uint64_t hash, const void *bytes, size_t n) {
  for (size_t i = 0; i < n; i++) {
    hash = (hash ^ ((const unsigned char *)bytes)[i]) * UINT64_C(0x100000001b3);
  }
  return hash;
}

static inline uint64_t memory_hash_column(uint64_t hash,
                                          sqlite3_stmt *statement) {
  const int type = sqlite3_column_type(statement, 0);
  hash = memory_hash(hash, &type, sizeof(type));
  if (type == SQLITE_TEXT) {
    /* It is text already: no allocation is needed to see it. */
    const unsigned char *text = sqlite3_column_text(statement, 0);
    return memory_hash(hash, text, strlen((const char *)text));
  }
  if (type == SQLITE_BLOB) {
    return memory_hash(hash, sqlite3_column_blob(statement, 0),
                       (size_t)sqlite3_column_bytes(statement, 0));
  }
  const double value = sqlite3_column_double(statement, 0);
  return memory_hash(hash, &value, sizeof(value));
}

static inline memory_outcome memory_query(sqlite3 *db, const char *sql) {
  memory_outcome outcome = {SQLITE_OK, UINT64_C(0xcbf29ce484222325)};
  sqlite3_stmt *statement = NULL;
  outcome.rc = sqlite3_prepare_v2(db, sql, -1, &statement, NULL);
  if (outcome.rc != SQLITE_OK) return outcome;
  while ((outcome.rc = sqlite3_step(statement)) == SQLITE_ROW) {
    outcome.hash = memory_hash_column(outcome.hash, statement);
  }
  sqlite3_finalize(statement);
  return outcome;
}

/* In UTF-16 texts have to be converted before they are looked at. */
static const char *memory_encoding = "UTF-8";

static inline void memory_fill(sqlite3 *db, size_t rows) {
  database_run(db, "PRAGMA encoding = '%s'", memory_encoding);
  database_run(db,
               "PRAGMA temp_store = MEMORY;"
               "CREATE TABLE prices(i INTEGER PRIMARY KEY, part, price);"
               "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n "
               "WHERE i < %d) INSERT INTO prices SELECT i, i %% 3, "
               "CASE WHEN i %% 50 = 7 THEN NULL WHEN i = %d THEN 'last' "
               "ELSE (i * 37 %% 401) / 8.0 END FROM n",
               (int)rows, (int)rows);
}

/* ------------------------------------------------------------- one failing run */

static inline void memory_describe(const memory_scenario *scenario,
                                   size_t fail_at, bool and_after) {
  print_error("%s, allocation %zu%s fails\n", scenario->name, fail_at,
              and_after ? " and all after it" : "");
}

/* SQLite copies the text of an error into the connection, and where there is no
** memory for that the connection has the general text of the code, which may be
** that of a query within the query. */
static inline bool memory_has_message(sqlite3 *db, const char *message) {
  const char *found = sqlite3_errmsg(db);
  return strcmp(found, message) == 0 ||
         (memory_state.failures > 0 &&
          strstr(found, sqlite3_errstr(SQLITE_ERROR)) != NULL);
}

static inline bool memory_is_right(const memory_scenario *scenario, sqlite3 *db,
                                   memory_outcome outcome, uint64_t hash) {
  if (outcome.rc == SQLITE_NOMEM) return memory_state.failures > 0;
  if (outcome.rc != scenario->rc) return false;
  if (scenario->rc != SQLITE_ERROR) return outcome.hash == hash;
  return memory_has_message(db, scenario->message);
}

/* Returns whether an allocation has failed. */
static inline bool memory_run_query(const memory_scenario *scenario,
                                    size_t fail_at, bool and_after,
                                    uint64_t hash) {
  sqlite3 *db = database_open();
  memory_fill(db, scenario->rows);
  memory_arm(fail_at, and_after);
  const memory_outcome outcome = memory_query(db, scenario->sql);
  memory_disarm();
  if (!memory_is_right(scenario, db, outcome, hash)) {
    memory_describe(scenario, fail_at, and_after);
    fail_msg("%d '%s'%s", outcome.rc, sqlite3_errmsg(db),
             outcome.rc == scenario->rc ? ", with another result" : "");
  }
  /* The connection has survived it. */
  const bool has_failed = memory_state.failures > 0;
  memory_state.failures = 0;
  const memory_outcome again = memory_query(db, scenario->sql);
  assert_true(memory_is_right(scenario, db, again, hash));
  database_close(db);
  return has_failed;
}

static inline bool memory_run_registration(const memory_scenario *scenario,
                                           size_t fail_at, bool and_after) {
  sqlite3 *db = database_open_plain();
  char *message = NULL;
  memory_arm(fail_at, and_after);
  const int rc = sqlite3_smma_init(db, &message, NULL);
  memory_disarm();
  const bool is_right =
      rc == SQLITE_OK
          ? message == NULL
          : rc == SQLITE_NOMEM && memory_state.failures > 0 &&
                (message == NULL || strstr(message, "smma") != NULL);
  if (!is_right) {
    memory_describe(scenario, fail_at, and_after);
    fail_msg("%d '%s'", rc, message);
  }
  /* A registration that reports success has succeeded; after one that does not,
  ** another attempt does. */
  if (rc != SQLITE_OK) {
    sqlite3_free(message);
    assert_int_equal(sqlite3_smma_init(db, &message, NULL), SQLITE_OK);
  }
  database_expect_text(db, "3.0", "SELECT smma(3, 1)");
  database_expect_text(db, SMMA_VERSION, "SELECT smma_version()");
  database_expect_text(db, "text", "SELECT typeof(smma_debug())");
  database_expect_text(db, "8", "SELECT length(smma_array(3, 1))");
  database_expect_text(db, "4.0",
                       "SELECT smma_value(smma_append(smma_state(3, 1), 4))");
  database_close(db);
  return memory_state.failures > 0;
}

static inline bool memory_run(const memory_scenario *scenario, size_t fail_at,
                              bool and_after, uint64_t hash) {
  const size_t live = memory_state.live;
  const sqlite3_int64 used = sqlite3_memory_used();
  const bool has_failed =
      scenario->sql == NULL
          ? memory_run_registration(scenario, fail_at, and_after)
          : memory_run_query(scenario, fail_at, and_after, hash);
  if (memory_state.live != live || sqlite3_memory_used() != used) {
    memory_describe(scenario, fail_at, and_after);
    fail_msg("%lld blocks and %lld bytes are left",
             (long long)memory_state.live - (long long)live,
             (long long)(sqlite3_memory_used() - used));
  }
  return has_failed;
}

/* ------------------------------------------------------------------ all of them */

/* Every allocation of a short scenario; of a long one, with SMMA_TEST_ROUNDS
** below 1, only some. */
static inline size_t memory_stride(const memory_scenario *scenario) {
  if (scenario->rows < MEMORY_MANY_ROWS) return 1;
  const size_t stride = 1000 / random_rounds(1000);
  return stride < 2 ? 1 : random_between(&memory_random, 1, 2 * stride - 1);
}

static inline uint64_t memory_right_hash(const memory_scenario *scenario) {
  if (scenario->sql == NULL) return 0;
  sqlite3 *db = database_open();
  memory_fill(db, scenario->rows);
  const memory_outcome outcome = memory_query(db, scenario->sql);
  assert_int_equal(outcome.rc, scenario->rc);
  database_close(db);
  return outcome.hash;
}

static inline void memory_exhaust(const memory_scenario *scenario) {
  const uint64_t hash = memory_right_hash(scenario);
  for (int mode = 0; mode < 2; mode++) {
    size_t fail_at = 1;
    while (memory_run(scenario, fail_at, mode == 1, hash)) {
      fail_at += memory_stride(scenario);
    }
    /* The failures have been among the allocations of the scenario. */
    assert_true(fail_at > 1);
  }
}

#endif
