/*
** series.c - smma_series(query, period [, last_period [, step [, value1, ...]]]),
** a table-valued function (SPEC 3.6).
**
** The query runs on the same connection, and what it returns is averaged as it
** comes: each of its rows, price last, gives one row per period, in the order of
** the range. Nothing is kept but the state of each average (a sweep), and values
** are fetched from the query's row only when they are asked for.
**
** What the query reads is not known to SQLite when it compiles the statement
** around it. An INSERT of new rows into a table that the query reads goes on
** reading what it writes, without end, unless its rows are sorted first (ORDER
** BY key) or materialised.
**
** Values of the query's row are read in place. SQLite calls "unprotected" what
** sqlite3_column_value() gives, as another thread might change it; here the
** statement around the query holds the connection's mutex.
*/
#include "../arguments.h"
#include "../functions.h"
#include "../values/key.h"
#include "../memory.h"
#include "call.h"
#include "plan.h"
#include "query.h"

#include <math.h>
#include <string.h>

static const char series_name[] = "smma_series";

/* How deep queries within queries may go. Each takes about a kilobyte of stack,
** and a text that runs itself would never end. */
enum { SERIES_DEEPEST = 16 };

/* A rowid is the number of the call and that of the row in it: so many of both. */
static const sqlite3_int64 series_most_rows = (sqlite3_int64)1 << 40;
static const sqlite3_int64 series_most_calls = (sqlite3_int64)1 << 23;

static const char series_is_not_a_step[] =
    "is not an integer between 0 and 2147483647";

typedef struct series_table {
  sqlite3_vtab base;
  sqlite3 *db;
  int depth;   /* queries that are being stepped, one within the other */
  int cursors; /* that are open */
  smma_calls calls;
} series_table;

typedef struct series_cursor {
  sqlite3_vtab_cursor base;
  smma_call call;
  sqlite3_int64 call_number; /* -1 before it is asked for */
  sqlite3_stmt *statement;   /* of the query in call */
  int columns;               /* of statement */

  smma_series_range range;
  smma_sweep *sweep; /* the averages of all of them */

  sqlite3_value *part; /* of the rows so far, NULL before the first */
  sqlite3_int64 row;   /* of the query: 1, 2, ... */
  sqlite3_int64 at;    /* the period in this row: 0 ... periods - 1 */
  bool is_done;
} series_cursor;

/* Makes text the error of the table, which takes it over, and returns the code
** of an error; NULL means that there was no memory for the text. */
static int series_fail(sqlite3_vtab *table, char *text) {
  if (text == NULL) return SQLITE_NOMEM;
  sqlite3_free(table->zErrMsg);
  table->zErrMsg = text;
  return SQLITE_ERROR;
}

/* ----------------------------------------------------------------- the periods */

/* A new sweep over cursor->range, which is not empty. */
static int series_make_sweep(series_cursor *cursor) {
  const smma_allocator memory = memory_of_sqlite();
  const smma_series_range *range = &cursor->range;
  const sqlite3_int64 last = range->first + (range->periods - 1) * range->step;
  const smma_batch_config periods = {
      (size_t)range->first, (size_t)last,
      (size_t)(range->step < 0 ? -range->step : range->step)};
  smma_sweep_free(cursor->sweep);
  /* The range is possible: it can fail for want of memory alone. */
  return smma_sweep_new(&cursor->sweep, &periods, &memory) == SMMA_OK
             ? SQLITE_OK
             : SQLITE_NOMEM;
}

/* ------------------------------------------------------------ the query's rows */

static series_table *series_table_of(series_cursor *cursor) {
  return (series_table *)cursor->base.pVtab;
}

/* Returns rc, after handing the text that query.c made, if any, to the table. */
static int series_pass_on(series_cursor *cursor, int rc, char *message) {
  if (message != NULL) (void)series_fail(cursor->base.pVtab, message);
  return rc;
}

/* A change of part starts the average anew. */
static int series_take_part(series_cursor *cursor) {
  sqlite3_value *value = sqlite3_column_value(cursor->statement, 0);
  bool is_same = false;
  if (cursor->part != NULL) {
    const int rc = smma_value_compare(cursor->part, value, &is_same);
    if (rc != SQLITE_OK || is_same) return rc;
    smma_sweep_restart(cursor->sweep);
  }
  sqlite3_value_free(cursor->part);
  cursor->part = sqlite3_value_dup(value);
  return cursor->part == NULL ? SQLITE_NOMEM : SQLITE_OK;
}

