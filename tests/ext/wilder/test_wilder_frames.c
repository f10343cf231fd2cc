/*
** test_wilder_frames.c - rsi(), atr(), plus_di(), minus_di() and adx() as
** aggregates and over every kind of window frame (SPEC 3.2, 3.11).
**
** SQLite decides which rows are in a frame; group_concat() returns their ids, and
** the 128-bit oracle says what the indicator of those bars is.
*/
#include "../../support/bars.h"
#include "../../support/check.h"
#include "../../support/windows.h"
#include "../../support/wilder_oracle.h"

static random_source wilder_random;

static const struct {
  smma_indicator indicator;
  const char *call; /* with the period to come */
} wilder_functions[] = {{SMMA_RSI, "rsi(close, %d)"},
                        {SMMA_ATR, "atr(high, low, close, %d)"},
                        {SMMA_PLUS_DI, "plus_di(high, low, close, %d)"},
                        {SMMA_MINUS_DI, "minus_di(high, low, close, %d)"},
                        {SMMA_ADX, "adx(high, low, close, %d)"}};
enum { WILDER_FUNCTIONS = 5, WILDER_MOST_BARS = 150 };

static void wilder_make_table(sqlite3 *db, smma_bar *bars, size_t n) {
  bars_fill(&wilder_random, bars, n, true);
  database_run(db, "DROP TABLE IF EXISTS bars; BEGIN;"
                   "CREATE TABLE bars(id INTEGER PRIMARY KEY, part, key,"
                   " real_key, used, high, low, close)");
  sqlite3_stmt *insert = database_prepare(
      db, "INSERT INTO bars(part, key, real_key, used, high, low, close)"
          " VALUES (?1, ?2, ?2 / 4.0, ?3, ?4, ?5, ?6)");
  const size_t parts = random_between(&wilder_random, 1, 3);
  for (size_t i = 0; i < n; i++) {
    sqlite3_bind_int64(insert, 1,
                       (sqlite3_int64)random_between(&wilder_random, 1, parts));
    /* In order but for ties and now and then a gap. */
    sqlite3_bind_int64(insert, 2, (sqlite3_int64)(i * 3 / 4));
    sqlite3_bind_int(insert, 3, random_chance(&wilder_random, 0.8));
    database_bind_price(insert, 4, bars[i].high);
    database_bind_price(insert, 5, bars[i].low);
    database_bind_price(insert, 6, bars[i].close);
    assert_false(database_step(insert));
    sqlite3_reset(insert);
  }
  sqlite3_finalize(insert);
  database_run(db, "COMMIT");
}

static double wilder_number(sqlite3_stmt *row, int column) {
  return sqlite3_column_type(row, column) == SQLITE_NULL
             ? NAN
             : sqlite3_column_double(row, column);
}

/* The indicator of the bars whose ids are listed, in that order. */
static void wilder_check_row(sqlite3_stmt *row, const smma_bar *bars,
                             smma_indicator indicator, int period,
                             bool never_slides) {
  wilder_oracle o = wilder_oracle_start(indicator, (size_t)period, 8);
  smma_wilder_stream stream;
  smma_wilder_stream_init(&stream, indicator, (size_t)period);
  const char *ids = (const char *)sqlite3_column_text(row, 1);
  for (const char *next = ids; next != NULL && *next != '\0';) {
    char *end;
    const smma_bar *bar = &bars[strtoul(next, &end, 10) - 1];
    wilder_oracle_push(&o, bar);
    smma_wilder_stream_push(&stream, bar);
    next = *end == ',' ? end + 1 : end;
  }
  const double found = wilder_number(row, 0);
  const wilder_value expected = wilder_oracle_value(&o);
  if (!wilder_is_right(expected, found)) {
    fail_msg("%.17g, expected %s%.17g +- %g, of bars %s\n%s", found,
             expected.known ? "" : "none ", (double)expected.value,
             expected.tolerance, ids, sqlite3_sql(row));
  }
  /* SPEC 2.1 */
  if (never_slides &&
      !check_same_bits(found, smma_wilder_stream_value(&stream))) {
    fail_msg("%a, a stream has %a, of bars %s\n%s", found,
             smma_wilder_stream_value(&stream), ids, sqlite3_sql(row));
  }
}

