/*
** test_frames.c - smma() over every kind of window frame (SPEC 2.3, 3.2).
**
** SQLite decides which rows are in a frame: a second window function of this
** file, frame_prices(), keeps a plain list of them and returns it, and
** group_concat() returns their ids. The oracle says what their average is.
*/
#include "../../../core/smma.h"
#include "../../support/frames.h"
#include "../../support/random.h"
#include "../../support/windows.h"

#include <float.h>
#include <math.h>
#include <stdbool.h>

static random_source frames_random;

/* ------------------------------------------------------------- frame_prices() */

typedef struct frames_list {
  double *prices; /* NaN where NULL */
  size_t first;
  size_t end;
  size_t capacity;
} frames_list;

static double frames_argument(sqlite3_value *value) {
  return sqlite3_value_type(value) == SQLITE_NULL ? NAN
                                                  : sqlite3_value_double(value);
}

static void frames_list_step(sqlite3_context *context, int argc,
                             sqlite3_value **argv) {
  (void)argc;
  frames_list *list = sqlite3_aggregate_context(context, sizeof(*list));
  if (list->end == list->capacity) {
    list->capacity = 2 * list->capacity + 16;
    list->prices = realloc(list->prices, list->capacity * sizeof(double));
  }
  list->prices[list->end++] = frames_argument(argv[0]);
}

static void frames_list_inverse(sqlite3_context *context, int argc,
                                sqlite3_value **argv) {
  (void)argc;
  frames_list *list = sqlite3_aggregate_context(context, sizeof(*list));
  const double price = frames_argument(argv[0]);
  if (list->first == list->end ||
      memcmp(&list->prices[list->first], &price, sizeof(price)) != 0) {
    sqlite3_result_error(context, "SQLite removes what is not in front", -1);
    return;
  }
  list->first++;
}

static void frames_list_value(sqlite3_context *context) {
  const frames_list *list = sqlite3_aggregate_context(context, 0);
  if (list == NULL || list->first == list->end) {
    sqlite3_result_zeroblob(context, 0);
    return;
  }
  sqlite3_result_blob(context, list->prices + list->first,
                      (int)((list->end - list->first) * sizeof(double)),
                      SQLITE_TRANSIENT);
}

static void frames_list_final(sqlite3_context *context) {
  frames_list_value(context);
  frames_list *list = sqlite3_aggregate_context(context, 0);
  if (list != NULL) free(list->prices);
}

static sqlite3 *frames_open(void) {
  sqlite3 *db = database_open();
  assert_int_equal(sqlite3_create_window_function(
                       db, "frame_prices", 1, SQLITE_UTF8, NULL,
                       frames_list_step, frames_list_final, frames_list_value,
                       frames_list_inverse, NULL),
                   SQLITE_OK);
  return db;
}

/* --------------------------------------------------------------- random tables */

enum { FRAMES_MOST_ROWS = 300 };

/* What the table holds, by id (1, 2, ...). */
typedef struct frames_table {
  size_t n;
  double price[FRAMES_MOST_ROWS + 1]; /* NaN where NULL */
} frames_table;

typedef enum frames_price_kind {
  FRAMES_EIGHTHS, /* as INTEGER, REAL or TEXT */
  FRAMES_WALK,
  FRAMES_UNIFORM,
  FRAMES_SPIKES,
  FRAMES_CONSTANT,
  FRAMES_PRICE_KINDS
} frames_price_kind;

static double frames_random_price(frames_price_kind kind, double before) {
  const double noise = random_unit(&frames_random) - 0.5;
  switch (kind) {
  case FRAMES_EIGHTHS:
    return floor(noise * 2000) / 8;
  case FRAMES_WALK:
    return isnan(before) ? 100 : before + noise;
  case FRAMES_UNIFORM:
    return noise * 1e5;
  case FRAMES_SPIKES:
    if (random_chance(&frames_random, 0.03)) return noise > 0 ? 1e300 : -1e15;
    return 1 + noise / 8;
  default:
    return 0x1.999999999999ap-4;
  }
}