static sqlite3_value *series_price(const series_cursor *cursor) {
  return sqlite3_column_value(cursor->statement, cursor->columns - 1);
}

static int series_refuse_price(series_cursor *cursor, const char *complaint) {
  char *text = sqlite3_mprintf("price in row %lld of the query of %s() %s",
                               cursor->row, series_name, complaint);
  return series_fail(
      cursor->base.pVtab,
      smma_quote_join(text, ": ", smma_quote(series_price(cursor))));
}

static int series_take_row(series_cursor *cursor) {
  cursor->row++;
  cursor->at = 0;
  if (cursor->columns == 3) {
    const int rc = series_take_part(cursor);
    if (rc != SQLITE_OK) return rc;
  }
  double price = NAN;
  if (smma_price_of(series_price(cursor), &price) == SMMA_PRICE_WRONG) {
    return series_refuse_price(cursor, smma_is_not_a_number);
  }
  return smma_sweep_push(cursor->sweep, price) == SMMA_OK
             ? SQLITE_OK
             : series_refuse_price(cursor, smma_is_not_finite);
}

static int series_next_row(series_cursor *cursor) {
  series_table *table = series_table_of(cursor);
  char *message = NULL;
  table->depth++;
  int rc = sqlite3_step(cursor->statement);
  table->depth--;
  if (rc != SQLITE_ROW && rc != SQLITE_DONE) {
    rc = smma_query_error(table->db, series_name, &message);
    return series_pass_on(cursor, rc, message);
  }
  cursor->is_done = rc == SQLITE_DONE;
  if (cursor->row == 0) {
    rc = smma_query_check_columns(cursor->statement, series_name, &message);
    if (rc != SQLITE_OK) return series_pass_on(cursor, rc, message);
    cursor->columns = sqlite3_column_count(cursor->statement);
  }
  return cursor->is_done ? SQLITE_OK : series_take_row(cursor);
}

/* ---------------------------------------------------------------- the arguments */

static void series_drop_query(series_cursor *cursor) {
  /* It returns the error of the last step again, which has been reported. */
  (void)sqlite3_finalize(cursor->statement);
  sqlite3_value_free(cursor->call.query);
  cursor->statement = NULL;
  cursor->call.query = NULL;
}

/* Prepares the query, unless it is the one that has just run. */
static int series_take_query(series_cursor *cursor, sqlite3_value *text) {
  bool is_same = false;
  if (cursor->call.query != NULL) {
    const int rc = smma_value_compare(cursor->call.query, text, &is_same);
    if (rc != SQLITE_OK) return rc;
  }
  if (is_same) {
    (void)sqlite3_reset(cursor->statement); /* as sqlite3_finalize() above */
    return SQLITE_OK;
  }
  series_drop_query(cursor);
  cursor->call.query = sqlite3_value_dup(text);
  if (cursor->call.query == NULL) return SQLITE_NOMEM;
  char *message = NULL;
  const int rc =
      smma_query_prepare(series_table_of(cursor)->db, series_name,
                         cursor->call.query, &cursor->statement, &message);
  if (rc != SQLITE_OK) series_drop_query(cursor);
  return series_pass_on(cursor, rc, message);
}

/* first_period and, where the plan has them, last_period and step. */
static int series_take_integers(series_cursor *cursor, int plan,
                                sqlite3_value ***values) {
  for (int k = 0; k < 3; k++) {
    const int32_t least = k == 2 ? 0 : 1;
    if (!(plan & (SMMA_SERIES_HAS_FIRST << k))) {
      cursor->call.integers[k] = k == 2 ? 1 : cursor->call.integers[0];
      continue;
    }
    sqlite3_value *value = *(*values)++;
    cursor->call.integers[k] = smma_integer_of(value, least);
    if (cursor->call.integers[k] < least) {
      return series_fail(cursor->base.pVtab,
                         smma_argument_text_of(series_name, 2 + k,
                                               least == 1
                                                   ? smma_is_not_a_period
                                                   : series_is_not_a_step,
                                               smma_quote(value)));
    }
  }
  return SQLITE_OK;
}

