/*
** test_live_random.c - sql/live.sql after thousands of statements at random,
** some of them refused or taken back.
*/
#include "../../support/live.h"
#include "../../support/random.h"

static random_source live_random;

enum { LIVE_DAYS = 90 };

static const char *const live_symbols[] = {"A", "B", "7"};

static const char *live_symbol(void) {
  return live_symbols[random_between(&live_random, 0, 2)];
}

/* A day among those that have bars, most likely. */
static int live_day(void) {
  return (int)random_between(&live_random, 0, LIVE_DAYS);
}

static const char *live_price(void) {
  static char price[40];
  const double value = random_unit(&live_random) * 100;
  switch (random_between(&live_random, 0, 9)) {
  case 0:
    return "0";
  case 1:
    return "-0.0";
  case 2:
    snprintf(price, sizeof(price), "'%.3f'", value);
    return price;
  case 3:
    snprintf(price, sizeof(price), "%d", (int)value);
    return price;
  default:
    snprintf(price, sizeof(price), "%.17g", value - 20);
    return price;
  }
}

#define LIVE_DATE "date('2020-01-01', '%d days')"
#define LIVE_BAR  "prices(symbol, ts, close) VALUES (%Q, " LIVE_DATE ", %s)"
#define LIVE_NEXT                                                              \
  "(SELECT date(ifnull(max(ts), '2020-01-01'), '1 day') FROM prices WHERE "    \
  "symbol = %Q)"
#define LIVE_LAST "(SELECT max(ts) FROM prices WHERE symbol = %Q)"

/* One statement at random, which constraints may refuse. */
static char *live_statement(void) {
  const char *symbol = live_symbol();
  const char *price = live_price();
  const int day = live_day();
  switch (random_between(&live_random, 0, 22)) {
  case 0:
    return sqlite3_mprintf("INSERT OR IGNORE INTO " LIVE_BAR, symbol, day,
                           price);
  case 1:
    return sqlite3_mprintf("INSERT OR REPLACE INTO " LIVE_BAR, symbol, day,
                           price);
  case 2:
    return sqlite3_mprintf("INSERT INTO " LIVE_BAR
                           " ON CONFLICT(symbol, ts) DO UPDATE SET "
                           "close = excluded.close + 1",
                           symbol, day, price);
  case 3:
    return sqlite3_mprintf("INSERT INTO " LIVE_BAR, symbol, day, price);
  case 4:
    return sqlite3_mprintf("INSERT INTO " LIVE_BAR
                           " ON CONFLICT(symbol, ts) DO UPDATE SET ts = "
                           "date(ts, '40 days')",
                           symbol, day, price);
  case 5:
    return sqlite3_mprintf("UPDATE prices SET close = %s WHERE symbol = %Q AND "
                           "ts = " LIVE_DATE,
                           price, symbol, day);
  case 6:
    return sqlite3_mprintf(
        "UPDATE prices SET close = close + 1 WHERE ts > " LIVE_DATE, day);
  case 7:
    return sqlite3_mprintf("UPDATE OR REPLACE prices SET ts = date(ts, '%d "
                           "days') WHERE symbol = %Q AND ts = " LIVE_DATE,
                           (int)random_between(&live_random, 0, 20) - 10,
                           symbol, day);
  case 8:
    return sqlite3_mprintf("UPDATE OR IGNORE prices SET ts = date(ts, '1 day'),"
                           " close = %s WHERE symbol = %Q",
                           price, symbol);
  case 9:
    return sqlite3_mprintf("UPDATE OR REPLACE prices SET symbol = %Q WHERE "
                           "symbol = %Q AND ts > " LIVE_DATE,
                           live_symbol(), symbol, day);
  case 10:
    return sqlite3_mprintf("UPDATE prices SET symbol = %Q WHERE symbol = %Q",
                           live_symbol(), symbol);
  case 11:
    return sqlite3_mprintf(
        "DELETE FROM prices WHERE symbol = %Q AND ts = " LIVE_LAST, symbol,
        symbol);
  case 12:
    return sqlite3_mprintf(
        "DELETE FROM prices WHERE symbol = %Q AND ts = " LIVE_DATE, symbol,
        day);
  case 13:
    return sqlite3_mprintf("DELETE FROM prices WHERE ts < " LIVE_DATE, day / 4);
  case 14:
    return sqlite3_mprintf("DELETE FROM prices WHERE symbol = %Q AND "
                           "ts > " LIVE_DATE,
                           symbol, day);
  case 15: /* Some bars, then one that is refused: none of them stays. */
    return sqlite3_mprintf("INSERT OR ABORT INTO " LIVE_BAR
                           ", (%Q, '2040-01-01', 1), (%Q, '2040', 1)",
                           symbol, day, price, symbol, symbol);
  case 16: /* The same, but the bars before the refused one stay. */
    return sqlite3_mprintf("INSERT OR FAIL INTO " LIVE_BAR ", (%Q, " LIVE_NEXT
                           ", 1), (%Q, '2040', 1)",
                           symbol, day, price, symbol, symbol, symbol);
  case 17:
    return sqlite3_mprintf("INSERT OR REPLACE INTO prices(symbol, ts, close) "
                           "SELECT %Q, ts, close FROM prices WHERE symbol = %Q "
                           "ORDER BY close",
                           live_symbol(), symbol);
  case 18:
    return sqlite3_mprintf("INSERT OR REPLACE INTO live_periods VALUES (%d)",
                           (int)random_between(&live_random, 1, 20));
  case 19:
    return sqlite3_mprintf("DELETE FROM live_periods WHERE period = %d",
                           (int)random_between(&live_random, 1, 20));
  case 20:
    return sqlite3_mprintf("UPDATE OR IGNORE live_periods SET period = %d "
                           "WHERE period = %d",
                           (int)random_between(&live_random, 1, 20),
                           (int)random_between(&live_random, 1, 20));
  case 21:
    return sqlite3_mprintf("UPDATE prices SET close = %s WHERE symbol = %Q AND "
                           "ts = " LIVE_LAST,
                           price, symbol, symbol);
  default:
    return sqlite3_mprintf(
        "REPLACE INTO prices(symbol, ts, close) SELECT symbol, max(ts), %s "
        "FROM prices WHERE symbol = %Q GROUP BY symbol",
        price, symbol);
  }
}

