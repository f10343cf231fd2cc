/*
** test_series_plans.c - what SQLite is told of smma_series(), and that it is
** true: plans, orders, constraints on period, arguments of other tables.
*/
#include "../../support/database.h"
#include "../../support/random.h"

#include <stdbool.h>

static random_source plans_random;

#define PLANS_QUERY                                                            \
  "'VALUES (1, 1), (2, 4), (3, 9), (4, 16), (5, 25), (6, 36), (7, 49), "       \
  "(8, 64), (9, 81), (10, 100)'"

/* ------------------------------------------------------------------- the plans */

/* All lines of the plan of a query, one after the other. */
static void plans_read(sqlite3 *db, const char *sql, char *plan, size_t n) {
  sqlite3_stmt *statement = database_prepare(db, "EXPLAIN QUERY PLAN %s", sql);
  plan[0] = 0;
  while (database_step(statement)) {
    const char *line = (const char *)sqlite3_column_text(statement, 3);
    const size_t used = strlen(plan);
    snprintf(plan + used, n - used, "%s\n", line);
  }
  sqlite3_finalize(statement);
}

static void test_plans(void **state) {
  (void)state;
  static const struct {
    const char *where;
    const char *plan;
    bool sorts;
  } plans[] = {
      {"('q', 2)", "3:query period\n", false},
      {"('q', 2, 5)", "7:query period last_period\n", false},
      {"('q', 2, 5, 1)", "15:query period last_period step\n", false},
      {"('q', 2, 5, 1, 7)", "31:query period last_period step value1\n", false},
      {"('q', 2, 5, 1, 1, 2, 3, 4, 5, 6, 7, 8)",
       "4095:query period last_period step value1 value2 value3 value4 value5 "
       "value6 value7 value8\n",
       false},
      {" WHERE query = 'q' AND first_period = 2 AND value1 = 7 AND period > 3",
       "8211:query period value1; period>\n", false},
      {"", "0:needs a query and a period\n", false},
      {"('q', 2) WHERE last_period > 2", "0:needs last_period\n", false},
      {"('q', 2, 5) WHERE period = 3",
       "4103:query period last_period; period=\n", false},
      {"('q', 2, 5) WHERE period IS 3",
       "4103:query period last_period; period=\n", false},
      {"('q', 2, 5) WHERE period IN (3, 4)",
       "4103:query period last_period; period=\n", false},
      {"('q', 2, 5) WHERE period BETWEEN 3 AND 4",
       "81927:query period last_period; period>= period<=\n", false},
      {"('q', 2, 5) WHERE period > 3 AND period < 5",
       "40967:query period last_period; period> period<\n", false},
      {"('q', 2) WHERE key = 3 AND smma > 1 AND period <> 4",
       "3:query period\n", false},
      /* The rows are in the order of rowid and, where there is only one period,
      ** of the period. */
      {"('q', 2, 5) ORDER BY rowid", "7:query period last_period\n", false},
      {"('q', 2, 5) ORDER BY rowid DESC", "7:query period last_period\n", true},
      {"('q', 2, 5) ORDER BY period", "7:query period last_period\n", true},
      {"('q', 2, 5) ORDER BY rowid, period", "7:query period last_period\n",
       false},
      {"('q', 2) ORDER BY period", "3:query period\n", false},
      {"('q', 2) ORDER BY period DESC, rowid", "3:query period\n", false},
      {"('q', 2) ORDER BY period, key", "3:query period\n", true},
      {"('q', 2) ORDER BY key", "3:query period\n", true},
      {"('q', 2, 5) WHERE period = 4 ORDER BY period",
       "4103:query period last_period; period=\n", false},
      {"('q', 2, 5) WHERE period IN (3, 4) ORDER BY period",
       "4103:query period last_period; period=\n", true},
  };
  sqlite3 *db = database_open();
  for (size_t k = 0; k < sizeof(plans) / sizeof(plans[0]); k++) {
    char sql[200];
    char plan[500];
    snprintf(sql, sizeof(sql), "SELECT smma FROM smma_series%s",
             plans[k].where);
    plans_read(db, sql, plan, sizeof(plan));
    if (strstr(plan, plans[k].plan) == NULL ||
        (strstr(plan, "TEMP B-TREE") != NULL) != plans[k].sorts) {
      fail_msg("%s\n%s", sql, plan);
    }
  }
  /* A table that the arguments come from is read first. */
  char plan[500];
  database_run(db, "CREATE TABLE t(q, p)");
  plans_read(db, "SELECT 1 FROM smma_series(t.q, t.p), t", plan, sizeof(plan));
  const char *series = strstr(plan, "smma_series");
  assert_true(strstr(plan, " t") < series);
  plans_read(db, "SELECT 1 FROM t, smma_series('q', 2) WHERE t.p = key", plan,
             sizeof(plan));
  assert_non_null(strstr(plan, "3:query period\n"));
  database_close(db);
}