static void frames_bind_price(sqlite3_stmt *insert, int parameter,
                              frames_price_kind kind, double price) {
  const bool as_text = kind == FRAMES_EIGHTHS && !isnan(price) &&
                       random_chance(&frames_random, 0.3);
  if (as_text) {
    char text[32];
    snprintf(text, sizeof(text), "%.3f", price);
    sqlite3_bind_text(insert, parameter, text, -1, SQLITE_TRANSIENT);
  } else if (price == floor(price) && fabs(price) < 1e15) {
    sqlite3_bind_int64(insert, parameter, (sqlite3_int64)price);
  } else {
    database_bind_price(insert, parameter, price);
  }
}

static void frames_bind_keys(sqlite3_stmt *insert, size_t most) {
  const size_t key = random_between(&frames_random, 0, most);
  if (random_chance(&frames_random, 0.03)) {
    sqlite3_bind_null(insert, 2);
    sqlite3_bind_null(insert, 3);
    return;
  }
  sqlite3_bind_int64(insert, 2, (sqlite3_int64)key - (sqlite3_int64)(most / 3));
  sqlite3_bind_double(insert, 3, (double)key / 4 - (double)(most / 8));
}

static size_t frames_random_size(void) {
  const double size = random_unit(&frames_random);
  if (size < 0.2) return random_between(&frames_random, 0, 12);
  if (size < 0.93) return random_between(&frames_random, 13, 60);
  return random_between(&frames_random, 61, FRAMES_MOST_ROWS);
}

/* Ties in the keys where they are fewer than the rows, gaps where more. */
static void frames_make_table(sqlite3 *db, frames_table *table) {
  static const double missing_choices[] = {0, 0.1, 0.3, 0.9};
  const double missing = missing_choices[random_between(&frames_random, 0, 3)];
  const frames_price_kind kind = (frames_price_kind)random_between(
      &frames_random, 0, FRAMES_PRICE_KINDS - 1);
  const size_t parts = random_between(&frames_random, 1, 4);
  table->n = frames_random_size();
  const size_t most_key =
      table->n * random_between(&frames_random, 1, 8) / 4 + 1;
  database_run(db, "DROP TABLE IF EXISTS prices; BEGIN;"
                   "CREATE TABLE prices(id INTEGER PRIMARY KEY, part, key, "
                   "real_key, price, used)");
  sqlite3_stmt *insert = database_prepare(
      db, "INSERT INTO prices(part, key, real_key, price, used) "
          "VALUES (?1, ?2, ?3, ?4, ?5)");
  double before = NAN;
  for (size_t id = 1; id <= table->n; id++) {
    const double price = frames_random_price(kind, before);
    before = price;
    table->price[id] = random_chance(&frames_random, missing) ? NAN : price;
    sqlite3_bind_int64(insert, 1,
                       (sqlite3_int64)random_between(&frames_random, 1, parts));
    frames_bind_keys(insert, most_key);
    frames_bind_price(insert, 4, kind, table->price[id]);
    sqlite3_bind_int(insert, 5, random_chance(&frames_random, 0.7));
    assert_false(database_step(insert));
    sqlite3_reset(insert);
  }
  sqlite3_finalize(insert);
  database_run(db, "COMMIT");
}

/* --------------------------------------------------------------- random frames */

typedef struct frames_query {
  char sql[1200];
  int period[2];
  bool never_slides; /* from UNBOUNDED PRECEDING on */
} frames_query;

static int frames_random_period(size_t rows) {
  const double kind = random_unit(&frames_random);
  if (kind < 0.7) return (int)random_between(&frames_random, 1, 6);
  if (kind < 0.9) return (int)random_between(&frames_random, 7, 30);
  return (int)random_between(&frames_random, 1, rows + 2);
}