static int series_count_values(int plan) {
  int count = 0;
  while (count < SMMA_SERIES_VALUES &&
         plan & (SMMA_SERIES_HAS_VALUE << count)) {
    count++;
  }
  return count;
}

/* The values of the query's parameters, which it reads as they are. */
static int series_take_values(series_cursor *cursor, int plan,
                              sqlite3_value ***values) {
  smma_call_drop_values(&cursor->call);
  const int count = series_count_values(plan);
  char *message = NULL;
  int rc = smma_query_check_parameters(
      cursor->statement, series_name, count,
      1 + SMMA_SERIES_VALUE - SMMA_SERIES_QUERY, &message);
  if (rc != SQLITE_OK) return series_pass_on(cursor, rc, message);
  for (int k = 0; k < count; k++) {
    sqlite3_value *value = *(*values)++;
    rc = sqlite3_bind_value(cursor->statement, k + 1, value);
    if (rc != SQLITE_OK) return rc;
    cursor->call.values[k] = sqlite3_value_dup(value);
    if (cursor->call.values[k] == NULL) return SQLITE_NOMEM;
  }
  return SQLITE_OK;
}

static int series_filter(sqlite3_vtab_cursor *base, int plan, const char *text,
                         int argc, sqlite3_value **argv) {
  (void)argc;
  series_cursor *cursor = (series_cursor *)base;
  if (plan == SMMA_SERIES_REFUSED) {
    return series_fail(base->pVtab,
                       sqlite3_mprintf("%s() %s", series_name, text));
  }
  if (series_table_of(cursor)->depth >= SERIES_DEEPEST) {
    return series_fail(base->pVtab,
                       sqlite3_mprintf("%s() is nested more than %lld deep",
                                       series_name,
                                       (sqlite3_int64)SERIES_DEEPEST));
  }
  cursor->is_done = true;
  cursor->row = 0;
  cursor->call_number = -1;
  sqlite3_value_free(cursor->part);
  cursor->part = NULL;
  int rc = series_take_query(cursor, *argv++);
  if (rc == SQLITE_OK) rc = series_take_integers(cursor, plan, &argv);
  if (rc == SQLITE_OK) rc = series_take_values(cursor, plan, &argv);
  if (rc != SQLITE_OK) return rc;
  cursor->range =
      smma_series_range_of(cursor->call.integers[0], cursor->call.integers[1],
                           cursor->call.integers[2]);
  for (int bit = SMMA_SERIES_IS_EQUAL; bit < SMMA_SERIES_PLAN_END; bit *= 2) {
    if (plan & bit) smma_series_constrain(&cursor->range, bit, *argv++);
  }
  if (cursor->range.periods == 0) return SQLITE_OK;
  rc = series_make_sweep(cursor);
  return rc == SQLITE_OK ? series_next_row(cursor) : rc;
}

/* ------------------------------------------------------------------- the rows */

static int series_next(sqlite3_vtab_cursor *base) {
  series_cursor *cursor = (series_cursor *)base;
  cursor->at++;
  return cursor->at < cursor->range.periods ? SQLITE_OK
                                            : series_next_row(cursor);
}

static int series_eof(sqlite3_vtab_cursor *base) {
  return ((series_cursor *)base)->is_done;
}

static int series_column(sqlite3_vtab_cursor *base, sqlite3_context *context,
                         int column) {
  series_cursor *cursor = (series_cursor *)base;
  switch (column) {
  case SMMA_SERIES_PERIOD:
    sqlite3_result_int64(context,
                         cursor->range.first + cursor->at * cursor->range.step);
    break;
  case SMMA_SERIES_PART:
    if (cursor->columns == 3)
      sqlite3_result_value(context, sqlite3_column_value(cursor->statement, 0));
    break;
  case SMMA_SERIES_KEY:
    if (cursor->columns == 1) {
      sqlite3_result_int64(context, cursor->row);
      break;
    }
    sqlite3_result_value(
        context, sqlite3_column_value(cursor->statement, cursor->columns - 2));
    break;
  case SMMA_SERIES_PRICE:
    sqlite3_result_value(context, series_price(cursor));
    break;
  case SMMA_SERIES_SMMA: {
    const double value = smma_sweep_values(cursor->sweep)[cursor->at];
    if (value == value) sqlite3_result_double(context, value);
    break;
  }
  case SMMA_SERIES_QUERY:
    sqlite3_result_value(context, cursor->call.query);
    break;
  case SMMA_SERIES_FIRST_PERIOD:
  case SMMA_SERIES_LAST_PERIOD:
  case SMMA_SERIES_STEP:
    sqlite3_result_int64(
        context, cursor->call.integers[column - SMMA_SERIES_FIRST_PERIOD]);
    break;
  default: {
    sqlite3_value *value = cursor->call.values[column - SMMA_SERIES_VALUE];
    if (value != NULL /* untaken: what is asked for is in the plan */)
      sqlite3_result_value(context, value);
  }
  }
  return SQLITE_OK;
}

