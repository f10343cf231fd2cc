/*
** frames.h - what tests of window frames share.
*/
#ifndef SMMA_TEST_FRAMES_H
#define SMMA_TEST_FRAMES_H

#include "database.h"
#include "oracle.h"
#include "random.h"

#include <math.h>

/* SPEC 2.3, in units of DBL_EPSILON * max|frame prices|. */
static const double frames_most_error = 8;

static inline double frames_number(const sqlite3_stmt *row, int column) {
  sqlite3_stmt *statement = (sqlite3_stmt *)row;
  return sqlite3_column_type(statement, column) == SQLITE_NULL
             ? NAN
             : sqlite3_column_double(statement, column);
}

/* What is wrong with result as the average of the n prices, or NULL. */
static inline const char *frames_complaint(const double *prices, size_t n,
                                           int period, double result,
                                           oracle *exact) {
  *exact = oracle_start((uint64_t)period);
  for (size_t i = 0; i < n; i++) {
    oracle_push(exact, prices[i]);
  }
  if (!oracle_has_value(exact)) {
    return isnan(result) ? NULL : "a value and not NULL";
  }
  if (isnan(result)) return "NULL and not a value";
  if (!isfinite(result)) return "an infinite value";
  if (!(oracle_error(exact, result) <= frames_most_error)) {
    return "not accurate";
  }
  return NULL;
}

/* At most this many, and fewer when SMMA_TEST_ROUNDS says so. */
static inline size_t frames_scaled_rows(size_t rows, size_t fewest) {
  const size_t scaled = random_rounds(rows);
  return scaled < fewest ? fewest : scaled > rows ? rows : scaled;
}

#endif