static void test_random_frames(void **state) {
  (void)state;
  static const char *const filters[] = {"", "", "FILTER (WHERE used)",
                                        "FILTER (WHERE close > 99)"};
  static smma_bar bars[WILDER_MOST_BARS];
  sqlite3 *db = database_open();
  size_t n = 0;
  const size_t rounds = random_rounds(4000);
  for (size_t round = 0; round < rounds; round++) {
    if (round % 20 == 0) {
      n = random_between(&wilder_random, 0, WILDER_MOST_BARS);
      wilder_make_table(db, bars, n);
    }
    const size_t which = random_between(&wilder_random, 0, 4);
    const int period = (int)random_between(&wilder_random, 1, 9);
    const char *filter = windows_pick(&wilder_random, filters, 4);
    char window[400], call[64];
    bool never_slides;
    windows_write(&wilder_random, window, sizeof(window), &never_slides);
    snprintf(call, sizeof(call), wilder_functions[which].call, period);
    sqlite3_stmt *row =
        database_prepare(db,
                         "SELECT %s %s OVER w, group_concat(id) %s OVER w FROM "
                         "bars WINDOW w AS %s",
                         call, filter, filter, window);
    size_t rows = 0;
    for (; database_step(row); rows++) {
      wilder_check_row(row, bars, wilder_functions[which].indicator, period,
                       never_slides);
    }
    assert_int_equal(rows, n);
    sqlite3_finalize(row);
  }
  database_close(db);
}

static void test_aggregates(void **state) {
  (void)state;
  static smma_bar bars[WILDER_MOST_BARS];
  sqlite3 *db = database_open();
  for (size_t round = 0; round < random_rounds(400); round++) {
    wilder_make_table(db, bars, random_between(&wilder_random, 0, 60));
    const size_t which = round % WILDER_FUNCTIONS;
    const int period = (int)random_between(&wilder_random, 1, 9);
    char call[64];
    snprintf(call, sizeof(call), wilder_functions[which].call, period);
    sqlite3_stmt *row = database_prepare(
        db, "SELECT %s, group_concat(id) FROM bars GROUP BY part", call);
    while (database_step(row)) {
      wilder_check_row(row, bars, wilder_functions[which].indicator, period,
                       true);
    }
    sqlite3_finalize(row);
  }
  for (size_t k = 0; k < WILDER_FUNCTIONS; k++) {
    char call[64];
    snprintf(call, sizeof(call), wilder_functions[k].call, 14);
    database_expect_text(db, "NULL", "SELECT %s FROM bars WHERE 0", call);
  }
  database_close(db);
}

/* As the C interface has it for a million bars: here through SQL (SPEC 3.11). */
static void test_still(void **state) {
  (void)state;
  sqlite3 *db = database_open();
  database_run(db,
               "CREATE TABLE bars AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL"
               " SELECT i + 1 FROM n WHERE i < 30000)"
               " SELECT i, CASE WHEN i < 20 THEN i * i %% 7 ELSE 3 END AS close"
               " FROM n");
  /* From the 20th bar on it is what it was, in a frame that never slides and in
  ** one that does until the movements have left it. */
  database_expect_text(
      db, "1",
      "SELECT count(DISTINCT rsi) FROM (SELECT i, rsi(close, 14) OVER"
      " (ORDER BY i ROWS UNBOUNDED PRECEDING) AS rsi FROM bars) WHERE i >= 20");
  database_expect_text(
      db, "NULL",
      "SELECT max(rsi) FROM (SELECT i, rsi(close, 14) OVER"
      " (ORDER BY i ROWS 10000 PRECEDING) AS rsi FROM bars) WHERE i >= 10021");
  /* The last movement is that from the 19th bar to the 20th. */
  database_expect_text(
      db, "25019",
      "SELECT count(rsi) FROM (SELECT rsi(close, 2) OVER (ORDER BY i ROWS"
      " BETWEEN 25000 PRECEDING AND UNBOUNDED FOLLOWING) AS rsi FROM bars)");
  database_close(db);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_random_frames),
      cmocka_unit_test(test_aggregates),
      cmocka_unit_test(test_still),
  };
  wilder_random = random_start("test_wilder_frames");
  return cmocka_run_group_tests(tests, NULL, NULL);
}
