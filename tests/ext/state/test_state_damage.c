/*
** test_state_damage.c - bytes that are not a state (SPEC 3.7): damaged, foreign
** and made-up ones are an error that says so, never a crash or a wrong number.
*/
#include "../../support/random.h"
#include "../../support/states.h"

#include <float.h>
#include <math.h>
#include <stdbool.h>

static random_source state_random;

/* The statement ends with this very error, of a BLOB of this size. */
static void state_expect_refused(sqlite3_stmt *query, const char *expected,
                                 size_t size) {
  char text[100];
  snprintf(text, sizeof(text), "%s: a BLOB of %zu byte%s", expected, size,
           size == 1 ? "" : "s");
  assert_int_equal(sqlite3_step(query), SQLITE_ERROR);
  assert_string_equal(sqlite3_errmsg(sqlite3_db_handle(query)), text);
  sqlite3_reset(query);
}

static const char state_append_refuses[] =
    "1st argument to smma_append() is not a state";
static const char state_value_refuses[] =
    "1st argument to smma_value() is not a state";

typedef struct state_queries {
  sqlite3 *db;
  sqlite3_stmt *append; /* of 5 to ?1 */
  sqlite3_stmt *value;  /* of ?1 */
} state_queries;

static state_queries state_open(void) {
  sqlite3 *db = database_open();
  const state_queries queries = {
      db, database_prepare(db, "SELECT smma_append(?1, 5)"),
      database_prepare(db, "SELECT smma_value(?1)")};
  return queries;
}

static void state_close(const state_queries *queries) {
  sqlite3_finalize(queries->append);
  sqlite3_finalize(queries->value);
  database_close(queries->db);
}

static void state_expect_none(const state_queries *queries,
                              const unsigned char *bytes, size_t size) {
  state_bind(queries->append, bytes, size);
  state_expect_refused(queries->append, state_append_refuses, size);
  state_bind(queries->value, bytes, size);
  state_expect_refused(queries->value, state_value_refuses, size);
}

static void state_expect_accepted(const state_queries *queries,
                                  const unsigned char *bytes) {
  state_bind(queries->append, bytes, SMMA_STATE_SIZE);
  assert_true(database_step(queries->append));
  sqlite3_reset(queries->append);
  state_bind(queries->value, bytes, SMMA_STATE_SIZE);
  (void)state_real(queries->value);
}

/* Every bit, every shorter and some longer blobs, in all phases. */
static void test_damage(void **state) {
  (void)state;
  static const size_t counts[] = {0, 3, 13, 14, 15, 16, 17, 19, 20, 24, 100};
  const state_queries queries = state_open();
  for (size_t c = 0; c < sizeof(counts) / sizeof(counts[0]); c++) {
    unsigned char saved[3 * SMMA_STATE_SIZE] = {0};
    smma_stream stream;
    smma_stream_init(&stream, 14);
    for (size_t i = 0; i < counts[c]; i++) {
      smma_stream_push(&stream, 100 + (double)(i % 7) / 8);
    }
    state_save(&stream, saved);
    state_save(&stream, saved + SMMA_STATE_SIZE);
    state_expect_accepted(&queries, saved);
    for (size_t bit = 0; bit < 8 * SMMA_STATE_SIZE; bit++) {
      saved[bit / 8] ^= (unsigned char)(1 << bit % 8);
      state_expect_none(&queries, saved, SMMA_STATE_SIZE);
      saved[bit / 8] ^= (unsigned char)(1 << bit % 8);
    }
    for (size_t size = 0; size <= 3 * SMMA_STATE_SIZE; size++) {
      if (size != SMMA_STATE_SIZE) state_expect_none(&queries, saved, size);
    }
    state_expect_none(&queries, saved + 1, SMMA_STATE_SIZE);
    state_expect_accepted(&queries, saved);
  }
  state_close(&queries);
}

