/* plan.c - see plan.h. */
#include "plan.h"

#include <stddef.h>

/* Where HIDDEN is the only type SQLite takes it for one, and texts in an IN list
** become numbers where they can; with BLOB they stay. */
const char smma_series_schema[] =
    "CREATE TABLE x(period INTEGER, part, key, price, smma REAL, "
    "query HIDDEN, first_period INTEGER HIDDEN, last_period INTEGER HIDDEN, "
    "step INTEGER HIDDEN, "
    "value1 BLOB HIDDEN, value2 BLOB HIDDEN, value3 BLOB HIDDEN, "
    "value4 BLOB HIDDEN, value5 BLOB HIDDEN, value6 BLOB HIDDEN, "
    "value7 BLOB HIDDEN, value8 BLOB HIDDEN)";

/* The bits of a plan in words. */
static const char plan_words[][13] = {
    "query",    " period",  " last_period", " step",    " value1",  " value2",
    " value3",  " value4",  " value5",      " value6",  " value7",  " value8",
    " period=", " period>", " period>=",    " period<", " period<="};

/* What the planner is told about a query whose rows nobody has counted. */
enum { PLAN_ROWS = 10000, PLAN_PERIODS = 100, PLAN_ROW_COST = 10 };
/* Of two plans that are refused the one is chosen whose error says more. */
static const double plan_incomplete_cost = 1e90;
static const double plan_refused_cost = 1e99;

/* ------------------------------------------------------------------ the plan */

/* Of the bits from SMMA_SERIES_IS_EQUAL on. */
static const unsigned char plan_operators[] = {
    SQLITE_INDEX_CONSTRAINT_EQ, SQLITE_INDEX_CONSTRAINT_GT,
    SQLITE_INDEX_CONSTRAINT_GE, SQLITE_INDEX_CONSTRAINT_LT,
    SQLITE_INDEX_CONSTRAINT_LE};

/* The bit of a constraint, 0 when it is of no use. */
static int plan_bit(const struct sqlite3_index_constraint *constraint) {
  const int column = constraint->iColumn;
  const int relation = constraint->op == SQLITE_INDEX_CONSTRAINT_IS ||
                               constraint->op == SQLITE_INDEX_CONSTRAINT_ISNULL
                           ? SQLITE_INDEX_CONSTRAINT_EQ
                           : constraint->op;
  if (column >= SMMA_SERIES_QUERY) {
    return relation == SQLITE_INDEX_CONSTRAINT_EQ
               ? SMMA_SERIES_HAS_QUERY << (column - SMMA_SERIES_QUERY)
               : 0;
  }
  if (column != SMMA_SERIES_PERIOD) return 0;
  for (size_t k = 0; k < sizeof(plan_operators); k++) {
    if (relation == plan_operators[k]) return SMMA_SERIES_IS_EQUAL << k;
  }
  return 0;
}

/* The arguments that a plan has to have: a query and a period; those that are
** there and only for another order of the tables; value1, where there is value2;
** and those that the statement names anywhere. SQLite does not show a condition
** that is part of an OR. Where several calls are joined by OR, it also considers
** to run the table once, with the arguments that they have in common, and to
** compare the others in each row, of which none would be right (SPEC 3.6). */
static int plan_needs(const sqlite3_index_info *info, int plan, int unusable) {
  int needed =
      SMMA_SERIES_NEEDED | unusable | (int)(info->colUsed >> SMMA_SERIES_QUERY);
  for (int bit = SMMA_SERIES_IS_EQUAL / 2; bit > SMMA_SERIES_HAS_VALUE;
       bit /= 2) {
    if ((plan | needed) & bit) needed |= bit / 2;
  }
  return needed & (SMMA_SERIES_IS_EQUAL - 1);
}

/* The bits of a plan in words: "query period last_period; period>= period<=". */
static char *plan_text(const char *before, int plan) {
  char text[sizeof(plan_words)];
  size_t n = 0;
  for (int k = 0, bit = 1; bit < SMMA_SERIES_PLAN_END; k++, bit *= 2) {
    if (!(plan & bit)) continue;
    if (bit >= SMMA_SERIES_IS_EQUAL &&
        (plan & (bit - 1)) < SMMA_SERIES_IS_EQUAL) {
      text[n++] = ';';
    }
    for (const char *c = plan_words[k]; *c != 0; c++) {
      text[n++] = *c;
    }
  }
  text[n] = 0;
  return sqlite3_mprintf("%s%s", before, text);
}

/* Whether the rows come in the order that is asked for. They come in that of
** rowid; where there is only one period, in that of the periods too. */
static bool plan_is_in_order(const sqlite3_index_info *info,
                             bool is_one_period) {
  for (int i = 0; i < info->nOrderBy; i++) {
    const struct sqlite3_index_orderby *order = &info->aOrderBy[i];
    if (order->iColumn == SMMA_SERIES_PERIOD && is_one_period) continue;
    return order->iColumn == -1 && !order->desc;
  }
  return true;
}

