/*
** verdicts.h - SQL functions that a generated statement puts around each call:
** they hand the result on and end the program when it cannot be right.
**
**     agreed(smma(P, N) ..., frame_prices(P, N) ...)
**
** frame_prices() is an aggregate and a window function that knows nothing but
** which rows SQLite has put into the frame: the judge averages them anew.
*/
#ifndef SMMA_FUZZ_VERDICTS_H
#define SMMA_FUZZ_VERDICTS_H

#include "../../../core/smma.h"
#include "../input.h"
#include "../judge.h"
#include "database.h"

/* --------------------------------------------------------------- frame_prices() */

/* What frame_prices() returns as a blob. */
typedef struct verdict_frame {
  sqlite3_int64 period;
  sqlite3_int64 has_slid;
  double prices[]; /* NaN is missing */
} verdict_frame;

/* SQLite zeroes it before the first row. */
typedef struct verdict_rows {
  verdict_frame *frame;
  size_t from, to, capacity;
} verdict_rows;

static inline size_t verdict_frame_size(size_t rows) {
  return sizeof(verdict_frame) + rows * sizeof(double);
}

static inline bool verdict_grow(verdict_rows *rows) {
  const size_t capacity = 2 * rows->capacity + 64;
  verdict_frame *frame =
      sqlite3_realloc64(rows->frame, verdict_frame_size(capacity));
  if (frame == NULL) return false;
  if (rows->capacity == 0) frame->has_slid = 0;
  rows->frame = frame;
  rows->capacity = capacity;
  return true;
}

static inline void verdict_rows_step(sqlite3_context *context, int argc,
                                     sqlite3_value **argv) {
  verdict_rows *rows = sqlite3_aggregate_context(context, sizeof(*rows));
  if (argc < 2) return;
  if (rows == NULL || (rows->to == rows->capacity && !verdict_grow(rows))) {
    sqlite3_result_error_nomem(context);
    return;
  }
  rows->frame->period = sqlite3_value_int64(argv[1]);
  rows->frame->prices[rows->to++] = sqlite3_value_type(argv[0]) == SQLITE_NULL
                                        ? NAN
                                        : sqlite3_value_double(argv[0]);
}

static inline void verdict_rows_inverse(sqlite3_context *context, int argc,
                                        sqlite3_value **argv) {
  (void)argc;
  (void)argv;
  verdict_rows *rows = sqlite3_aggregate_context(context, 0);
  if (rows == NULL || rows->from == rows->to) return;
  rows->frame->has_slid = 1;
  rows->from++;
}

static inline void verdict_rows_value(sqlite3_context *context) {
  verdict_rows *rows = sqlite3_aggregate_context(context, 0);
  if (rows == NULL || rows->to == 0) return; /* NULL */
  verdict_frame *frame = rows->frame;
  const size_t n = rows->to - rows->from;
  memmove(frame->prices, frame->prices + rows->from, n * sizeof(double));
  rows->from = 0;
  rows->to = n;
  sqlite3_result_blob(context, frame, (int)verdict_frame_size(n),
                      SQLITE_TRANSIENT);
}

static inline void verdict_rows_final(sqlite3_context *context) {
  verdict_rows_value(context);
  verdict_rows *rows = sqlite3_aggregate_context(context, 0);
  if (rows == NULL) return;
  sqlite3_free(rows->frame);
  rows->frame = NULL;
}

/* ------------------------------------------------------------------- the frames */

/* The frame in the second argument, without rows where there is none. */
typedef struct verdict_prices {
  const double *prices;
  size_t n;
  size_t period; /* 0: nothing is known of the rows */
  bool has_slid;
} verdict_prices;

static inline verdict_prices verdict_prices_of(int argc, sqlite3_value **argv) {
  verdict_prices found = {0};
  if (argc < 2 || sqlite3_value_type(argv[1]) != SQLITE_BLOB) return found;
  const verdict_frame *frame = sqlite3_value_blob(argv[1]);
  if (frame == NULL) return found;
  const size_t bytes = (size_t)sqlite3_value_bytes(argv[1]);
  found.prices = frame->prices;
  found.n = (bytes - verdict_frame_size(0)) / sizeof(double);
  found.period = (size_t)frame->period;
  found.has_slid = frame->has_slid;
  return found;
}

/* SPEC 2.3 of the result; the bits of a stream where no row has left (2.1). */
static inline void verdict_check_average(const verdict_prices *frame,
                                         double result) {
  judge j = judge_start(frame->period);
  smma_stream stream;
  smma_stream_init(&stream, frame->period);
  for (size_t i = 0; i < frame->n; i++) {
    judge_push(&j, frame->prices[i]);
    if (!frame->has_slid) smma_stream_push(&stream, frame->prices[i]);
  }
  database_require(judge_has_value(&j) == !isnan(result),
                   "an average too early, or none");
  if (!frame->has_slid) {
    database_require(judge_same_bits(result, smma_stream_value(&stream)),
                     "other bits than a stream's");
  }
  if (isnan(result) || j.smallest < judge_least_price ||
      j.largest > input_safe_price(frame->period)) {
    return;
  }
  database_require(judge_most_error(&j, result) <= 8 ||
                       judge_exact_error(&j, frame->prices, frame->n, result) <=
                           8,
                   "accuracy of a frame");
}

