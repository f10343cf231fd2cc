/*
** test_threads.c - every function in many threads at once: on connections of their
** own, on one database in a shared cache, and on one connection for all. Each
** thread gets the bits that one thread alone gets. `make test-threads` runs it under
** ThreadSanitizer, SQLite included.
*/
#include "../support/database.h"
#include "../support/threads.h"

#include <stdlib.h>

enum { THREADS_ROWS = 150, THREADS_ROUNDS = 3, THREADS_MOST_BYTES = 60000 };

static const char threads_table[] =
    "CREATE TABLE prices(i INTEGER PRIMARY KEY, part, price);"
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE "
    "i < 150) INSERT INTO prices SELECT i, i / 40, CASE WHEN i % 50 <> 7 THEN "
    "(i * 37 % 401) / 8.0 END FROM n";

static const char *const threads_queries[] = {
    "SELECT smma(price, 14) FROM prices",
    "SELECT part, smma(price, 3), smma(price, 5) FROM prices GROUP BY part",
    "SELECT smma(price, 14) OVER (ORDER BY i) FROM prices",
    "SELECT smma(price, 3) OVER w, smma(price, 5) OVER w FROM prices WINDOW w "
    "AS "
    "(PARTITION BY part ORDER BY i ROWS BETWEEN 9 PRECEDING AND 1 FOLLOWING)",
    "SELECT smma_array(price, 14) FROM prices GROUP BY part",
    "SELECT smma_value(smma_append(smma_state(price, 14), 50)) FROM prices",
    "SELECT smma_append(smma_start(i), price) FROM prices",
    "SELECT period, key, price, smma FROM smma_series('SELECT i, price FROM "
    "prices ORDER BY i', 2, 20, 9)",
    "SELECT max(smma) FROM smma_series('SELECT key, smma FROM smma_series("
    "''SELECT i, price FROM prices'', 3)', 4) WHERE period = 4",
    "SELECT smma_version(), smma_debug()",
    /* An error, behind some rows. */
    "SELECT smma(CASE WHEN i = 140 THEN 'n/a' ELSE price END, 5) OVER (ORDER "
    "BY "
    "i ROWS 20 PRECEDING) FROM prices",
};
enum { THREADS_QUERIES = sizeof(threads_queries) / sizeof(threads_queries[0]) };

/* What one thread does, and what came of it. */
typedef struct threads_work {
  sqlite3 *db;
  const char *extension; /* to be loaded first; NULL: linked in; "": there */
  size_t first;          /* the query to begin with: not all do the same */
  int failed;            /* the first code that is not as expected */
  size_t sizes[THREADS_QUERIES];
  unsigned char *rows[THREADS_QUERIES]; /* types and bytes of all values */
} threads_work;

/* ------------------------------------------------------------------- in a thread */

static void threads_note(threads_work *work, int code) {
  if (work->failed == SQLITE_OK) work->failed = code;
}

static void threads_add(threads_work *work, size_t query, const void *bytes,
                        size_t size) {
  if (work->sizes[query] + size > THREADS_MOST_BYTES) {
    threads_note(work, SQLITE_FULL);
    return;
  }
  memcpy(work->rows[query] + work->sizes[query], bytes, size);
  work->sizes[query] += size;
}

static void threads_add_value(threads_work *work, size_t query,
                              sqlite3_stmt *statement, int column) {
  const int type = sqlite3_column_type(statement, column);
  threads_add(work, query, &type, sizeof(type));
  if (type == SQLITE_FLOAT || type == SQLITE_INTEGER) {
    const double real = sqlite3_column_double(statement, column);
    threads_add(work, query, &real, sizeof(real));
  } else if (type != SQLITE_NULL) {
    const void *bytes = sqlite3_column_blob(statement, column);
    threads_add(work, query, bytes,
                (size_t)sqlite3_column_bytes(statement, column));
  }
}

/* The code at the end stands behind the rows. */
static void threads_query(threads_work *work, size_t query) {
  sqlite3_stmt *statement = NULL;
  work->sizes[query] = 0;
  int code = sqlite3_prepare_v2(work->db, threads_queries[query], -1,
                                &statement, NULL);
  threads_note(work, code);
  if (code != SQLITE_OK) return;
  while ((code = sqlite3_step(statement)) == SQLITE_ROW) {
    for (int i = 0; i < sqlite3_column_count(statement); i++) {
      threads_add_value(work, query, statement, i);
    }
  }
  threads_add(work, query, &code, sizeof(code));
  (void)sqlite3_finalize(statement); /* the code of the step */
}

static void threads_load(threads_work *work) {
  if (work->extension == NULL) {
    threads_note(work, sqlite3_smma_init(work->db, NULL, NULL));
  } else if (work->extension[0] != 0) {
    threads_note(work,
                 sqlite3_load_extension(work->db, work->extension, NULL, NULL));
  }
}

