/*
** test_memory.c - running out of memory, at every single allocation.
**
** SQLite gets an allocator that fails on demand, for one allocation or from one
** on. Whatever fails, a query ends with its right answer or with SQLITE_NOMEM,
** and gives everything back.
*/
#include "../../../core/smma.h"
#include "../../support/database.h"
#include "../../support/random.h"

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

static bool memory_fails(void) {
  if (!memory_state.is_armed) return false;
  memory_state.count++;
  const bool fails =
      memory_state.count == memory_state.fail_at ||
      (memory_state.and_after && memory_state.count > memory_state.fail_at);
  memory_state.failures += fails;
  return fails;
}

static void *memory_malloc(int bytes) {
  if (memory_fails()) return NULL;
  void *memory = memory_real.xMalloc(bytes);
  memory_state.live += memory != NULL;
  return memory;
}

static void memory_free(void *memory) {
  memory_state.live -= memory != NULL;
  memory_real.xFree(memory);
}

static void *memory_realloc(void *memory, int bytes) {
  return memory_fails() ? NULL : memory_real.xRealloc(memory, bytes);
}

/* Before SQLite is used for anything else. */
static void memory_install(void) {
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

static void memory_arm(size_t fail_at, bool and_after) {
  memory_state.count = 0;
  memory_state.failures = 0;
  memory_state.fail_at = fail_at;
  memory_state.and_after = and_after;
  memory_state.is_armed = true;
}

static void memory_disarm(void) {
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

static uint64_t memory_hash(uint64_t hash, const void *bytes, size_t n) {
  for (size_t i = 0; i < n; i++) {
    hash = (hash ^ ((const unsigned char *)bytes)[i]) * UINT64_C(0x100000001b3);
  }
  return hash;
}

static uint64_t memory_hash_column(uint64_t hash, sqlite3_stmt *statement) {
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

static memory_outcome memory_query(sqlite3 *db, const char *sql) {
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

static void memory_fill(sqlite3 *db, size_t rows) {
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

static void memory_describe(const memory_scenario *scenario, size_t fail_at,
                            bool and_after) {
  print_error("%s, allocation %zu%s fails\n", scenario->name, fail_at,
              and_after ? " and all after it" : "");
}

/* SQLite copies the text of an error into the connection, and where there is no
** memory for that the connection has the general text of the code, which may be
** that of a query within the query. */
static bool memory_has_message(sqlite3 *db, const char *message) {
  const char *found = sqlite3_errmsg(db);
  return strcmp(found, message) == 0 ||
         (memory_state.failures > 0 &&
          strstr(found, sqlite3_errstr(SQLITE_ERROR)) != NULL);
}

static bool memory_is_right(const memory_scenario *scenario, sqlite3 *db,
                            memory_outcome outcome, uint64_t hash) {
  if (outcome.rc == SQLITE_NOMEM) return memory_state.failures > 0;
  if (outcome.rc != scenario->rc) return false;
  if (scenario->rc != SQLITE_ERROR) return outcome.hash == hash;
  return memory_has_message(db, scenario->message);
}

/* Returns whether an allocation has failed. */
static bool memory_run_query(const memory_scenario *scenario, size_t fail_at,
                             bool and_after, uint64_t hash) {
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

static bool memory_run_registration(const memory_scenario *scenario,
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

static bool memory_run(const memory_scenario *scenario, size_t fail_at,
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
static size_t memory_stride(const memory_scenario *scenario) {
  if (scenario->rows < MEMORY_MANY_ROWS) return 1;
  const size_t stride = 1000 / random_rounds(1000);
  return stride < 2 ? 1 : random_between(&memory_random, 1, 2 * stride - 1);
}

static uint64_t memory_right_hash(const memory_scenario *scenario) {
  if (scenario->sql == NULL) return 0;
  sqlite3 *db = database_open();
  memory_fill(db, scenario->rows);
  const memory_outcome outcome = memory_query(db, scenario->sql);
  assert_int_equal(outcome.rc, scenario->rc);
  database_close(db);
  return outcome.hash;
}

static void memory_exhaust(const memory_scenario *scenario) {
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

static const char memory_not_a_number[] =
    "1st argument to smma() is not a number: 'last'";

static void test_registration(void **state) {
  (void)state;
  const memory_scenario scenario = {"registration", 0, NULL, SQLITE_OK, NULL};
  memory_exhaust(&scenario);
}

static void test_queries(void **state) {
  (void)state;
  static const memory_scenario scenarios[] = {
      {"aggregate", MEMORY_MANY_ROWS,
       "SELECT smma(price, 14) FROM prices WHERE price <> 'last'", SQLITE_DONE,
       NULL},
      {"default frame", MEMORY_MANY_ROWS,
       "SELECT smma(price, 14) OVER (ORDER BY i) FROM prices WHERE "
       "price <> 'last'",
       SQLITE_DONE, NULL},
      {"sliding frame", MEMORY_MANY_ROWS,
       "SELECT smma(price, 14) OVER (ORDER BY i ROWS 1200 PRECEDING) "
       "FROM prices WHERE price <> 'last'",
       SQLITE_DONE, NULL},
      {"frame to the end", MEMORY_MANY_ROWS,
       "SELECT smma(price, 3) OVER (ORDER BY i ROWS BETWEEN CURRENT ROW AND "
       "UNBOUNDED FOLLOWING) FROM prices WHERE price <> 'last'",
       SQLITE_DONE, NULL},
      {"partitions and a filter", 200,
       "SELECT smma(price, 3) FILTER (WHERE i % 4) OVER (PARTITION BY part "
       "ORDER BY i ROWS 9 PRECEDING) FROM prices WHERE price <> 'last'",
       SQLITE_DONE, NULL},
      {"groups", 200,
       "SELECT smma(price, 3) FROM prices WHERE price <> 'last' GROUP BY part",
       SQLITE_DONE, NULL},
      {"two windows", MEMORY_FEW_ROWS,
       "SELECT smma(price, 3) OVER (ORDER BY i) + smma(price, 2) OVER "
       "(ORDER BY i DESC ROWS 4 PRECEDING) FROM prices WHERE price <> 'last'",
       SQLITE_DONE, NULL},
      {"no rows", MEMORY_FEW_ROWS, "SELECT smma(price, 3) FROM prices WHERE 0",
       SQLITE_DONE, NULL},
  };
  for (size_t k = 0; k < sizeof(scenarios) / sizeof(scenarios[0]); k++) {
    memory_exhaust(&scenarios[k]);
  }
}

static void test_wilder(void **state) {
  (void)state;
  static const memory_scenario scenarios[] = {
      {"rsi(), aggregate", MEMORY_MANY_ROWS,
       "SELECT rsi(price, 14) FROM prices WHERE price <> 'last'", SQLITE_DONE,
       NULL},
      {"rsi(), sliding frame", MEMORY_MANY_ROWS,
       "SELECT rsi(price, 14) OVER (ORDER BY i ROWS 700 PRECEDING) "
       "FROM prices WHERE price <> 'last'",
       SQLITE_DONE, NULL},
      {"atr(), sliding frame", MEMORY_MANY_ROWS,
       "SELECT atr(price + 1, price - 1, price, 14) OVER (ORDER BY i ROWS 700 "
       "PRECEDING) FROM prices WHERE price <> 'last'",
       SQLITE_DONE, NULL},
      {"adx(), sliding frame", 700,
       "SELECT adx(price + 1, price - 1, price, 14) OVER (ORDER BY i ROWS 600 "
       "PRECEDING) FROM prices WHERE price <> 'last'",
       SQLITE_DONE, NULL},
      {"rsi() of a wrong price", MEMORY_FEW_ROWS,
       "SELECT rsi(price, 3) OVER (ORDER BY i ROWS 5 PRECEDING) FROM prices",
       SQLITE_ERROR, "1st argument to rsi() is not a number: 'last'"},
      {"atr() of a wrong period", MEMORY_FEW_ROWS,
       "SELECT atr(i, i, i, 0) FROM prices", SQLITE_ERROR,
       "4th argument to atr() is not an integer between 1 and 2147483647: 0"},
      {"a column as an array", MEMORY_MANY_ROWS,
       "SELECT float64_array(price) FROM prices WHERE price <> 'last'",
       SQLITE_DONE, NULL},
  };
  for (size_t k = 0; k < sizeof(scenarios) / sizeof(scenarios[0]); k++) {
    memory_exhaust(&scenarios[k]);
  }
}

static void test_arrays(void **state) {
  (void)state;
  static const memory_scenario scenarios[] = {
      {"an array", MEMORY_MANY_ROWS,
       "SELECT smma_array(price, 14) FROM prices WHERE price <> 'last'",
       SQLITE_DONE, NULL},
      {"an array per group", MEMORY_MANY_ROWS,
       "SELECT smma_array(price, 14) FROM prices WHERE price <> 'last' "
       "GROUP BY part",
       SQLITE_DONE, NULL},
      {"an array of no rows", MEMORY_FEW_ROWS,
       "SELECT smma_array(price, 14) FROM prices WHERE 0", SQLITE_DONE, NULL},
      {"an array with a wrong price", MEMORY_MANY_ROWS,
       "SELECT smma_array(price, 14) FROM prices", SQLITE_ERROR,
       "1st argument to smma_array() is not a number: 'last'"},
      {"an array that overflows", MEMORY_FEW_ROWS,
       "SELECT smma_array(1e308, 14) FROM prices", SQLITE_ERROR,
       "1st argument to smma_array() is not finite: 1.0e+308"},
      {"an array with a wrong period", MEMORY_FEW_ROWS,
       "SELECT smma_array(i, 14.5) FROM prices", SQLITE_ERROR,
       "2nd argument to smma_array() is not an integer between 1 and "
       "2147483647: 14.5"},
  };
  for (size_t k = 0; k < sizeof(scenarios) / sizeof(scenarios[0]); k++) {
    memory_exhaust(&scenarios[k]);
  }
}

/* SPEC 3.10 */
static void test_keys(void **state) {
  (void)state;
  static const memory_scenario scenarios[] = {
      {"a key of text", MEMORY_FEW_ROWS,
       "SELECT smma(i, 3, 'key ' || (100 + i)) FROM prices", SQLITE_DONE, NULL},
      {"keys that grow", MEMORY_FEW_ROWS,
       "SELECT smma_array(i, 3, zeroblob(i * i)) FROM prices", SQLITE_DONE,
       NULL},
      {"a key in a sliding frame", MEMORY_FEW_ROWS,
       "SELECT smma(i, 3, 'key ' || (100 + i)) OVER (PARTITION BY part ORDER "
       "BY i ROWS 5 PRECEDING) FROM prices",
       SQLITE_DONE, NULL},
      {"a key of states", MEMORY_FEW_ROWS,
       "SELECT smma_state(i, 3, 'key ' || (100 + i)) FROM prices GROUP BY part",
       SQLITE_DONE, NULL},
      {"integers out of order", MEMORY_FEW_ROWS,
       "SELECT smma(i, 3, -i) FROM prices", SQLITE_ERROR,
       "smma(): rows are not in the order of the 3rd argument: -2 after -1"},
      {"reals out of order", MEMORY_FEW_ROWS,
       "SELECT smma_array(i, 3, -i / 2.0) FROM prices", SQLITE_ERROR,
       "smma_array(): rows are not in the order of the 3rd argument: -1.0 "
       "after -0.5"},
      {"text out of order", MEMORY_FEW_ROWS,
       "SELECT smma_state(i, 3, 'key ' || (100 - i)) FROM prices", SQLITE_ERROR,
       "smma_state(): rows are not in the order of the 3rd argument: 'key 98' "
       "after 'key 99'"},
      {"blobs out of order", MEMORY_FEW_ROWS,
       "SELECT smma(i, 3, zeroblob(100 - i)) OVER (ORDER BY i) FROM prices",
       SQLITE_ERROR,
       "smma(): rows are not in the order of the 3rd argument: a BLOB of 98 "
       "bytes after a BLOB of 99 bytes"},
      {"a missing key", MEMORY_FEW_ROWS,
       "SELECT smma(i, 3, nullif('key ' || (100 + i), 'key 105')) FROM prices",
       SQLITE_ERROR, "3rd argument to smma() is NULL"},
      {"a wrong price after a key", MEMORY_FEW_ROWS,
       "SELECT smma_array('n/a', 3, 'key') FROM prices", SQLITE_ERROR,
       "1st argument to smma_array() is not a number: 'n/a'"},
  };
  for (size_t k = 0; k < sizeof(scenarios) / sizeof(scenarios[0]); k++) {
    memory_exhaust(&scenarios[k]);
  }
  /* Text that has to be converted first. */
  memory_encoding = "UTF-16";
  memory_exhaust(&scenarios[0]);
  memory_exhaust(&scenarios[6]);
  memory_encoding = "UTF-8";
}

/* How many allocations a query of so many rows takes that has a key. */
static size_t memory_allocations(size_t rows) {
  sqlite3 *db = database_open();
  memory_fill(db, rows);
  database_run(db, "UPDATE prices SET price = i, part = 'key ' || (10000 + i)");
  sqlite3_stmt *query =
      database_prepare(db, "SELECT smma_state(price, 3, part) FROM prices");
  memory_arm(SIZE_MAX, false);
  assert_true(database_step(query));
  memory_disarm();
  sqlite3_finalize(query);
  database_close(db);
  return memory_state.count;
}

/* A key takes no allocation for a row. */
static void test_keys_are_kept_in_place(void **state) {
  (void)state;
  const size_t few = memory_allocations(20);
  const size_t many = memory_allocations(MEMORY_MANY_ROWS);
  assert_true(few > 0);
  assert_true(many < few + 20);
}

static void test_states(void **state) {
  (void)state;
  static const memory_scenario scenarios[] = {
      {"states", MEMORY_FEW_ROWS,
       "SELECT smma_state(price, 3) FROM prices WHERE price <> 'last' "
       "GROUP BY part",
       SQLITE_DONE, NULL},
      {"a state that goes on", MEMORY_FEW_ROWS,
       "SELECT smma_append(state, 7) FROM (SELECT smma_state(price, 3) AS "
       "state FROM prices WHERE price <> 'last')",
       SQLITE_DONE, NULL},
      {"the value of a state", MEMORY_FEW_ROWS,
       "SELECT smma_value(smma_state(price, 3)) FROM prices WHERE "
       "price <> 'last'",
       SQLITE_DONE, NULL},
      {"the state of no rows", MEMORY_FEW_ROWS,
       "SELECT smma_state(price, 3) FROM prices WHERE 0", SQLITE_DONE, NULL},
      {"a state with a wrong price", MEMORY_FEW_ROWS,
       "SELECT smma_state(price, 3) FROM prices", SQLITE_ERROR,
       "1st argument to smma_state() is not a number: 'last'"},
      {"bytes made on demand", MEMORY_FEW_ROWS,
       "SELECT smma_value(zeroblob(112))", SQLITE_ERROR,
       "1st argument to smma_value() is not a state: a BLOB of 112 bytes"},
      {"text where a state belongs", MEMORY_FEW_ROWS,
       "SELECT smma_value(hex(zeroblob(56)))", SQLITE_ERROR,
       "1st argument to smma_value() is not a state: TEXT of 112 bytes, where "
       "a "
       "BLOB belongs"},
      {"going on from what is no state", MEMORY_FEW_ROWS,
       "SELECT smma_append(zeroblob(112), 1)", SQLITE_ERROR,
       "1st argument to smma_append() is not a state: a BLOB of 112 bytes"},
      {"going on with a wrong price", MEMORY_FEW_ROWS,
       "SELECT smma_append(state, 'x') FROM (SELECT smma_state(i, 3) AS state "
       "FROM prices)",
       SQLITE_ERROR, "2nd argument to smma_append() is not a number: 'x'"},
  };
  for (size_t k = 0; k < sizeof(scenarios) / sizeof(scenarios[0]); k++) {
    memory_exhaust(&scenarios[k]);
  }
}

/* The error of a limit has a code of its own, SQLITE_TOOBIG. */
static int memory_exceed_limit(sqlite3 *db) {
  sqlite3_stmt *statement = NULL;
  int rc = sqlite3_prepare_v2(db, "SELECT smma_array(i, 3) FROM prices", -1,
                              &statement, NULL);
  if (rc == SQLITE_OK) rc = sqlite3_step(statement);
  sqlite3_finalize(statement);
  return rc;
}

static void test_limit(void **state) {
  (void)state;
  static const char expected[] =
      "smma_array() result is longer than the limit of 2000 bytes";
  size_t fail_at = 0;
  bool has_failed = true;
  while (has_failed) {
    const size_t live = memory_state.live;
    sqlite3 *db = database_open();
    memory_fill(db, 300);
    sqlite3_limit(db, SQLITE_LIMIT_LENGTH, 2000);
    memory_arm(++fail_at, false);
    const int rc = memory_exceed_limit(db);
    memory_disarm();
    has_failed = memory_state.failures > 0;
    const char *found = sqlite3_errmsg(db);
    assert_true(
        (rc == SQLITE_NOMEM && has_failed) ||
        (rc == SQLITE_TOOBIG &&
         (strcmp(found, expected) == 0 ||
          (has_failed && strcmp(found, sqlite3_errstr(SQLITE_TOOBIG)) == 0))));
    database_close(db);
    assert_int_equal(memory_state.live, live);
  }
  assert_true(fail_at > 5);
}

static void test_about(void **state) {
  (void)state;
  static const memory_scenario scenarios[] = {
      {"smma_version()", 1, "SELECT smma_version()", SQLITE_DONE, NULL},
      {"smma_debug()", 1, "SELECT smma_debug()", SQLITE_DONE, NULL},
  };
  for (size_t k = 0; k < sizeof(scenarios) / sizeof(scenarios[0]); k++) {
    memory_exhaust(&scenarios[k]);
  }
}

static void test_series(void **state) {
  (void)state;
  static const memory_scenario scenarios[] = {
      {"smma_series()", MEMORY_FEW_ROWS,
       "SELECT smma FROM smma_series('SELECT price FROM prices WHERE price <> "
       "''last''', 2, 5)",
       SQLITE_DONE, NULL},
      {"parts, texts and blobs", MEMORY_FEW_ROWS,
       "SELECT part || key || price FROM smma_series('SELECT ''part '' || "
       "(i / 9), zeroblob(i) || i, '' '' || i FROM prices', 2, 5)",
       SQLITE_DONE, NULL},
      {"constraints and an order", MEMORY_FEW_ROWS,
       "SELECT smma FROM smma_series('SELECT i FROM prices', 2, 900, 3) WHERE "
       "period > 4 AND period < '20' ORDER BY key DESC",
       SQLITE_DONE, NULL},
      {"a query for each row", MEMORY_FEW_ROWS,
       "SELECT (SELECT max(smma) FROM smma_series('SELECT ' || i || ' UNION ALL"
       " VALUES (2)', 2)) FROM prices WHERE i < 5",
       SQLITE_DONE, NULL},
      {"the same query for each row", MEMORY_FEW_ROWS,
       "SELECT smma FROM prices CROSS JOIN smma_series('VALUES (1), (2)', i)",
       SQLITE_DONE, NULL},
      {"a query within the query", MEMORY_FEW_ROWS,
       "SELECT smma FROM smma_series('SELECT smma FROM smma_series(''SELECT i "
       "FROM prices'', 2)', 3)",
       SQLITE_DONE, NULL},
      {"values for parameters", MEMORY_FEW_ROWS,
       "SELECT smma FROM prices CROSS JOIN smma_series('SELECT length(?1) + "
       "length(?2) UNION ALL SELECT 3', 2, 3, 1, 'text ' || i, zeroblob(i)) "
       "WHERE i < 5",
       SQLITE_DONE, NULL},
      {"what the values are", MEMORY_FEW_ROWS,
       "SELECT value1 || value2 FROM smma_series('SELECT ?1, ?2', 1, 1, 1, "
       "'text', 2)",
       SQLITE_DONE, NULL},
      {"calls joined by OR", MEMORY_FEW_ROWS,
       "SELECT smma FROM smma_series WHERE (query = 'SELECT ?1 + i FROM "
       "prices' "
       "AND first_period = 2 AND value1 = 7.5) OR (query = 'SELECT ?1 FROM "
       "prices' AND first_period = 2 AND value1 = '3') OR (query = 'SELECT ?1 "
       "+ "
       "i FROM prices' AND first_period = 2 AND value1 = 7.5)",
       SQLITE_DONE, NULL},
      {"rowids of many calls", MEMORY_FEW_ROWS,
       "SELECT s.rowid FROM prices CROSS JOIN smma_series('SELECT length(?1)', "
       "1, 1, 1, zeroblob(i % 9)) AS s",
       SQLITE_DONE, NULL},
      {"rows that are stored", MEMORY_FEW_ROWS,
       "CREATE TABLE IF NOT EXISTS averages AS SELECT * FROM smma_series("
       "'SELECT i, i FROM prices', 2, 5)",
       SQLITE_DONE, NULL},
  };
  for (size_t k = 0; k < sizeof(scenarios) / sizeof(scenarios[0]); k++) {
    memory_exhaust(&scenarios[k]);
  }
}

static void test_series_in_utf16(void **state) {
  (void)state;
  static const memory_scenario scenarios[] = {
      {"parts and values that are converted", MEMORY_FEW_ROWS,
       "SELECT smma FROM smma_series WHERE (query = 'SELECT ''part '' || part, "
       "i, length(?1) FROM prices' AND first_period = 2 AND value1 = 'text') "
       "OR "
       "(query = 'SELECT length(?1)' AND first_period = 1 AND value1 = 'b') OR "
       "(query = 'SELECT length(?1)' AND first_period = 1 AND value1 = 'c')",
       SQLITE_DONE, NULL},
      {"parts that are made on demand", MEMORY_FEW_ROWS,
       "SELECT smma FROM smma_series('SELECT zeroblob(1 + i / 9), i, i FROM "
       "prices', 2)",
       SQLITE_DONE, NULL},
      {"the same query for each period", MEMORY_FEW_ROWS,
       "SELECT s.rowid FROM prices CROSS JOIN smma_series('SELECT ''2''', i) "
       "AS s WHERE i < 5",
       SQLITE_DONE, NULL},
  };
  memory_encoding = "UTF-16";
  for (size_t k = 0; k < sizeof(scenarios) / sizeof(scenarios[0]); k++) {
    memory_exhaust(&scenarios[k]);
  }
  memory_encoding = "UTF-8";
}

static void test_series_errors(void **state) {
  (void)state;
  static const memory_scenario scenarios[] = {
      {"a query that is none", MEMORY_FEW_ROWS,
       "SELECT smma FROM smma_series(x'00', 2)", SQLITE_ERROR,
       "1st argument to smma_series() is not text: a BLOB of 1 byte"},
      {"a wrong price in smma_series()", MEMORY_FEW_ROWS,
       "SELECT smma FROM smma_series('SELECT price FROM prices', 2)",
       SQLITE_ERROR,
       "price in row 40 of the query of smma_series() is not a number: "
       "'last'"},
      {"a wrong period of smma_series()", 1,
       "SELECT smma FROM smma_series('SELECT 1', 0)", SQLITE_ERROR,
       "2nd argument to smma_series() is not an integer between 1 and "
       "2147483647: 0"},
      {"a missing period", 1, "SELECT smma FROM smma_series('SELECT 1')",
       SQLITE_ERROR, "smma_series() needs a query and a period"},
      {"no query", 1, "SELECT smma FROM smma_series('BEGIN', 2)", SQLITE_ERROR,
       "1st argument to smma_series() is not a SELECT"},
      {"a parameter", 1, "SELECT smma FROM smma_series('SELECT :x', 2)",
       SQLITE_ERROR,
       "1st argument to smma_series() has the parameter :x, which has no "
       "value"},
      {"a parameter without a name", 1,
       "SELECT smma FROM smma_series('SELECT ?', 2)", SQLITE_ERROR,
       "1st argument to smma_series() has the parameter ?1, which has no "
       "value"},
      {"a value too much", 1,
       "SELECT smma FROM smma_series('SELECT 1', 2, 2, 1, 'x')", SQLITE_ERROR,
       "5th argument to smma_series() has no parameter ?1 in the query"},
      {"a missing argument", 1,
       "SELECT last_period FROM smma_series('SELECT 1', 2)", SQLITE_ERROR,
       "smma_series() needs last_period"},
      {"too many rows", 1,
       "SELECT max(rowid) FROM smma_series('WITH RECURSIVE n(i) AS (SELECT 1 "
       "UNION ALL SELECT i + 1 FROM n WHERE i < 600) SELECT i FROM n', 1, "
       "2147483647) WHERE period = 1",
       SQLITE_ERROR, "smma_series() has more rows than rowid can tell apart"},
      {"a wrong query", 1, "SELECT smma FROM smma_series('SELECT x', 2)",
       SQLITE_ERROR, "smma_series() query: no such column: x"},
      {"a query that fails", 1,
       "SELECT smma FROM smma_series('SELECT abs(-9223372036854775807 - i) "
       "FROM prices', 2)",
       SQLITE_ERROR, "smma_series() query: integer overflow"},
  };
  for (size_t k = 0; k < sizeof(scenarios) / sizeof(scenarios[0]); k++) {
    memory_exhaust(&scenarios[k]);
  }
}

static void test_errors(void **state) {
  (void)state;
  static const memory_scenario scenarios[] = {
      {"a wrong price in an aggregate", MEMORY_FEW_ROWS,
       "SELECT smma(price, 3) FROM prices", SQLITE_ERROR, memory_not_a_number},
      {"a wrong price in the default frame", MEMORY_FEW_ROWS,
       "SELECT smma(price, 3) OVER (ORDER BY i) FROM prices", SQLITE_ERROR,
       memory_not_a_number},
      {"a wrong price in a sliding frame", MEMORY_FEW_ROWS,
       "SELECT smma(price, 3) OVER (ORDER BY i ROWS 5 PRECEDING) FROM prices",
       SQLITE_ERROR, memory_not_a_number},
      {"an infinite price", MEMORY_FEW_ROWS,
       "SELECT smma(9e999, 3) OVER () FROM prices", SQLITE_ERROR,
       "1st argument to smma() is not finite: Inf"},
      {"prices that overflow", MEMORY_FEW_ROWS,
       "SELECT smma(1e308, 3) FROM prices", SQLITE_ERROR,
       "1st argument to smma() is not finite: 1.0e+308"},
      {"a wrong period", MEMORY_FEW_ROWS, "SELECT smma(i, 0) FROM prices",
       SQLITE_ERROR,
       "2nd argument to smma() is not an integer between 1 and 2147483647: 0"},
      {"a changed period", MEMORY_FEW_ROWS,
       "SELECT smma(i, i) OVER (ORDER BY i ROWS 2 PRECEDING) FROM prices",
       SQLITE_ERROR, "2nd argument to smma() is not the same for all rows: 2"},
      {"a long text", MEMORY_FEW_ROWS,
       "SELECT smma('x' || hex(zeroblob(i + 20)), 3) FROM prices", SQLITE_ERROR,
       "1st argument to smma() is not a number: "
       "'x000000000000000000000000000000000000000'... (43 bytes)"},
  };
  for (size_t k = 0; k < sizeof(scenarios) / sizeof(scenarios[0]); k++) {
    memory_exhaust(&scenarios[k]);
  }
}

int main(void) {
  memory_install();
  memory_random = random_start("test_memory");
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_registration),
      cmocka_unit_test(test_queries),
      cmocka_unit_test(test_wilder),
      cmocka_unit_test(test_arrays),
      cmocka_unit_test(test_states),
      cmocka_unit_test(test_keys),
      cmocka_unit_test(test_keys_are_kept_in_place),
      cmocka_unit_test(test_limit),
      cmocka_unit_test(test_about),
      cmocka_unit_test(test_errors),
      cmocka_unit_test(test_series),
      cmocka_unit_test(test_series_in_utf16),
      cmocka_unit_test(test_series_errors),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
