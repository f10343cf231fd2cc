/*
** check.h - cmocka, and comparisons of doubles that say where they failed.
*/
#ifndef SMMA_TEST_CHECK_H
#define SMMA_TEST_CHECK_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <string.h>

/* The same bits; any NaN is the same as any other. */
static inline int check_same_bits(double a, double b) {
  return (isnan(a) && isnan(b)) || memcmp(&a, &b, sizeof(a)) == 0;
}

/* Fails, with the place and both values, where two arrays differ in a bit. */
static inline void check_same_arrays(const double *got, const double *expected,
                                     size_t n, const char *what,
                                     size_t period) {
  for (size_t i = 0; i < n; i++) {
    if (!check_same_bits(got[i], expected[i])) {
      fail_msg("%s: period %zu, %zu prices, position %zu: %a, expected %a",
               what, period, n, i, got[i], expected[i]);
    }
  }
}

/* For the figures of others: absolute plus relative tolerance. */
static inline void check_near(double got, double expected, double tolerance,
                              const char *what) {
  if (!(fabs(got - expected) <= tolerance * (1 + fabs(expected)))) {
    fail_msg("%s: %.17g, expected %.17g", what, got, expected);
  }
}

#endif
