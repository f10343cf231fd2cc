/*
** grammar.h - writes one statement. Every byte of the input chooses how a rule
** goes on; the first choice of each rule is the plainest, and is taken where no
** bytes are left, so every input means a statement.
**
** Most statements are right. A few have a thing where it does not belong, for the
** errors there are.
*/
#ifndef SMMA_FUZZ_GRAMMAR_H
#define SMMA_FUZZ_GRAMMAR_H

#include "../input.h"
#include "functions.h"
#include "tables.h"

#include <stdarg.h>
#include <stdbool.h>

enum {
  GRAMMAR_MOST_BYTES = 8000,
  GRAMMAR_DEEPEST = 3,     /* SELECTs within SELECTs */
  GRAMMAR_MOST_NESTED = 3, /* calls within calls */
  GRAMMAR_PARAMETERS = 4
};

typedef struct grammar {
  input *from;
  char text[GRAMMAR_MOST_BYTES];
  size_t size;
  bool is_full;        /* the text is cut off: SQLite will refuse it */
  int depth;           /* of the SELECT: its table is a0, a1, ... */
  int nested;          /* calls around this one */
  bool has_aggregates; /* may have, here */
  bool has_windows;
} grammar;

/* -------------------------------------------------------------------- writing */

static inline unsigned grammar_choose(grammar *g, unsigned ways) {
  return input_byte(g->from) % ways;
}

/* Once in so many times; never where no bytes are left. */
static inline bool grammar_rarely(grammar *g, unsigned times) {
  return grammar_choose(g, times) == times - 1;
}

static inline void grammar_put_bytes(grammar *g, const char *text, size_t n) {
  if (g->size + n >= sizeof(g->text)) {
    g->is_full = true;
    return;
  }
  memcpy(g->text + g->size, text, n);
  g->size += n;
  g->text[g->size] = 0;
}

static inline void grammar_put(grammar *g, const char *text) {
  grammar_put_bytes(g, text, strlen(text));
}

static inline void grammar_put_number(grammar *g, int number) {
  char digits[20];
  snprintf(digits, sizeof(digits), "%d", number);
  grammar_put(g, digits);
}

static inline void grammar_put_one_of(grammar *g, const char *const *texts,
                                      size_t n) {
  grammar_put(g, texts[grammar_choose(g, (unsigned)n)]);
}

#define GRAMMAR_ONE_OF(g, ...)                                                 \
  do {                                                                         \
    static const char *const texts[] = {__VA_ARGS__};                          \
    grammar_put_one_of(g, texts, sizeof(texts) / sizeof(texts[0]));            \
  } while (0)

/* What has been written from start on once more. */
static inline void grammar_repeat(grammar *g, size_t start, size_t end) {
  if (g->size + (end - start) < sizeof(g->text)) {
    grammar_put_bytes(g, g->text + start, end - start);
  } else {
    g->is_full = true;
  }
}

/* ---------------------------------------------------------------------- values */

static inline void grammar_select(grammar *g);
static inline void grammar_call(grammar *g);
static inline void grammar_argument(grammar *g, function_argument argument);

/* Of the table of this SELECT or, now and then, of the one around it. */
static inline void grammar_column_named(grammar *g, const char *name) {
  const int depth = g->depth - (grammar_rarely(g, 12) ? 1 : 0);
  if (depth < 0) {
    grammar_put(g, "NULL");
    return;
  }
  grammar_put(g, "a");
  grammar_put_number(g, depth);
  grammar_put(g, ".");
  grammar_put(g, name);
}

static inline void grammar_column(grammar *g) {
  grammar_column_named(g, tables_columns[grammar_choose(g, TABLES_COLUMNS)]);
}