/* ----------------------------------------------------------------- the verdicts */

/* A REAL that is finite, or NaN for NULL. */
static inline double verdict_real(sqlite3_value *value) {
  const int type = sqlite3_value_type(value);
  if (type == SQLITE_NULL) return NAN;
  database_require(type == SQLITE_FLOAT, "neither a REAL nor NULL");
  const double real = sqlite3_value_double(value);
  database_require(isfinite(real), "not finite");
  return real;
}

static inline void verdict_finite(sqlite3_context *context, int argc,
                                  sqlite3_value **argv) {
  (void)argc;
  verdict_real(argv[0]);
  sqlite3_result_value(context, argv[0]);
}

static inline void verdict_agreed(sqlite3_context *context, int argc,
                                  sqlite3_value **argv) {
  const double average = verdict_real(argv[0]);
  const verdict_prices frame = verdict_prices_of(argc, argv);
  if (frame.period > 0) verdict_check_average(&frame, average);
  sqlite3_result_value(context, argv[0]);
}

/* An array has the bits of smma_into(): NaN before the first average only. */
static inline void verdict_averages(sqlite3_context *context, int argc,
                                    sqlite3_value **argv) {
  database_require(sqlite3_value_type(argv[0]) == SQLITE_BLOB, "not an array");
  const size_t bytes = (size_t)sqlite3_value_bytes(argv[0]);
  const unsigned char *array = sqlite3_value_blob(argv[0]);
  const verdict_prices frame = verdict_prices_of(argc, argv);
  double *expected = NULL;
  database_require(bytes % sizeof(double) == 0, "length of an array");
  if (frame.period > 0) {
    database_require(bytes == frame.n * sizeof(double), "length of an array");
    database_require(smma(frame.prices, frame.n, frame.period, &expected) ==
                         SMMA_OK,
                     "an array where there is none");
  }
  bool has_begun = false;
  for (size_t i = 0; array != NULL && i < bytes / sizeof(double); i++) {
    double average;
    memcpy(&average, array + i * sizeof(double), sizeof(average));
    database_require(!isinf(average), "infinite in an array");
    database_require(!(has_begun && isnan(average)), "NaN in an array");
    database_require(expected == NULL || judge_same_bits(average, expected[i]),
                     "other bits than an array's");
    has_begun = !isnan(average);
  }
  smma_free(expected);
  sqlite3_result_value(context, argv[0]);
}

/* A state can be loaded, and has the bytes of a stream of the same prices. */
static inline void verdict_state(sqlite3_context *context, int argc,
                                 sqlite3_value **argv) {
  sqlite3_result_value(context, argv[0]);
  if (sqlite3_value_type(argv[0]) == SQLITE_NULL) return;
  database_require(sqlite3_value_type(argv[0]) == SQLITE_BLOB, "not a state");
  const size_t bytes = (size_t)sqlite3_value_bytes(argv[0]);
  const unsigned char *state = sqlite3_value_blob(argv[0]);
  smma_stream stream;
  database_require(smma_stream_load(&stream, state, bytes) == SMMA_OK,
                   "a state that cannot be loaded");
  database_require(!isinf(smma_stream_value(&stream)), "an infinite state");
  const verdict_prices frame = verdict_prices_of(argc, argv);
  if (frame.period == 0) return;
  unsigned char expected[SMMA_STATE_SIZE];
  smma_stream_init(&stream, frame.period);
  for (size_t i = 0; i < frame.n; i++) {
    smma_stream_push(&stream, frame.prices[i]);
  }
  smma_stream_save(&stream, expected);
  database_require(memcmp(state, expected, sizeof(expected)) == 0,
                   "other bytes than a stream's");
}

static inline void verdict_register(sqlite3 *db) {
  static const struct {
    const char *name;
    void (*scalar)(sqlite3_context *, int, sqlite3_value **);
  } verdicts[] = {{"finite", verdict_finite},
                  {"agreed", verdict_agreed},
                  {"averages", verdict_averages},
                  {"state", verdict_state}};
  const int flags = SQLITE_UTF8 | SQLITE_DETERMINISTIC;
  for (size_t i = 0; i < sizeof(verdicts) / sizeof(verdicts[0]); i++) {
    for (int arguments = 1; arguments <= 2; arguments++) {
      database_need(db, sqlite3_create_function_v2(
                            db, verdicts[i].name, arguments, flags, NULL,
                            verdicts[i].scalar, NULL, NULL, NULL));
    }
  }
  database_need(db, sqlite3_create_window_function(
                        db, "frame_prices", -1, flags, NULL, verdict_rows_step,
                        verdict_rows_final, verdict_rows_value,
                        verdict_rows_inverse, NULL));
}

#endif