/* A transaction or a savepoint begins or ends, or goes back. */
static const char *live_transaction(int *depth) {
  if (*depth == 0 || (*depth < 3 && random_chance(&live_random, 0.3))) {
    return (*depth)++ == 0 ? "BEGIN" : "SAVEPOINT step";
  }
  const bool goes_back = random_chance(&live_random, 0.5);
  if (--*depth == 0) return goes_back ? "ROLLBACK" : "COMMIT";
  return goes_back ? "ROLLBACK TO step; RELEASE step" : "RELEASE step";
}

/* Constraints may refuse a statement, nothing else. */
static void live_try(sqlite3 *db, const char *sql) {
  const int rc = sqlite3_exec(db, sql, NULL, NULL, NULL);
  if (rc != SQLITE_OK && rc != SQLITE_CONSTRAINT) {
    fail_msg("%d %s\n%s", rc, sqlite3_errmsg(db), sql);
  }
}

/* A new bar, after which its symbol is remembered, whatever was before. */
static void live_next_bar(sqlite3 *db, size_t k) {
  static const char *const others[] = {"B 7", "A 7", "A B"};
  const char *symbol = live_symbols[k];
  char *sql = sqlite3_mprintf("INSERT INTO prices(symbol, ts, close) VALUES "
                              "(%Q, " LIVE_NEXT ", %s)",
                              symbol, symbol, live_price());
  assert_non_null(sql);
  database_run(db, "%s", sql);
  live_check(db, others[k], sql);
  sqlite3_free(sql);
}

/* The order in which SQLite runs triggers is its own, and depends on when they
** were made. */
static void live_make_again(sqlite3 *db, const char *trigger) {
  sqlite3_stmt *query = database_prepare(
      db, "SELECT sql FROM sqlite_master WHERE name = %Q", trigger);
  assert_true(database_step(query));
  char *sql = sqlite3_mprintf("%s", sqlite3_column_text(query, 0));
  assert_non_null(sql);
  sqlite3_finalize(query);
  database_run(db, "DROP TRIGGER %s", trigger);
  database_run(db, "%s", sql);
  sqlite3_free(sql);
}

static void live_at_random(bool is_recursive, const char *last_trigger,
                           size_t steps) {
  sqlite3 *db = live_open(is_recursive);
  live_make_again(db, last_trigger);
  int depth = 0;
  database_run(db, "DELETE FROM live_periods;"
                   "INSERT INTO live_periods VALUES (1), (2), (5), (9)");
  for (size_t step = 0; step < steps; step++) {
    if (random_chance(&live_random, 0.1)) {
      const char *sql = live_transaction(&depth);
      database_run(db, "%s", sql);
      live_check(db, "A B 7", sql);
    }
    if (random_chance(&live_random, 0.3)) {
      live_next_bar(db, random_between(&live_random, 0, 2));
      continue;
    }
    char *sql = live_statement();
    assert_non_null(sql);
    live_try(db, sql);
    live_check(db, "A B 7", sql);
    sqlite3_free(sql);
  }
  /* The next bar remembers everything. */
  for (int k = 0; k < 3; k++) {
    database_run(db,
                 "INSERT INTO prices(symbol, ts, close) VALUES "
                 "(%Q, '2050-01-01', 1)",
                 live_symbols[k]);
  }
  live_check(db, "", "a new bar for each");
  database_run(db, "%s", depth > 0 ? "ROLLBACK" : "");
  live_check(db, "A B 7", "the end");
  database_close(db);
}

static void test_at_random(void **state) {
  (void)state;
  static const char *const last[] = {"live_append", "live_late", "live_restart",
                                     "live_correct", "live_move"};
  const size_t rounds = random_rounds(3);
  for (size_t round = 0; round < rounds; round++) {
    for (int k = 0; k < 5; k++) {
      live_at_random(k % 2 == 0, last[k], 300);
      live_at_random(k % 2 == 1, last[k], 300);
    }
  }
}

int main(void) {
  live_random = random_start("test_live_random");
  const struct CMUnitTest tests[] = {cmocka_unit_test(test_at_random)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