/* SPEC 3.7: what is there instead of a state. */
static void test_foreign(void **state) {
  (void)state;
  static const struct {
    const char *value;
    const char *shown;
  } foreign[] = {
      {"x''", "a BLOB of 0 bytes"},
      {"x'53'", "a BLOB of 1 byte"},
      {"x'534D4D41'", "a BLOB of 4 bytes"},
      {"'SMMA'", "TEXT of 4 bytes, where a BLOB belongs"},
      {"''", "TEXT of 0 bytes, where a BLOB belongs"},
      {"'\u03a9'", "TEXT of 2 bytes, where a BLOB belongs"},
      {"'1'", "TEXT of 1 byte, where a BLOB belongs"},
      {"0", "0"},
      {"14", "14"},
      {"-2.5", "-2.5"},
      {"zeroblob(0)", "a BLOB of 0 bytes"},
      {"zeroblob(111)", "a BLOB of 111 bytes"},
      {"zeroblob(112)", "a BLOB of 112 bytes"},
      {"zeroblob(1000000000)", "a BLOB of 1000000000 bytes"},
      {"randomblob(112)", "a BLOB of 112 bytes"},
      {"substr(hex(smma_start(14)), 1, 112)",
       "TEXT of 112 bytes, where a BLOB belongs"},
      {"hex(smma_start(14))", "TEXT of 224 bytes, where a BLOB belongs"},
      {"CAST(smma_start(14) AS TEXT)",
       "TEXT of 112 bytes, where a BLOB belongs"},
      {"smma_start(14) || ''", "TEXT of 112 bytes, where a BLOB belongs"},
      {"smma_array(1, 14)", "a BLOB of 8 bytes"},
      {"smma_value(smma_state(1, 1))", "1.0"},
  };
  sqlite3 *db = database_open();
  for (size_t k = 0; k < sizeof(foreign) / sizeof(foreign[0]); k++) {
    char expected[120];
    snprintf(expected, sizeof(expected), "%s: %s", state_append_refuses,
             foreign[k].shown);
    database_expect_error(db, expected, "SELECT smma_append(%s, 1)",
                          foreign[k].value);
    snprintf(expected, sizeof(expected), "%s: %s", state_value_refuses,
             foreign[k].shown);
    database_expect_error(db, expected, "SELECT smma_value(%s)",
                          foreign[k].value);
  }
  /* The state of no rows: smma_value() has no value for it, but there is no
  ** period to go on with. */
  database_expect_error_of(db, state_append_refuses, "NULL",
                           "SELECT smma_append(NULL, 1)");
  database_expect_error_of(db, state_append_refuses, "NULL",
                           "SELECT smma_append(NULL, NULL)");
  database_expect_error_of(db, state_append_refuses, "x''",
                           "SELECT smma_append(x'', '')");
  database_close(db);
}

/* The hash of core/state.c once more, to make states up. */
static void state_forge(unsigned char *saved) {
  uint64_t hash = UINT64_C(0xcbf29ce484222325);
  for (size_t i = 0; i < 104; i++) {
    hash = (hash ^ saved[i]) * UINT64_C(0x100000001b3);
  }
  for (size_t i = 0; i < 8; i++) {
    saved[104 + i] = (unsigned char)(hash >> (8 * i));
  }
}

/* A field of a state, 8 bytes, that is unlikely to be there. */
static uint64_t state_strange_field(void) {
  static const double doubles[] = {
      INFINITY, -INFINITY, NAN,   DBL_MAX, -DBL_MAX, 0x1p-1074, DBL_MIN,
      0.0,      -0.0,      1e300, -1e300,  0x1p53,   1,         -1,
  };
  static const uint64_t integers[] = {0,
                                      1,
                                      7,
                                      8,
                                      9,
                                      14,
                                      15,
                                      16,
                                      2147483647,
                                      2147483648,
                                      INT64_MAX,
                                      UINT64_MAX,
                                      UINT64_MAX - 1,
                                      UINT64_MAX - 7};
  if (random_chance(&state_random, 0.2)) return random_bits(&state_random);
  if (random_chance(&state_random, 0.4)) {
    return integers[random_between(&state_random, 0, 13)];
  }
  uint64_t bits;
  memcpy(&bits, &doubles[random_between(&state_random, 0, 13)], sizeof(bits));
  return bits;
}

/* Whether the query has said that something is wrong with its arguments. */
static bool state_is_refused(sqlite3_stmt *query) {
  const int rc = sqlite3_step(query);
  if (rc == SQLITE_ROW) return false;
  assert_int_equal(rc, SQLITE_ERROR);
  const char *text = sqlite3_errmsg(sqlite3_db_handle(query));
  if (strstr(text, state_append_refuses) != text &&
      strstr(text, state_value_refuses) != text &&
      strcmp(text, "2nd argument to smma_append() is not finite: 5") != 0) {
    fail_msg("%s", text);
  }
  sqlite3_reset(query);
  return true;
}

