/* test_frame_memory.c - the memory of smma() and Wilder's family over window
** frames (SPEC 3.2, 3.11). */
#include "../../support/frames.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

static void frame_memory_nothing_step(sqlite3_context *context, int argc,
                                      sqlite3_value **argv) {
  (void)context;
  (void)argc;
  (void)argv;
}

static void frame_memory_nothing_value(sqlite3_context *context) {
  sqlite3_result_double(context, 0);
}

/* What a call is allowed: so many bytes a row for each average that it keeps. */
typedef struct frame_memory_call {
  const char *function;
  const char *arguments;
  size_t averages;
} frame_memory_call;

static const frame_memory_call frame_memory_calls[] = {
    {"smma", "(price, 14)", 1},
    {"rsi", "(price, 14)", 2},
    {"atr", "(price, price, price, 14)", 1},
    {"plus_di", "(price, price, price, 14)", 2},
    {"adx", "(price, price, price, 14)", 3}};
enum { FRAME_MEMORY_CALLS = 5, FRAME_MEMORY_ADX_ROWS = 8000 };

/* Those of the functions measured (ext/extension.c). */
static int frame_memory_flags(void) {
  return sqlite3_libversion_number() < 3039000 ? SQLITE_UTF8
                                               : SQLITE_UTF8 | SQLITE_SUBTYPE;
}

typedef struct frame_memory {
  sqlite3_int64 *used; /* after each row */
  sqlite3_int64 most;  /* at any time */
} frame_memory;

static void frame_memory_measure(sqlite3 *db, const char *function,
                                 const char *arguments, const char *over,
                                 size_t rows, frame_memory *memory) {
  memory->used = malloc(rows * sizeof(*memory->used));
  assert_non_null(memory->used);
  const sqlite3_int64 before = sqlite3_memory_used();
  sqlite3_memory_highwater(1);
  sqlite3_stmt *statement = database_prepare(db, "SELECT %s%s %s FROM prices",
                                             function, arguments, over);
  for (size_t row = 0; row < rows; row++) {
    assert_true(database_step(statement));
    memory->used[row] = sqlite3_memory_used() - before;
  }
  assert_false(database_step(statement));
  memory->most = sqlite3_memory_highwater(0) - before;
  sqlite3_finalize(statement);
}

/* SPEC 3.2. What SQLite itself needs for the query is what the same query needs
** with a function that does nothing, row by row. */
static void frame_memory_check_call(sqlite3 *db, const frame_memory_call *call,
                                    const char *over, size_t rows,
                                    size_t frame_rows, size_t bytes_a_row) {
  const sqlite3_int64 allowed =
      (sqlite3_int64)(call->averages * (frame_rows * bytes_a_row + 65536));
  frame_memory nothing, average;
  frame_memory_measure(db, "no_average", call->arguments, over, rows,
                       &nothing); /* fills the caches */
  free(nothing.used);
  frame_memory_measure(db, "no_average", call->arguments, over, rows, &nothing);
  frame_memory_measure(db, call->function, call->arguments, over, rows,
                       &average);
  sqlite3_int64 most = average.most - nothing.most;
  for (size_t row = 0; row < rows; row++) {
    const sqlite3_int64 used = average.used[row] - nothing.used[row];
    if (used > most) most = used;
  }
  free(nothing.used);
  free(average.used);
  if (most > allowed) {
    fail_msg("%s(): %lld bytes and not %lld for %zu rows %s", call->function,
             (long long)most, (long long)allowed, frame_rows, over);
  }
  /* The measurement works: at least the prices themselves have to show in it. */
  assert_true(most + 65536 >= (sqlite3_int64)(frame_rows * sizeof(double)));
}

static void frame_memory_check(sqlite3 *db, const char *over, size_t rows,
                               size_t frame_rows, size_t bytes_a_row) {
  for (size_t k = 0; k < FRAME_MEMORY_CALLS; k++) {
    /* adx() works through a frame that slides for each row. */
    const bool is_adx = k == FRAME_MEMORY_CALLS - 1;
    if (is_adx && bytes_a_row > 8 && rows > FRAME_MEMORY_ADX_ROWS) continue;
    frame_memory_check_call(db, &frame_memory_calls[k], over, rows, frame_rows,
                            bytes_a_row);
  }
}

static void frame_memory_fill(sqlite3 *db, size_t n) {
  double *prices = malloc(n * sizeof(*prices));
  assert_non_null(prices);
  for (size_t i = 0; i < n; i++) {
    prices[i] = 100 + (double)(i % 7);
  }
  database_fill(db, prices, n);
  free(prices);
}

static void test_memory(void **state) {
  (void)state;
  sqlite3 *db = database_open();
  assert_int_equal(sqlite3_create_window_function(
                       db, "no_average", -1, frame_memory_flags(), NULL,
                       frame_memory_nothing_step, frame_memory_nothing_value,
                       frame_memory_nothing_value, frame_memory_nothing_step,
                       NULL),
                   SQLITE_OK);
  const size_t sizes[] = {100000, 400000};
  for (size_t k = 0; k < 2; k++) {
    const size_t n = frames_scaled_rows(sizes[k], sizes[k] / 50);
    frame_memory_fill(db, n);
    frame_memory_check(db, "OVER (ORDER BY i ROWS UNBOUNDED PRECEDING)", n, n,
                       8);
    frame_memory_check(db, "OVER (ORDER BY i)", n, n, 8);
  }
  /* A result for every row, but also all rows as one frame. */
  const size_t n = frames_scaled_rows(400000, 8000);
  frame_memory_check(db, "", 1, n, 8);

  const size_t width = n / 8;
  char over[100];
  snprintf(over, sizeof(over), "OVER (ORDER BY i ROWS %zu PRECEDING)",
           width - 1);
  frame_memory_check(db, over, n, width, 40);
  snprintf(over, sizeof(over),
           "OVER (ORDER BY i ROWS BETWEEN %zu PRECEDING AND %zu FOLLOWING)",
           width / 2, width / 2 - 1);
  frame_memory_check(db, over, n, width, 40);
  frame_memory_fill(db, FRAME_MEMORY_ADX_ROWS);
  frame_memory_check(db, "OVER (ORDER BY i ROWS 3999 PRECEDING)",
                     FRAME_MEMORY_ADX_ROWS, 4000, 40);
  database_close(db);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_memory),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