/* The claims about the order are true. */
static void test_orders(void **state) {
  (void)state;
  static const char *const orders[] = {
      "rowid",      "rowid DESC", "period, rowid", "period DESC, rowid",
      "rowid, key", "period",     "period DESC",   "key, period",
      "smma, rowid"};
  static const char *const calls[] = {"2)",
                                      "2, 5)",
                                      "5, 2)",
                                      "2, 5) WHERE period = 3",
                                      "2, 9) WHERE period IN (4, 3, 7)",
                                      "2, 9) WHERE period > 4"};
  sqlite3 *db = database_open();
  for (size_t c = 0; c < sizeof(calls) / sizeof(calls[0]); c++) {
    database_run(db,
                 "DROP TABLE IF EXISTS copy;"
                 "CREATE TEMP TABLE copy(id INTEGER PRIMARY KEY, period, key, "
                 "price, smma);"
                 "INSERT INTO copy SELECT rowid, period, key, price, smma FROM "
                 "smma_series(" PLANS_QUERY ", %s",
                 calls[c]);
    for (size_t k = 0; k < sizeof(orders) / sizeof(orders[0]); k++) {
      /* Rows that tie may come in any order, so only what is sorted by is
      ** compared. */
      const char *first = orders[k];
      char column[20];
      snprintf(column, sizeof(column), "%.*s", (int)strcspn(first, " ,"),
               first);
      database_expect_text(
          db, "1",
          "SELECT (SELECT group_concat(x) FROM (SELECT %s AS x FROM "
          "smma_series(" PLANS_QUERY ", %s ORDER BY %s)) IS (SELECT "
          "group_concat(x) FROM (SELECT %s AS x FROM copy ORDER BY %s))",
          column, calls[c], orders[k], column, orders[k]);
    }
  }
  database_close(db);
}

/* ------------------------------------------------------- constraints on period */

static const char *const plans_values[] = {
    "0",          "1",     "3",     "7",      "10",        "-5",   "3.0",
    "3.5",        "6.999", "-0.5",  "'3'",    "'4.5'",     "'x'",  "''",
    "x'33'",      "NULL",  "9e999", "-9e999", "' 5 '",     "'5x'", "2147483647",
    "2147483648", "1e18",  "-1e18", "0.0001", "4294967299"};

static const char *const plans_operators[] = {
    "=", "==", "<", "<=", ">", ">=", "IS", "<>"};

enum {
  PLANS_VALUES = sizeof(plans_values) / sizeof(plans_values[0]),
  PLANS_OPERATORS = sizeof(plans_operators) / sizeof(plans_operators[0])
};

static const char *plans_value(void) {
  return plans_values[random_between(&plans_random, 0, PLANS_VALUES - 1)];
}

static void plans_condition(char *condition, size_t n) {
  const char *value = plans_value();
  switch (random_between(&plans_random, 0, 4)) {
  case 0:
    snprintf(condition, n, "period BETWEEN %s AND %s", value, plans_value());
    break;
  case 1:
    snprintf(condition, n, "period IN (%s, %s, 4)", value, plans_value());
    break;
  case 2:
    snprintf(condition, n, "%s < period", value);
    break;
  default:
    snprintf(
        condition, n, "period %s %s",
        plans_operators[random_between(&plans_random, 0, PLANS_OPERATORS - 1)],
        value);
  }
}

/* The rows of a sweep, as a table. */
static void plans_copy(sqlite3 *db, const char *arguments) {
  database_run(db,
               "DROP TABLE IF EXISTS copy;"
               "CREATE TEMP TABLE copy(period INTEGER, key, smma REAL);"
               "INSERT INTO copy SELECT period, key, smma FROM "
               "smma_series(" PLANS_QUERY ", %s)",
               arguments);
}

/* The same condition selects the same rows from the sweep and from its copy. */
static void plans_expect_same(sqlite3 *db, const char *arguments,
                              const char *condition) {
  sqlite3_stmt *statement = database_prepare(
      db,
      "SELECT (SELECT group_concat(x, ' ') FROM (SELECT period || ':' || "
      "key || ':' || ifnull(smma, '-') AS x FROM smma_series(" PLANS_QUERY
      ", %s) WHERE %s ORDER BY key, period)) IS (SELECT group_concat(x, ' ') "
      "FROM (SELECT period || ':' || key || ':' || ifnull(smma, '-') AS x FROM "
      "copy WHERE %s ORDER BY key, period))",
      arguments, condition, condition);
  assert_true(database_step(statement));
  if (sqlite3_column_int(statement, 0) != 1) {
    fail_msg("%s: %s", arguments, condition);
  }
  sqlite3_finalize(statement);
}