static void frames_make_query(frames_query *query, size_t rows) {
  static const char *const filters[] = {"", "", "FILTER (WHERE used)",
                                        "FILTER (WHERE price > 0)"};
  char window[400];
  windows_write(&frames_random, window, sizeof(window), &query->never_slides);
  const char *filter = windows_pick(&frames_random, filters, 4);
  query->period[0] = frames_random_period(rows);
  query->period[1] = frames_random_period(rows);
  snprintf(query->sql, sizeof(query->sql),
           "SELECT id, smma(price, %d) %s OVER w, smma(price, %d) %s OVER w, "
           "frame_prices(price) %s OVER w, group_concat(id) %s OVER w "
           "FROM prices WINDOW w AS %s",
           query->period[0], filter, query->period[1], filter, filter, filter,
           window);
}

/* ------------------------------------------------------------------- the check */

/* SPEC 2.1: a frame that has never slid has the bits of smma_into(). */
static bool frames_has_bits(const double *prices, size_t n, int period,
                            double result) {
  double averages[FRAMES_MOST_ROWS];
  assert_int_equal(smma_into(prices, averages, n, (size_t)period), SMMA_OK);
  const double last = n == 0 ? NAN : averages[n - 1];
  return isnan(last) ? isnan(result)
                     : memcmp(&last, &result, sizeof(last)) == 0;
}

static void frames_check_average(const frames_query *query, sqlite3_int64 id,
                                 const double *prices, size_t n, int which,
                                 double result) {
  oracle exact;
  const char *complaint =
      frames_complaint(prices, n, query->period[which], result, &exact);
  if (complaint == NULL && query->never_slides &&
      !frames_has_bits(prices, n, query->period[which], result)) {
    complaint = "not the bits of smma_into()";
  }
  if (complaint == NULL) return;
  for (size_t i = 0; i < n; i++) {
    print_error("%s%a", i == 0 ? "prices: " : ", ", prices[i]);
  }
  fail_msg("row %lld, period %d: %s\nfound %a, exact %a, error %g eps\n%s",
           (long long)id, query->period[which], complaint, result,
           (double)exact.value, oracle_error(&exact, result), query->sql);
}

/* The two accounts of the frame agree. */
static void frames_check_ids(const frames_table *table, const char *ids,
                             const double *prices, size_t n, const char *sql) {
  size_t count = 0;
  for (const char *next = ids; next != NULL && *next != '\0';) {
    char *end;
    const unsigned long id = strtoul(next, &end, 10);
    if (count >= n || id < 1 || id > table->n ||
        !(table->price[id] == prices[count] ||
          (isnan(table->price[id]) && isnan(prices[count])))) {
      fail_msg("ids %s do not have the %zu prices\n%s", ids, n, sql);
    }
    count++;
    next = *end == ',' ? end + 1 : end;
  }
  if (count != n) fail_msg("%zu prices of ids %s\n%s", n, ids, sql);
}

static void frames_check_query(sqlite3 *db, const frames_table *table,
                               const frames_query *query) {
  sqlite3_stmt *statement = database_prepare_text(db, query->sql);
  size_t rows = 0;
  for (; database_step(statement); rows++) {
    const sqlite3_int64 id = sqlite3_column_int64(statement, 0);
    double prices[FRAMES_MOST_ROWS];
    const void *blob = sqlite3_column_blob(statement, 3);
    const size_t n =
        (size_t)sqlite3_column_bytes(statement, 3) / sizeof(double);
    assert_in_range(n, 0, FRAMES_MOST_ROWS);
    if (n > 0) memcpy(prices, blob, n * sizeof(double));
    frames_check_ids(table, (const char *)sqlite3_column_text(statement, 4),
                     prices, n, query->sql);
    for (int which = 0; which < 2; which++) {
      frames_check_average(query, id, prices, n, which,
                           frames_number(statement, 1 + which));
    }
  }
  assert_int_equal(rows, table->n);
  sqlite3_finalize(statement);
}