static void threads_do(void *given) {
  threads_work *work = given;
  threads_load(work);
  for (size_t k = 0; k < THREADS_ROUNDS * THREADS_QUERIES; k++) {
    threads_query(work, (work->first + k) % THREADS_QUERIES);
  }
}

/* ------------------------------------------------------------- before and after */

static void threads_prepare(threads_work *work, sqlite3 *db,
                            const char *extension, size_t first) {
  *work = (threads_work){db, extension, first, SQLITE_OK, {0}, {NULL}};
  for (size_t query = 0; query < THREADS_QUERIES; query++) {
    work->rows[query] = malloc(THREADS_MOST_BYTES);
    assert_non_null(work->rows[query]);
  }
}

static void threads_release(threads_work *work) {
  for (size_t query = 0; query < THREADS_QUERIES; query++) {
    free(work->rows[query]);
  }
}

static void threads_compare(const threads_work *work,
                            const threads_work *alone) {
  if (work->failed != SQLITE_OK) {
    fail_msg("%s", sqlite3_errstr(work->failed));
  }
  for (size_t query = 0; query < THREADS_QUERIES; query++) {
    if (work->sizes[query] == alone->sizes[query] &&
        memcmp(work->rows[query], alone->rows[query], alone->sizes[query]) ==
            0) {
      continue;
    }
    fail_msg("other rows than alone\n%s", threads_queries[query]);
  }
}

/* db[i] in thread i; what one thread gets is asked for afterwards, so that the
** threads are the first. */
static void threads_check(sqlite3 *const db[THREADS], const char *extension) {
  threads_work *work = calloc(THREADS + 1, sizeof(*work));
  void *all[THREADS];
  assert_non_null(work);
  for (size_t i = 0; i < THREADS; i++) {
    threads_prepare(&work[i], db[i], extension, i * 3);
    all[i] = &work[i];
  }
  threads_run(threads_do, all);
  threads_prepare(&work[THREADS], db[0], "", 0);
  threads_do(&work[THREADS]);
  assert_int_equal(work[THREADS].failed, SQLITE_OK);
  for (size_t i = 0; i < THREADS; i++) {
    threads_compare(&work[i], &work[THREADS]);
  }
  for (size_t i = 0; i <= THREADS; i++) {
    threads_release(&work[i]);
  }
  free(work);
}

static void threads_own_connections(const char *extension) {
  sqlite3 *db[THREADS];
  for (int i = 0; i < THREADS; i++) {
    db[i] = database_open_plain();
    database_run(db[i], "%s", threads_table);
    assert_int_equal(sqlite3_enable_load_extension(db[i], 1), SQLITE_OK);
  }
  threads_check(db, extension);
  for (int i = 0; i < THREADS; i++) {
    database_close(db[i]);
  }
}

/* ------------------------------------------------------------------------- tests */

/* Before any other: the first time that the file is loaded. */
static void test_loaded_at_once(void **state) {
  (void)state;
  const char *file = getenv("SMMA_EXTENSION");
  if (file == NULL) skip();
  threads_own_connections(file);
}

static void test_own_connections(void **state) {
  (void)state;
  threads_own_connections(NULL);
}

static sqlite3 *threads_open_shared(void) {
  sqlite3 *db = NULL;
  assert_int_equal(sqlite3_open_v2("file:threads?mode=memory&cache=shared", &db,
                                   SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE |
                                       SQLITE_OPEN_URI | SQLITE_OPEN_FULLMUTEX,
                                   NULL),
                   SQLITE_OK);
  return db;
}

static void test_shared_cache(void **state) {
  (void)state;
  sqlite3 *db[THREADS];
  for (int i = 0; i < THREADS; i++) {
    db[i] = threads_open_shared();
  }
  database_run(db[0], "%s", threads_table);
  threads_check(db, NULL);
  for (int i = 0; i < THREADS; i++) {
    database_close(db[i]);
  }
}

/* The functions are there already: SQLite does not register them while another
** thread's statement runs. */
static void test_one_connection(void **state) {
  (void)state;
  sqlite3 *one = threads_open_shared();
  sqlite3 *db[THREADS];
  assert_int_equal(sqlite3_smma_init(one, NULL, NULL), SQLITE_OK);
  database_run(one, "%s", threads_table);
  for (int i = 0; i < THREADS; i++) {
    db[i] = one;
  }
  threads_check(db, "");
  database_close(one);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_loaded_at_once),
      cmocka_unit_test(test_own_connections),
      cmocka_unit_test(test_shared_cache),
      cmocka_unit_test(test_one_connection),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
