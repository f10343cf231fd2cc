/*
** states.h - states of smma_state() as tests bind, read and make them.
*/
#ifndef SMMA_TEST_STATES_H
#define SMMA_TEST_STATES_H

#include "../../core/smma.h"
#include "database.h"

#include <math.h>

static inline void state_bind(sqlite3_stmt *query, const unsigned char *saved,
                              size_t size) {
  assert_int_equal(
      sqlite3_bind_blob(query, 1, saved, (int)size, SQLITE_TRANSIENT),
      SQLITE_OK);
}

/* The average of the only row, NaN for NULL. */
static inline double state_real(sqlite3_stmt *query) {
  assert_true(database_step(query));
  const int type = sqlite3_column_type(query, 0);
  assert_true(type == SQLITE_NULL || type == SQLITE_FLOAT);
  const double value =
      type == SQLITE_NULL ? NAN : sqlite3_column_double(query, 0);
  assert_false(database_step(query));
  sqlite3_reset(query);
  return value;
}

/* The state of the prices so far, by the core. */
static inline void state_save(const smma_stream *stream, unsigned char *saved) {
  assert_int_equal(smma_stream_save(stream, saved), SMMA_OK);
}

#endif