static void test_random_frames(void **state) {
  (void)state;
  enum { QUERIES_A_TABLE = 15 };
  static frames_table table;
  sqlite3 *db = frames_open();
  const size_t rounds = random_rounds(30000);
  for (size_t round = 0; round < rounds; round++) {
    if (round % QUERIES_A_TABLE == 0) frames_make_table(db, &table);
    frames_query query;
    frames_make_query(&query, table.n);
    frames_check_query(db, &table, &query);
  }
  database_close(db);
}

/* Frames on purpose that random ones meet now and then. */
static void test_chosen_frames(void **state) {
  (void)state;
  static const struct {
    const char *window;
    bool is_new; /* 3.28 */
  } frames[] = {
      {"ORDER BY id ROWS BETWEEN 5 FOLLOWING AND 9 FOLLOWING", false},
      {"ORDER BY id ROWS BETWEEN 9 PRECEDING AND 5 PRECEDING", false},
      {"ORDER BY id ROWS BETWEEN 5 PRECEDING AND 9 PRECEDING", false},
      {"ORDER BY id ROWS BETWEEN 9 FOLLOWING AND 5 FOLLOWING", false},
      {"ORDER BY id ROWS BETWEEN 500 FOLLOWING AND 900 FOLLOWING", false},
      {"ORDER BY id ROWS BETWEEN 900 PRECEDING AND 500 PRECEDING", false},
      {"ORDER BY id ROWS BETWEEN CURRENT ROW AND CURRENT ROW", false},
      {"ORDER BY id ROWS BETWEEN 0 PRECEDING AND 0 FOLLOWING", false},
      {"ORDER BY id ROWS BETWEEN 7 FOLLOWING AND UNBOUNDED FOLLOWING", false},
      {"ORDER BY id ROWS BETWEEN 7 PRECEDING AND UNBOUNDED FOLLOWING", false},
      {"PARTITION BY part ORDER BY id ROWS BETWEEN CURRENT ROW AND UNBOUNDED "
       "FOLLOWING",
       false},
      {"PARTITION BY id ORDER BY id ROWS 3 PRECEDING", false},
      {"ORDER BY key RANGE BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING", false},
      {"ORDER BY key RANGE BETWEEN 50 PRECEDING AND 40 PRECEDING", true},
      {"ORDER BY key RANGE BETWEEN 0 PRECEDING AND 0 FOLLOWING", true},
      {"ORDER BY real_key DESC RANGE BETWEEN 2.25 PRECEDING AND 0.5 FOLLOWING",
       true},
      {"ORDER BY key GROUPS BETWEEN 4 FOLLOWING AND 2 FOLLOWING", true},
      {"ORDER BY key GROUPS BETWEEN 2 PRECEDING AND 1 FOLLOWING EXCLUDE TIES",
       true},
      {"ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING EXCLUDE "
       "CURRENT ROW",
       true},
      {"GROUPS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING EXCLUDE GROUP",
       true},
  };
  static frames_table table;
  sqlite3 *db = frames_open();
  const size_t tables = random_rounds(20);
  for (size_t t = 0; t < tables; t++) {
    frames_make_table(db, &table);
    for (size_t k = 0; k < sizeof(frames) / sizeof(frames[0]); k++) {
      if (frames[k].is_new && !database_has_all_frames()) continue;
      frames_query query = {.period = {1, 3}};
      snprintf(query.sql, sizeof(query.sql),
               "SELECT id, smma(price, 1) OVER w, smma(price, 3) OVER w, "
               "frame_prices(price) OVER w, group_concat(id) OVER w "
               "FROM prices WINDOW w AS (%s)",
               frames[k].window);
      frames_check_query(db, &table, &query);
    }
  }
  database_close(db);
}

int main(void) {
  frames_random = random_start("test_frames");
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_random_frames),
      cmocka_unit_test(test_chosen_frames),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
