/*
** oracle.h - the average once more, in 128-bit floating point and by the
** definition of SPEC 1.1 alone: 113 bits, so its own error does not count.
*/
#ifndef SMMA_TEST_ORACLE_H
#define SMMA_TEST_ORACLE_H

#include <math.h>
#include <stddef.h>
#include <stdint.h>

#if defined(__SIZEOF_FLOAT128__)
typedef __float128 oracle_number;
#else
#include <float.h>
_Static_assert(LDBL_MANT_DIG >= 113, "the oracle needs 128-bit floats");
typedef long double oracle_number;
#endif

typedef struct oracle {
  uint64_t period;
  uint64_t count;
  oracle_number sum;   /* of the first period prices */
  oracle_number value; /* once count >= period */
  double largest;      /* max|price| so far */
} oracle;

static inline oracle oracle_start(uint64_t period) {
  const oracle start = {period, 0, 0, 0, 0};
  return start;
}

static inline void oracle_push(oracle *o, double price) {
  if (isnan(price)) return;
  o->count++;
  if (fabs(price) > o->largest) o->largest = fabs(price);
  if (o->count <= o->period) {
    o->sum += price;
    if (o->count == o->period) o->value = o->sum / (oracle_number)o->period;
  } else {
    o->value += ((oracle_number)price - o->value) / (oracle_number)o->period;
  }
}

static inline int oracle_has_value(const oracle *o) {
  return o->count >= o->period;
}

/* |result - exact| in units of DBL_EPSILON * max|price|. */
static inline double oracle_error(const oracle *o, double result) {
  oracle_number error = (oracle_number)result - o->value;
  if (error < 0) error = -error;
  if (error == 0) return 0;
  return (double)(error / (oracle_number)o->largest * 0x1p52);
}

#endif