static inline void grammar_literal(grammar *g) {
  GRAMMAR_ONE_OF(g, "1", "NULL", "0", "-1", "2.5", "'7'", "'n/a'", "x'00ff'",
                 "''", "-0.0", "4.9e-324", "2.3e-308", "1.7e308", "-1e300",
                 "9e999", "-9e999", "9223372036854775807", "'1e999'",
                 "zeroblob(112)", "9007199254740993", "' 3'", "'3x'", "1e-300",
                 "CAST('3' AS BLOB)", "zeroblob(40000)", "0.1");
}

static inline void grammar_parameter(grammar *g) {
  grammar_put(g, "?");
  grammar_put_number(g, 1 + (int)grammar_choose(g, GRAMMAR_PARAMETERS));
}

/* A call, or what stands for it where calls are too deep. */
static inline void grammar_nested_call(grammar *g) {
  if (g->nested >= GRAMMAR_MOST_NESTED) {
    grammar_column(g);
    return;
  }
  grammar_call(g);
}

static inline void grammar_scalar_subquery(grammar *g) {
  if (g->depth >= GRAMMAR_DEEPEST) {
    grammar_literal(g);
    return;
  }
  grammar_put(g, "(");
  grammar_select(g);
  grammar_put(g, ")");
}

static inline void grammar_value(grammar *g) {
  switch (grammar_choose(g, 8)) {
  default:
    grammar_column(g);
    break;
  case 3:
    grammar_literal(g);
    break;
  case 4:
    grammar_parameter(g);
    break;
  case 5:
    grammar_nested_call(g);
    break;
  case 6:
    grammar_scalar_subquery(g);
    break;
  case 7:
    grammar_column(g);
    GRAMMAR_ONE_OF(g, " + ", " * ", " || ", " < ", " IS NOT ", " % ");
    grammar_value(g);
  }
}

/* A price that the table has under this name, as a rule. */
static inline void grammar_price(grammar *g, const char *name) {
  switch (grammar_choose(g, 12)) {
  default:
    grammar_column_named(g, name);
    break;
  case 7:
    grammar_value(g);
    break;
  case 8:
    grammar_parameter(g);
    break;
  case 9:
    grammar_put(g, "CASE WHEN ");
    grammar_column(g);
    grammar_put(g, " THEN ");
    grammar_price(g, name);
    grammar_put(g, " END");
    break;
  case 10:
    grammar_column_named(g, name);
    GRAMMAR_ONE_OF(g, " * 1e307", " * -1", " * 1e-320", " || ''", " / 0",
                   " * 0");
    break;
  case 11:
    grammar_literal(g);
  }
}

static inline void grammar_period(grammar *g) {
  if (grammar_rarely(g, 16)) {
    grammar_value(g);
    return;
  }
  GRAMMAR_ONE_OF(g, "3", "1", "2", "14", "5", "7", "'4'", "3.0", "31", "32",
                 "100000", "2147483647", "0", "-1", "2147483648", "2.5", "NULL",
                 "?1", "10", "6");
}

static inline void grammar_state(grammar *g) {
  switch (grammar_choose(g, 7)) {
  default:
    grammar_put(g, "(SELECT value FROM states WHERE i = ");
    grammar_put_number(g, 1 + (int)grammar_choose(g, 12));
    grammar_put(g, ")");
    break;
  case 2:
    grammar_column_named(g, "value");
    break;
  case 3:
    grammar_put(g, "smma_start(");
    grammar_period(g);
    grammar_put(g, ")");
    break;
  case 4:
    grammar_nested_call(g);
    break;
  case 5:
    grammar_parameter(g);
    break;
  case 6:
    grammar_value(g);
  }
}

