/*
** exact.h - sums and products without rounding error, as unevaluated pairs of
** doubles high + low with |low| <= ulp(high) / 2. The sum of two numbers is
** there for any number of lanes, the rest for one.
**
** two_sum is Knuth's (TAOCP 2, 4.2.2), quick_two_sum and the product of halves
** are Dekker's ("A floating-point technique for extending the available
** precision", 1971). The halves are split by a bit mask,
** because Veltkamp's multiplication by 2^27 + 1 would overflow for large prices.
*/
#ifndef SMMA_EXACT_H
#define SMMA_EXACT_H

#include "lanes.h"

#include <stdint.h>
#include <string.h>

typedef struct exact_lanes {
  lanes high;
  lanes low;
} exact_lanes;

/* a + b, exactly, in every lane. */
LANES_INLINE exact_lanes exact_two_sum(lanes a, lanes b) {
  const lanes sum = a + b;
  const lanes b_rounded = sum - a;
  const lanes a_rounded = sum - b_rounded;
  const exact_lanes result = {sum, (a - a_rounded) + (b - b_rounded)};
  return result;
}

#if LANES == 1

typedef exact_lanes exact_double;

/* a + b, exactly, where |a| >= |b| or a is 0. */
static inline exact_double exact_quick_two_sum(double a, double b) {
  const double sum = a + b;
  const exact_double result = {sum, b - (sum - a)};
  return result;
}

/* The upper 26 bits of a's significand. */
static inline double exact_upper_half(double a) {
  uint64_t bits;
  memcpy(&bits, &a, sizeof(bits));
  bits &= UINT64_C(0xfffffffff8000000);
  memcpy(&a, &bits, sizeof(a));
  return a;
}

/* a * b, to within 2^-106 of it. */
static inline exact_double exact_product(double a, double b) {
  const double a_upper = exact_upper_half(a), a_lower = a - a_upper;
  const double b_upper = exact_upper_half(b), b_lower = b - b_upper;
  const double product = a * b;
  const double error = (((a_upper * b_upper - product) + a_upper * b_lower) +
                        a_lower * b_upper) +
                       a_lower * b_lower;
  const exact_double result = {product, error};
  return result;
}

/* a + b to about 2^-104 of |a| + |b|. */
static inline exact_double exact_add(exact_double a, exact_double b) {
  const exact_double sum = exact_two_sum(a.high, b.high);
  return exact_quick_two_sum(sum.high, sum.low + (a.low + b.low));
}

/* a * b to about 2^-102 of it. */
static inline exact_double exact_multiply(exact_double a, exact_double b) {
  const exact_double product = exact_product(a.high, b.high);
  return exact_quick_two_sum(product.high,
                             product.low + (a.high * b.low + a.low * b.high));
}
static inline exact_double exact_multiply_double(exact_double a, double b) {
  const exact_double product = exact_product(a.high, b);
  return exact_quick_two_sum(product.high, product.low + a.low * b);
}

/* a / divisor to about 2^-104 of it. */
static inline exact_double exact_divide(exact_double a, double divisor) {
  const double quotient = a.high / divisor;
  const exact_double back = exact_product(quotient, divisor);
  const double rest = ((a.high - back.high) - back.low) + a.low;
  return exact_quick_two_sum(quotient, rest / divisor);
}

#endif
#endif
