/*
** judge.h - is a result right? What all fuzz targets ask, and how they say no.
**
** The 128-bit oracle is the judge, but at 0.2 microseconds a price it is slower
** than all else together. So a long double goes first. Its own error is bounded;
** only a result that it cannot clear for certain goes to the oracle.
*/
#ifndef SMMA_FUZZ_JUDGE_H
#define SMMA_FUZZ_JUDGE_H

#include "../support/oracle.h"

#include <float.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Prices of which results are promised (smma.h): 0, or this at least. */
static const double judge_least_price = 1e-280;

typedef struct judge {
  uint64_t period;
  uint64_t count;
  long double alpha, rest; /* 1 / period, 1 - 1 / period */
  long double sum;         /* of the first period prices */
  long double value;
  double largest;  /* max|price| */
  double smallest; /* min|price| of those that are not 0; infinite: all are */
  double first;
  int is_constant;
  oracle exact; /* has seen the first exact_rows prices */
  size_t exact_rows;
} judge;

/* Says what was found where, and ends the program: the fuzzer keeps the input.
*/
static inline void judge_complain(const char *what, size_t period,
                                  size_t position, size_t n, double got,
                                  double expected) {
  fprintf(stderr,
          "FINDING: %s: period %zu, position %zu of %zu: got %a, expected %a\n",
          what, period, position, n, got, expected);
  abort();
}

/* For what has no position and no numbers. */
static inline void judge_require(int is_right, const char *what,
                                 size_t period) {
  if (is_right) return;
  fprintf(stderr, "FINDING: %s: period %zu\n", what, period);
  abort();
}

/* The same bits; any NaN is the same as any other. */
static inline int judge_same_bits(double a, double b) {
  return memcmp(&a, &b, sizeof(a)) == 0 || (isnan(a) && isnan(b));
}

static inline void judge_same_arrays(const char *what, size_t period,
                                     const double *got, const double *expected,
                                     size_t n) {
  if (memcmp(got, expected, n * sizeof(*got)) == 0) return;
  for (size_t i = 0; i < n; i++) {
    if (judge_same_bits(got[i], expected[i])) continue;
    judge_complain(what, period, i, n, got[i], expected[i]);
  }
}

static inline judge judge_start(size_t period) {
  const long double alpha = 1.0L / (long double)period;
  const judge start = {.period = period,
                       .alpha = alpha,
                       .rest = 1.0L - alpha,
                       .smallest = INFINITY,
                       .is_constant = 1,
                       .exact = oracle_start(period)};
  return start;
}

static inline void judge_push(judge *j, double price) {
  if (isnan(price)) return;
  const double size = fabs(price);
  if (j->count == 0) j->first = price;
  j->is_constant &= price == j->first;
  if (size > j->largest) j->largest = size;
  if (size < j->smallest && size > 0) j->smallest = size;
  j->count++;
  if (j->count > j->period) {
    j->value = j->rest * j->value + j->alpha * price;
  } else {
    j->sum += price;
    if (j->count == j->period) j->value = j->sum * j->alpha;
  }
}

static inline int judge_has_value(const judge *j) {
  return j->count >= j->period;
}

/* The error of result in DBL_EPSILON * max|price|, rounded up. What the value
** here is itself off by: each price adds at most 1.5 * LDBL_EPSILON * max|price|
** (rest, two products and a sum), and that fades by 1 - 1/period a price, so all
** together at most period times as much; the seed's part is smaller. */
static inline double judge_most_error(const judge *j, double result) {
  const long double error = fabsl((long double)result - j->value);
  if (error == 0 && j->largest == 0) return 0;
  const long double own =
      (1.5L * (long double)j->period + 16) * (LDBL_EPSILON / DBL_EPSILON);
  return (double)(error / j->largest / DBL_EPSILON + own);
}

/* The same from the oracle, exactly. prices are the n that j has seen. */
static inline double judge_exact_error(judge *j, const double *prices, size_t n,
                                       double result) {
  for (; j->exact_rows < n; j->exact_rows++) {
    oracle_push(&j->exact, prices[j->exact_rows]);
  }
  return oracle_error(&j->exact, result);
}

/* Ends the program unless result is the average of the n prices that j has
** seen, to within limit * DBL_EPSILON * max|price|. */
static inline void judge_accuracy(const char *what, judge *j,
                                  const double *prices, size_t n, double result,
                                  double limit) {
  if (judge_most_error(j, result) <= limit) return;
  const double error = judge_exact_error(j, prices, n, result);
  if (error <= limit) return;
  fprintf(stderr, "error %.3f, at most %.0f\n", error, limit);
  judge_complain(what, (size_t)j->period, n - 1, n, result,
                 (double)j->exact.value);
}

#endif