/* Goes on from a made-up state for some prices: what is not refused is finite
** or NULL. Returns whether the state was accepted at first. */
static bool state_check_forged(const state_queries *queries,
                               unsigned char *saved) {
  for (int i = 0; i < 20; i++) {
    state_bind(queries->value, saved, SMMA_STATE_SIZE);
    if (state_is_refused(queries->value)) return i > 0;
    const double value = sqlite3_column_double(queries->value, 0);
    const bool is_null = sqlite3_column_type(queries->value, 0) == SQLITE_NULL;
    assert_true(is_null || isfinite(value));
    sqlite3_reset(queries->value);
    state_bind(queries->append, saved, SMMA_STATE_SIZE);
    if (state_is_refused(queries->append)) return true;
    assert_int_equal(sqlite3_column_bytes(queries->append, 0), SMMA_STATE_SIZE);
    memcpy(saved, sqlite3_column_blob(queries->append, 0), SMMA_STATE_SIZE);
    sqlite3_reset(queries->append);
  }
  return true;
}

static void test_forged(void **state) {
  (void)state;
  const state_queries queries = state_open();
  const size_t rounds = random_rounds(20000);
  size_t accepted = 0;
  for (size_t round = 0; round < rounds; round++) {
    unsigned char saved[SMMA_STATE_SIZE];
    smma_stream stream;
    smma_stream_init(&stream, random_between(&state_random, 1, 12));
    for (size_t i = random_between(&state_random, 0, 40); i > 0; i--) {
      smma_stream_push(&stream, random_unit(&state_random));
    }
    state_save(&stream, saved);
    for (size_t k = random_between(&state_random, 1, 4); k > 0; k--) {
      const size_t field = random_between(&state_random, 0, 12);
      const uint64_t bits = state_strange_field();
      for (size_t i = 0; i < 8; i++) {
        saved[8 * field + i] = (unsigned char)(bits >> (8 * i));
      }
    }
    state_forge(saved);
    accepted += state_check_forged(&queries, saved);
  }
  /* Some of them have to be refused and some accepted, or the test shows
  ** nothing. */
  assert_true(rounds < 100 || (accepted > 0 && accepted < rounds));
  state_close(&queries);
}

/* A period of 0 and numbers that no average can have. */
static void test_impossible(void **state) {
  (void)state;
  const state_queries queries = state_open();
  const double impossible[] = {INFINITY, -INFINITY, NAN};
  unsigned char right[SMMA_STATE_SIZE], saved[SMMA_STATE_SIZE];
  smma_stream stream;
  smma_stream_init(&stream, 2);
  for (int i = 0; i < 19; i++) {
    smma_stream_push(&stream, i);
  }
  state_save(&stream, right);
  for (size_t field = 3; field < 13; field++) {
    for (size_t k = 0; k < 3; k++) {
      memcpy(saved, right, sizeof(saved));
      uint64_t bits;
      memcpy(&bits, &impossible[k], sizeof(bits));
      for (size_t i = 0; i < 8; i++) {
        saved[8 * field + i] = (unsigned char)(bits >> (8 * i));
      }
      state_forge(saved);
      state_expect_none(&queries, saved, sizeof(saved));
    }
  }
  memcpy(saved, right, sizeof(saved));
  memset(saved + 8, 0, 8);
  state_forge(saved);
  state_expect_none(&queries, saved, sizeof(saved));
  /* Other versions: the one before the arithmetic was final, and the next. */
  for (unsigned char version = 1; version <= 3; version += 2) {
    memcpy(saved, right, sizeof(saved));
    saved[4] = version;
    state_forge(saved);
    state_expect_none(&queries, saved, sizeof(saved));
  }
  /* The made-up hash is right: a forged copy of a good state is that state. */
  memcpy(saved, right, sizeof(saved));
  state_forge(saved);
  assert_memory_equal(saved, right, sizeof(saved));
  state_close(&queries);
}

int main(void) {
  state_random = random_start("test_state_damage");
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_damage),
      cmocka_unit_test(test_foreign),
      cmocka_unit_test(test_forged),
      cmocka_unit_test(test_impossible),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
