/*
** test_slides.c - smma() over long frames that slide, held against the oracle
** (SPEC 2.3).
*/
#include "../../support/frames.h"

#include <stdbool.h>
#include <stdlib.h>

static random_source slides_random;

/* Prices near 1, some of them missing. */
static double *slides_make_series(size_t n, double missing) {
  double *prices = malloc(n * sizeof(double));
  assert_non_null(prices);
  for (size_t i = 0; i < n; i++) {
    prices[i] = random_chance(&slides_random, missing)
                    ? NAN
                    : 1 + (random_unit(&slides_random) - 0.5) / 8;
  }
  return prices;
}

typedef struct slides_frame {
  size_t before; /* rows before the current one in the frame */
  size_t after;
  int period;
} slides_frame;

static void slides_check_row(const slides_frame *slide, const double *prices,
                             size_t n, size_t row, double result) {
  const size_t from = row < slide->before ? 0 : row - slide->before;
  const size_t until = row + slide->after < n ? row + slide->after + 1 : n;
  oracle exact;
  const char *complaint = frames_complaint(prices + from, until - from,
                                           slide->period, result, &exact);
  if (complaint == NULL) return;
  fail_msg("row %zu of %zu, frame of %zu + 1 + %zu, period %d: %s\n"
           "found %a, exact %a, error %g eps",
           row, n, slide->before, slide->after, slide->period, complaint,
           result, (double)exact.value, oracle_error(&exact, result));
}

static sqlite3_stmt *slides_prepare(sqlite3 *db, const slides_frame *slide) {
  return database_prepare(
      db,
      "SELECT smma(price, %d) OVER (ORDER BY i ROWS BETWEEN %d PRECEDING AND "
      "%d FOLLOWING) FROM prices",
      slide->period, (int)slide->before, (int)slide->after);
}

/* Where a spike is in the frame, and a little longer, every row is looked at. */
static bool slides_is_near_spike(const slides_frame *slide,
                                 const size_t *spikes, size_t count,
                                 size_t row) {
  enum { MARGIN = 12 };
  for (size_t k = 0; k < count; k++) {
    const size_t enters =
        spikes[k] > slide->after ? spikes[k] - slide->after : 0;
    const size_t leaves = spikes[k] + slide->before;
    if (row + MARGIN > enters && row < enters + MARGIN) return true;
    if (row + MARGIN > leaves && row < leaves + MARGIN) return true;
  }
  return false;
}

/* SPEC 2.3: a huge price that has left the frame leaves nothing behind. */
static void slides_check_spikes(size_t width, double missing) {
  const size_t n = frames_scaled_rows(20000, 3 * width);
  double *prices = slides_make_series(n, missing);
  const size_t spikes[] = {0, n / 5, n / 5 + 1, n / 3, n / 2, 2 * n / 3};
  const size_t count = sizeof(spikes) / sizeof(spikes[0]);
  for (size_t k = 0; k < count; k++) {
    prices[spikes[k]] = k % 2 == 0 ? 1e300 : -1e15;
  }
  prices[spikes[2]] = -1e300; /* next to a -1e15 */
  sqlite3 *db = database_open();
  database_fill(db, prices, n);
  const int periods[] = {1, 2, 14, (int)(width / 2), (int)width};
  for (size_t k = 0; k < sizeof(periods) / sizeof(periods[0]); k++) {
    const size_t after = k % 2 == 0 ? 0 : width / 3;
    const slides_frame slide = {width - 1 - after, after, periods[k]};
    const size_t stride = width / 20;
    sqlite3_stmt *statement = slides_prepare(db, &slide);
    for (size_t row = 0; row < n; row++) {
      assert_true(database_step(statement));
      if (row % stride != 0 &&
          !slides_is_near_spike(&slide, spikes, count, row)) {
        continue;
      }
      slides_check_row(&slide, prices, n, row, frames_number(statement, 0));
    }
    assert_false(database_step(statement));
    sqlite3_finalize(statement);
  }
  database_close(db);
  free(prices);
}

static void test_spikes_leave_nothing(void **state) {
  (void)state;
  slides_check_spikes(20, 0);
  slides_check_spikes(20, 0.2);
  slides_check_spikes(2000, 0);
  slides_check_spikes(2000, 0.05);
}

/* SPEC 2.3: after any number of slides. */
static void test_many_slides(void **state) {
  (void)state;
  const size_t n = frames_scaled_rows(1000000, 4000);
  double *prices = slides_make_series(n, 0.01);
  sqlite3 *db = database_open();
  database_fill(db, prices, n);
  const slides_frame slide = {49, 0, 14};
  sqlite3_stmt *statement = slides_prepare(db, &slide);
  for (size_t row = 0; row < n; row++) {
    assert_true(database_step(statement));
    if (row % 1000 != 999 && row < n - 10) continue;
    slides_check_row(&slide, prices, n, row, frames_number(statement, 0));
  }
  sqlite3_finalize(statement);
  database_close(db);
  free(prices);
}

int main(void) {
  slides_random = random_start("test_slides");
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_spikes_leave_nothing),
      cmocka_unit_test(test_many_slides),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