int smma_series_plan(sqlite3_vtab *unused, sqlite3_index_info *info) {
  (void)unused;
  int plan = 0;
  int unusable = 0;
  int values = 0;
  for (int bit = 1; bit < SMMA_SERIES_PLAN_END; bit *= 2) {
    for (int i = 0; i < info->nConstraint && !(plan & bit); i++) {
      if (plan_bit(&info->aConstraint[i]) != bit) continue;
      if (!info->aConstraint[i].usable) {
        unusable |= bit;
        continue;
      }
      plan |= bit;
      info->aConstraintUsage[i].argvIndex = ++values;
      /* SQLite checks the constraints on period again in every row: it knows
      ** best how a period compares to a value that is not a number. */
      info->aConstraintUsage[i].omit = bit < SMMA_SERIES_IS_EQUAL;
    }
  }
  /* A plan without one of them must not be chosen. (SQLITE_CONSTRAINT says the
  ** same, but fails the statement before SQLite 3.26.) */
  const int missing = plan_needs(info, plan, unusable) & ~plan;
  const bool is_one_period =
      !(plan & SMMA_SERIES_HAS_LAST) || (plan & SMMA_SERIES_IS_EQUAL);
  const int rows = PLAN_ROWS * (is_one_period ? 1 : PLAN_PERIODS);
  info->estimatedRows = rows;
  info->estimatedCost = missing == 0 ? PLAN_ROWS * PLAN_ROW_COST + rows
                        : missing & SMMA_SERIES_NEEDED ? plan_refused_cost
                                                       : plan_incomplete_cost;
  info->orderByConsumed = plan_is_in_order(info, is_one_period);
  info->idxNum = missing == 0 ? plan : SMMA_SERIES_REFUSED;
  /* For EXPLAIN QUERY PLAN or, after its name, what xFilter has to say. */
  info->idxStr = missing == 0 ? plan_text("", plan)
                 : missing & SMMA_SERIES_NEEDED
                     ? plan_text("needs a query and a period", 0)
                     : plan_text("needs", missing & -missing);
  info->needToFreeIdxStr = 1;
  return info->idxStr == NULL ? SQLITE_NOMEM : SQLITE_OK;
}

/* ----------------------------------------------------------------- the periods */

smma_series_range smma_series_range_of(int32_t first, int32_t last,
                                       int32_t step) {
  const sqlite3_int64 distance = (sqlite3_int64)last - first;
  smma_series_range range = {first, step, 1, 1, 0};
  if (step == 0) return range;
  if (distance < 0) range.step = -range.step;
  range.size = distance / range.step + 1;
  range.periods = range.size;
  return range;
}

/* Takes out of the range what is below low or above high. */
static void plan_narrow(smma_series_range *range, sqlite3_int64 low,
                        sqlite3_int64 high) {
  const bool descends = range->step < 0;
  const sqlite3_int64 first = range->first;
  const sqlite3_int64 size = descends ? -range->step : range->step;
  const sqlite3_int64 divisor = size == 0 ? 1 : size;
  /* How far it is from the first period to where the bounds begin and end. */
  const sqlite3_int64 begin = descends ? first - high : low - first;
  const sqlite3_int64 end = descends ? first - low : high - first;
  const sqlite3_int64 before = begin > 0 ? (begin + divisor - 1) / divisor : 0;
  const sqlite3_int64 after = end < 0 ? 0 : end / divisor + 1;
  if (range->periods > after) range->periods = after;
  range->periods = range->periods > before ? range->periods - before : 0;
  range->first += before * range->step;
  range->skipped += before;
}

void smma_series_constrain(smma_series_range *range, int constraint,
                           sqlite3_value *value) {
  const int type = sqlite3_value_numeric_type(value);
  const bool bounds_above =
      constraint == SMMA_SERIES_IS_LESS || constraint == SMMA_SERIES_IS_AT_MOST;
  /* SQLite sorts text and blobs above all numbers. */
  const bool is_above = type == SQLITE_TEXT || type == SQLITE_BLOB;
  if (is_above && bounds_above) return;
  if (is_above || type == SQLITE_NULL) {
    range->periods = 0;
    return;
  }
  const double end = 2147483648.0; /* above all periods, as 0 is below */
  double limit = sqlite3_value_double(value);
  if (limit < 0) limit = 0;
  if (limit > end) limit = end;
  const sqlite3_int64 floor = (sqlite3_int64)limit;
  const sqlite3_int64 ceiling = floor + ((double)floor < limit);
  switch (constraint) {
  case SMMA_SERIES_IS_GREATER:
    plan_narrow(range, floor + 1, INT32_MAX);
    break;
  case SMMA_SERIES_IS_AT_LEAST:
    plan_narrow(range, ceiling, INT32_MAX);
    break;
  case SMMA_SERIES_IS_LESS:
    plan_narrow(range, 0, ceiling - 1);
    break;
  case SMMA_SERIES_IS_AT_MOST:
    plan_narrow(range, 0, floor);
    break;
  default: /* SMMA_SERIES_IS_EQUAL */
    plan_narrow(range, ceiling, floor);
  }
}