/* The number of the row among those of the whole range, so that it does not
** depend on what constraints leave out: for IN and OR SQLite may run through
** the table several times. Above it stands the number of the call: see call.h. */
static int series_rowid(sqlite3_vtab_cursor *base, sqlite3_int64 *rowid) {
  series_cursor *cursor = (series_cursor *)base;
  if (cursor->call_number < 0) {
    const int rc = smma_calls_number(&series_table_of(cursor)->calls,
                                     &cursor->call, &cursor->call_number);
    if (rc != SQLITE_OK) return rc;
  }
  if (cursor->row >= series_most_rows / cursor->range.size ||
      cursor->call_number >= series_most_calls /* untaken: a gigabyte */) {
    return series_fail(
        base->pVtab,
        sqlite3_mprintf("%s() has more rows than rowid can tell apart",
                        series_name));
  }
  *rowid = cursor->call_number * series_most_rows +
           (cursor->row - 1) * cursor->range.size + cursor->range.skipped +
           cursor->at + 1;
  return SQLITE_OK;
}

/* ------------------------------------------------------- the table, the cursors */

static int series_connect(sqlite3 *db, void *unused, int argc,
                          const char *const *argv, sqlite3_vtab **base,
                          char **message) {
  (void)unused;
  (void)argc;
  (void)argv;
  (void)message; /* SQLite has its own text for each of these failures */
  int rc = sqlite3_declare_vtab(db, smma_series_schema);
  /* SPEC 3.5. Older versions do not have this option. */
  const bool knows = sqlite3_libversion_number() >= 3031000;
  if (rc == SQLITE_OK && knows) { /* untaken: an older one does not know it */
    rc = sqlite3_vtab_config(db, SQLITE_VTAB_DIRECTONLY);
  }
  if (rc != SQLITE_OK) return rc;
  series_table *table = sqlite3_malloc64(sizeof(*table));
  if (table == NULL) return SQLITE_NOMEM;
  memset(table, 0, sizeof(*table));
  table->db = db;
  *base = &table->base;
  return SQLITE_OK;
}

static int series_disconnect(sqlite3_vtab *base) {
  sqlite3_free(base);
  return SQLITE_OK;
}

static int series_open(sqlite3_vtab *base, sqlite3_vtab_cursor **opened) {
  series_cursor *cursor = sqlite3_malloc64(sizeof(*cursor));
  if (cursor == NULL) return SQLITE_NOMEM;
  memset(cursor, 0, sizeof(*cursor));
  ((series_table *)base)->cursors++;
  *opened = &cursor->base;
  return SQLITE_OK;
}

static int series_close(sqlite3_vtab_cursor *base) {
  series_cursor *cursor = (series_cursor *)base;
  series_table *table = series_table_of(cursor);
  if (--table->cursors == 0) smma_calls_forget(&table->calls);
  series_drop_query(cursor);
  smma_call_drop_values(&cursor->call);
  sqlite3_value_free(cursor->part);
  smma_sweep_free(cursor->sweep);
  sqlite3_free(cursor);
  return SQLITE_OK;
}

/* No xCreate: the table is there without CREATE VIRTUAL TABLE. No xUpdate: it
** cannot be written to. */
const sqlite3_module smma_series_module = {
    .xConnect = series_connect,
    .xBestIndex = smma_series_plan,
    .xDisconnect = series_disconnect,
    .xOpen = series_open,
    .xClose = series_close,
    .xFilter = series_filter,
    .xNext = series_next,
    .xEof = series_eof,
    .xColumn = series_column,
    .xRowid = series_rowid,
};