/* The text of a query, quoted. */
static inline void grammar_query(grammar *g) {
  if (g->depth >= GRAMMAR_DEEPEST || !grammar_rarely(g, 4)) {
    GRAMMAR_ONE_OF(g, "'SELECT i, close FROM prices ORDER BY i'",
                   "'SELECT part, ts, close FROM ties ORDER BY part, ts'",
                   "'SELECT close FROM odd WHERE i < 14'",
                   "'SELECT value FROM odd'", "'VALUES (1), (2), (NULL), (3)'",
                   "'SELECT i, value, close FROM odd'",
                   "'SELECT close FROM prices WHERE i > ?1 AND i < ?2'",
                   "'SELECT i FROM empty'", "'SELECT 1, 2, 3, 4'",
                   "'SELECT key, smma FROM smma_series(''SELECT i, close FROM "
                   "prices'', 3)'",
                   "?1", "'DELETE FROM prices'", "'SELECT ?9'", "NULL", "''");
    return;
  }
  grammar_put(g, "'");
  const size_t start = g->size;
  grammar_select(g);
  char inner[GRAMMAR_MOST_BYTES];
  const size_t n = g->size - start;
  memcpy(inner, g->text + start, n);
  g->size = start;
  for (size_t i = 0; i < n; i++) {
    grammar_put_bytes(g, inner + i, 1);
    if (inner[i] == '\'') grammar_put(g, "'");
  }
  grammar_put(g, "'");
}

static inline void grammar_argument(grammar *g, function_argument argument) {
  switch (argument) {
  case PRICE:
  case CLOSE:
    grammar_price(g, "close");
    break;
  case HIGH:
    grammar_price(g, "high");
    break;
  case LOW:
    grammar_price(g, "low");
    break;
  case PERIOD:
    grammar_period(g);
    break;
  case STEP:
    GRAMMAR_ONE_OF(g, "1", "0", "2", "7", "-1", "2147483647", "NULL", "?2");
    break;
  case KEY:
    grammar_column_named(g, grammar_rarely(g, 4) ? "value" : "i");
    break;
  case STATE:
    grammar_state(g);
    break;
  case QUERY:
    grammar_query(g);
    break;
  case VALUE:
  case ARGUMENT_NONE:
    grammar_value(g);
  }
}

/* ----------------------------------------------------------------------- calls */

static inline void grammar_list(grammar *g, const function_argument *arguments,
                                unsigned n, bool *has_some) {
  for (unsigned i = 0; i < n; i++) {
    if (*has_some) grammar_put(g, ", ");
    grammar_argument(g, arguments[i]);
    *has_some = true;
  }
}

static inline unsigned grammar_count(const function_argument *arguments) {
  unsigned n = 0;
  while (n < FUNCTION_MOST_ARGUMENTS && arguments[n] != ARGUMENT_NONE) {
    n++;
  }
  return n;
}

/* Without the parentheses. One too few or one too many, now and then. */
static inline void grammar_arguments(grammar *g, const function *f) {
  bool has_some = false;
  unsigned needed = grammar_count(f->needed);
  const unsigned optional = grammar_count(f->optional);
  const bool is_short = grammar_rarely(g, 100);
  grammar_list(g, f->needed, is_short && needed > 0 ? needed - 1 : needed,
               &has_some);
  if (optional > 0) {
    grammar_list(g, f->optional,
                 grammar_choose(g, 2 * optional + 2) % (optional + 1),
                 &has_some);
  }
  if (grammar_rarely(g, 120)) grammar_list(g, f->needed, 1, &has_some);
}

typedef enum grammar_bound {
  BOUND_FIRST,
  BOUND_PRECEDING,
  BOUND_CURRENT,
  BOUND_FOLLOWING,
  BOUND_LAST
} grammar_bound;

static inline void grammar_put_bound(grammar *g, grammar_bound bound) {
  static const char *const bounds[] = {"UNBOUNDED PRECEDING", " PRECEDING",
                                       "CURRENT ROW", " FOLLOWING",
                                       "UNBOUNDED FOLLOWING"};
  if (bound == BOUND_PRECEDING || bound == BOUND_FOLLOWING) {
    GRAMMAR_ONE_OF(g, "2", "0", "1", "5", "13", "60", "0.5", "?3", "7", "3",
                   "NULL", "-1");
  }
  grammar_put(g, bounds[bound]);
}