static void test_each_constraint(void **state) {
  (void)state;
  static const char *const ranges[] = {"1, 9",     "9, 1",     "3",
                                       "2, 10, 3", "10, 1, 2", "7, 3, 0"};
  sqlite3 *db = database_open();
  for (size_t r = 0; r < sizeof(ranges) / sizeof(ranges[0]); r++) {
    plans_copy(db, ranges[r]);
    for (size_t k = 0; k < PLANS_OPERATORS; k++) {
      for (size_t v = 0; v < PLANS_VALUES; v++) {
        char condition[60];
        snprintf(condition, sizeof(condition), "period %s %s",
                 plans_operators[k], plans_values[v]);
        plans_expect_same(db, ranges[r], condition);
      }
    }
  }
  database_close(db);
}

static void test_constraints(void **state) {
  (void)state;
  const size_t rounds = random_rounds(200);
  sqlite3 *db = database_open();
  for (size_t round = 0; round < rounds; round++) {
    char arguments[60];
    snprintf(arguments, sizeof(arguments), "%d, %d, %d",
             (int)random_between(&plans_random, 1, 12),
             (int)random_between(&plans_random, 1, 12),
             (int)random_between(&plans_random, 0, 4));
    plans_copy(db, arguments);
    for (int k = 0; k < 10; k++) {
      char one[60];
      char other[60];
      char both[150];
      plans_condition(one, sizeof(one));
      plans_condition(other, sizeof(other));
      snprintf(both, sizeof(both), "%s %s %s", one,
               random_chance(&plans_random, 0.5) ? "OR" : "AND", other);
      plans_expect_same(db, arguments, both);
    }
  }
  /* Each side of OR is planned by itself, without the arguments. */
  plans_copy(db, "1, 9");
  plans_expect_same(db, "1, 9", "period = 3 OR key = 2");
  plans_expect_same(db, "1, 9", "period < 3 OR smma IS NULL OR smma > 70");
  plans_expect_same(db, "1, 9", "(period = 3 AND key > 2) OR period > 7");
  database_close(db);
}

/* A range that fits no memory is no obstacle when little of it is asked for. */
static void test_constraint_on_huge_range(void **state) {
  (void)state;
  sqlite3 *db = database_open();
  static const struct {
    const char *condition;
    const char *periods;
  } cases[] = {
      {"period = 3", "3"},
      {"period IN (3, 2147483647, 7)", "3,7,2147483647"},
      {"period < 4", "1,2,3"},
      {"period > 2147483645.5", "2147483646,2147483647"},
      {"period BETWEEN 5 AND '7'", "5,6,7"},
      {"period = 2147483648", "NULL"},
      {"period > 'x'", "NULL"},
      {"period >= 9e999", "NULL"},
      {"period = NULL", "NULL"},
      {"period <= 0", "NULL"},
      {"period < -9223372036854775808", "NULL"},
  };
  for (size_t k = 0; k < sizeof(cases) / sizeof(cases[0]); k++) {
    for (int descends = 0; descends < 2; descends++) {
      database_expect_text(
          db, cases[k].periods,
          "SELECT group_concat(period) FROM (SELECT period FROM smma_series("
          "'VALUES(1)', %s) WHERE %s ORDER BY period)",
          descends ? "2147483647, 1" : "1, 2147483647", cases[k].condition);
    }
  }
  database_close(db);
}

/* ----------------------------------------------------- arguments of other tables */

/* Every argument may come from another table, whichever is named first. */
static void test_arguments_of_other_tables(void **state) {
  (void)state;
  sqlite3 *db = database_open();
  database_run(db, "CREATE TABLE a(q, first, last, step, value);"
                   "INSERT INTO a VALUES ('VALUES(1)', 2, 9, 3, 'x')");
  static const char *const calls[] = {
      "a.q, 2, 9, 3",
      "'VALUES(1)', a.first, 9, 3",
      "'VALUES(1)', 2, a.last, 3",
      "'VALUES(1)', 2, 9, a.step",
      "a.q, a.first, a.last, a.step",
      "'SELECT ?1, 1', 2, 9, 3, a.value",
      "'SELECT ?1, ?2', a.first, 9, 3, 1, a.value = 'x'"};
  for (size_t k = 0; k < sizeof(calls) / sizeof(calls[0]); k++) {
    database_expect_text(db, "2,5,8",
                         "SELECT group_concat(period) FROM smma_series(%s), a",
                         calls[k]);
    database_expect_text(db, "2,5,8",
                         "SELECT group_concat(period) FROM a, smma_series(%s)",
                         calls[k]);
  }
  database_close(db);
}

int main(void) {
  plans_random = random_start("test_series_plans");
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_plans),
      cmocka_unit_test(test_orders),
      cmocka_unit_test(test_each_constraint),
      cmocka_unit_test(test_constraints),
      cmocka_unit_test(test_constraint_on_huge_range),
      cmocka_unit_test(test_arguments_of_other_tables),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
