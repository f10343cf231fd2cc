/*
** test_memory.c - the functions where memory runs out, at every allocation: see
** failing_memory.h.
*/
#include "../../support/failing_memory.h"

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
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