/* The end is seldom before the start, which is an error. */
static inline void grammar_frame(grammar *g) {
  GRAMMAR_ONE_OF(g, " ROWS ", " RANGE ", " GROUPS ");
  const unsigned start = grammar_choose(g, BOUND_LAST);
  const bool is_backward = grammar_rarely(g, 40);
  if (start <= BOUND_CURRENT && grammar_rarely(g, 4)) {
    grammar_put_bound(g, (grammar_bound)start);
  } else {
    const unsigned least = start == BOUND_FIRST ? BOUND_PRECEDING : start;
    grammar_put(g, "BETWEEN ");
    grammar_put_bound(g, (grammar_bound)start);
    grammar_put(g, " AND ");
    grammar_put_bound(
        g, is_backward
               ? BOUND_PRECEDING
               : (grammar_bound)(least +
                                 grammar_choose(g, BOUND_LAST + 1 - least)));
  }
  GRAMMAR_ONE_OF(g, "", " EXCLUDE CURRENT ROW", "", " EXCLUDE GROUP", "",
                 " EXCLUDE TIES", " EXCLUDE NO OTHERS");
}

static inline void grammar_order(grammar *g) {
  grammar_column_named(g, grammar_choose(g, 2) ? "ts" : "i");
  GRAMMAR_ONE_OF(g, "", "", " DESC", "", " COLLATE NOCASE", " NULLS LAST");
}

/* What stands within OVER (). */
static inline void grammar_window(grammar *g) {
  if (grammar_choose(g, 3) == 1) {
    grammar_put(g, "PARTITION BY ");
    grammar_column_named(g, "part");
  }
  if (!grammar_rarely(g, 8)) {
    grammar_put(g, " ORDER BY ");
    grammar_order(g);
  }
  if (grammar_choose(g, 4) > 0) grammar_frame(g);
}

/* What stands behind the arguments of an aggregate. */
static inline void grammar_tail(grammar *g, const function *f) {
  const bool is_window =
      g->has_windows && (f->kind == FUNCTION_WINDOW || grammar_rarely(g, 20)) &&
      !(g->has_aggregates && grammar_choose(g, 3) == 2);
  if (grammar_rarely(g, is_window ? 60 : 5)) {
    grammar_put(g, " ORDER BY ");
    grammar_order(g);
  }
  grammar_put(g, ")");
  if (grammar_rarely(g, 5)) {
    grammar_put(g, " FILTER (WHERE ");
    grammar_column(g);
    GRAMMAR_ONE_OF(g, " % 3", " IS NOT NULL", " > 3", "");
    grammar_put(g, ")");
  }
  if (!is_window) return;
  if (grammar_choose(g, 3) == 1) {
    grammar_put(g, " OVER w");
    return;
  }
  grammar_put(g, " OVER (");
  grammar_window(g);
  grammar_put(g, ")");
}

/* The arguments of an aggregate have no aggregates within, as a rule. */
static inline void grammar_put_call(grammar *g, const function *f) {
  const bool has_aggregates = g->has_aggregates;
  const bool has_windows = g->has_windows;
  const bool is_scalar = f->kind == FUNCTION_SCALAR;
  g->nested++;
  grammar_put(g, "(");
  if (!is_scalar) {
    g->has_aggregates = has_windows && grammar_rarely(g, 30);
    g->has_windows = grammar_rarely(g, 60);
    if (grammar_rarely(g, 60)) grammar_put(g, "DISTINCT ");
  }
  grammar_arguments(g, f);
  g->has_aggregates = has_aggregates;
  g->has_windows = has_windows;
  if (is_scalar) {
    grammar_put(g, ")");
  } else {
    grammar_tail(g, f);
  }
  g->nested--;
}

/* The call within the verdict on it. */
static inline void grammar_judged_call(grammar *g, const function *f) {
  static const char *const verdicts[] = {[RESULT_REAL] = "finite(",
                                         [RESULT_AVERAGE] = "agreed(",
                                         [RESULT_AVERAGES] = "averages(",
                                         [RESULT_STATE] = "state("};
  if (verdicts[f->result] != NULL) grammar_put(g, verdicts[f->result]);
  grammar_put(g, f->name);
  const size_t start = g->size;
  grammar_put_call(g, f);
  const size_t end = g->size;
  if (f->kind != FUNCTION_SCALAR && f->result != RESULT_ANY &&
      f->result != RESULT_REAL) {
    grammar_put(g, ", frame_prices");
    grammar_repeat(g, start, end);
  }
  if (verdicts[f->result] != NULL) grammar_put(g, ")");
}

static inline bool grammar_may_call(const grammar *g, const function *f) {
  switch (f->kind) {
  case FUNCTION_SCALAR:
    return true;
  case FUNCTION_AGGREGATE:
    return g->has_aggregates;
  case FUNCTION_WINDOW:
    return g->has_aggregates || g->has_windows;
  case FUNCTION_TABLE:
  default:
    return false;
  }
}

/* The function that the byte says, or the next that may stand here. */
static inline void grammar_call(grammar *g) {
  unsigned number = grammar_choose(g, FUNCTIONS);
  while (!grammar_may_call(g, &functions[number])) {
    number = (number + 1) % FUNCTIONS;
  }
  grammar_judged_call(g, &functions[number]);
}

/* ---------------------------------------------------------------------- tables */

static inline const function *grammar_find(function_kind kind) {
  const function *f = functions;
  while (f->kind != kind) {
    f++;
  }
  return f;
}

/* With the columns of tables.h, as any table. The arguments cannot see it. */
static inline void grammar_series(grammar *g) {
  const function *f = grammar_find(FUNCTION_TABLE);
  grammar_put(g,
              "(SELECT rowid AS i, part, key AS ts, price AS high, period AS "
              "low, finite(smma) AS close, price AS value FROM ");
  grammar_put(g, f->name);
  grammar_put(g, "(");
  grammar_arguments(g, f);
  grammar_put(g, ")");
  GRAMMAR_ONE_OF(g, "", "", " WHERE period > 2", " WHERE period IN (2, 3, 5)",
                 " WHERE period = ?2 OR period <= 3", " ORDER BY period DESC",
                 " WHERE key = 7", " ORDER BY rowid");
  grammar_put(g, ")");
}

static inline void grammar_table(grammar *g) {
  const unsigned way = grammar_choose(g, 8);
  if (way == 5) {
    grammar_series(g);
  } else if (way == 6) {
    grammar_put(g, "(SELECT * FROM ");
    grammar_put(g, tables_names[grammar_choose(g, TABLES_NAMES)]);
    GRAMMAR_ONE_OF(g, " ORDER BY ts DESC)", " ORDER BY i)", " WHERE i < 14)",
                   " ORDER BY part, ts LIMIT 9)");
  } else if (way == 7) {
    grammar_put(g, "(SELECT * FROM prices UNION ALL SELECT * FROM ");
    grammar_put(g, tables_names[grammar_choose(g, TABLES_NAMES)]);
    grammar_put(g, ")");
  } else {
    grammar_put(g, tables_names[way]);
  }
}

static inline void grammar_from(grammar *g) {
  const int depth = g->depth;
  grammar_put(g, " FROM ");
  g->depth--; /* a table's own arguments see the tables around only */
  grammar_table(g);
  g->depth = depth;
  grammar_put(g, " AS a");
  grammar_put_number(g, depth);
  if (!grammar_rarely(g, 6)) return;
  GRAMMAR_ONE_OF(g, " JOIN ", " LEFT JOIN ", " CROSS JOIN ");
  grammar_table(g);
  grammar_put(g, " AS b");
  grammar_put_number(g, depth);
  grammar_put(g, " ON b");
  grammar_put_number(g, depth);
  GRAMMAR_ONE_OF(g, ".i = ", ".part = ", ".i < ");
  grammar_column_named(g, "i");
}

/* ------------------------------------------------------------------- statements */

static inline void grammar_where(grammar *g) {
  if (!grammar_rarely(g, 4)) return;
  grammar_put(g, " WHERE ");
  const bool has_aggregates = g->has_aggregates;
  const bool has_windows = g->has_windows;
  g->has_aggregates = false;
  g->has_windows = false;
  grammar_value(g);
  g->has_aggregates = has_aggregates;
  g->has_windows = has_windows;
}

static inline void grammar_results(grammar *g, bool has_one) {
  const unsigned n = has_one ? 1 : 1 + grammar_choose(g, 3);
  for (unsigned i = 0; i < n; i++) {
    if (i > 0) grammar_put(g, ", ");
    if (grammar_rarely(g, 8)) {
      grammar_value(g);
    } else {
      grammar_call(g);
    }
  }
}

/* Aggregates of groups or of all, or windows, or both, or neither. */
static inline void grammar_body(grammar *g, bool has_one) {
  const unsigned way = grammar_choose(g, 8);
  g->has_windows = way < 4 || way == 7;
  g->has_aggregates = way >= 4 && way != 6;
  grammar_put(g, "SELECT ");
  if (grammar_rarely(g, 20)) grammar_put(g, "DISTINCT ");
  grammar_results(g, has_one);
  grammar_from(g);
  grammar_where(g);
  if (g->has_aggregates && grammar_choose(g, 3) > 0) {
    grammar_put(g, " GROUP BY ");
    grammar_column_named(g, grammar_choose(g, 4) == 3 ? "i" : "part");
    if (grammar_rarely(g, 4)) {
      grammar_put(g, " HAVING ");
      g->has_windows = false;
      grammar_call(g);
    }
  }
  if (way < 4 || way == 7) {
    grammar_put(g, " WINDOW w AS (");
    grammar_window(g);
    grammar_put(g, ")");
  }
  if (grammar_rarely(g, 5))
    GRAMMAR_ONE_OF(g, " ORDER BY 1", " ORDER BY 1 DESC");
  if (grammar_rarely(g, 8)) GRAMMAR_ONE_OF(g, " LIMIT 5", " LIMIT ?4 OFFSET 2");
}

/* A SELECT of one column within another statement. */
static inline void grammar_select(grammar *g) {
  const grammar before = {.depth = g->depth,
                          .nested = g->nested,
                          .has_aggregates = g->has_aggregates,
                          .has_windows = g->has_windows};
  g->depth++;
  grammar_body(g, true);
  g->depth = before.depth;
  g->nested = before.nested;
  g->has_aggregates = before.has_aggregates;
  g->has_windows = before.has_windows;
}

/* Returns the text, which lasts as long as g. */
static inline const char *grammar_statement(grammar *g, input *from) {
  g->from = from;
  g->size = 0;
  g->is_full = false;
  g->depth = 0;
  g->nested = 0;
  switch (grammar_choose(g, 8)) {
  default:
    grammar_body(g, false);
    break;
  case 5:
    grammar_body(g, true);
    GRAMMAR_ONE_OF(g, " UNION ALL ", " UNION ", " EXCEPT ", " INTERSECT ");
    grammar_body(g, true);
    break;
  case 6:
    grammar_put(g, "WITH q AS (");
    grammar_body(g, false);
    grammar_put(g, ") SELECT * FROM q");
    break;
  case 7:
    grammar_put(g, "SELECT (");
    g->depth = 1;
    grammar_body(g, true);
    grammar_put(g, "), count(*) FROM prices AS a0");
  }
  return g->text;
}

#endif
