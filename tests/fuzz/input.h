/*
** input.h - what the bytes of a fuzzer mean: periods and prices.
**
** The coding is meant for mutation. Every byte string means something; a price
** series is a list of operations of one byte, some with more bytes behind, each
** of which appends one or more prices. So a byte changed, put in or left out
** makes a series that is like the one before. What is hard on an average (gaps,
** flips, steps, the ends of the number range) costs one byte or two.
**
** Prices are read from the front and whatever else a target needs from the
** back, so that neither moves the other.
*/
#ifndef SMMA_FUZZ_INPUT_H
#define SMMA_FUZZ_INPUT_H

#include <float.h>
#include <math.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

typedef struct input {
  const uint8_t *at;
  size_t left;
} input;

/* The upper four bits of an operation; the lower four are its argument a. */
typedef enum input_operation {
  INPUT_MOVE,    /* the level moves by (a - 7) / 256 of the scale */
  INPUT_REPEAT,  /* the last price, a + 1 times */
  INPUT_GAP,     /* a % 8 + 1 missing prices, -NaN from a = 8 on */
  INPUT_FLIP,    /* a + 1 prices, each the last with the other sign */
  INPUT_LEVEL,   /* + byte: a step to (a - 7 + byte / 256) of the scale */
  INPUT_SCALE,   /* + byte: another scale: input_scale() */
  INPUT_EXACT,   /* + 8 bytes: this very double */
  INPUT_SPECIAL, /* input_special[a] */
  INPUT_WALK,    /* + byte: a random walk of 4 * (a + 1) prices */
  INPUT_NOISE,   /* + byte: 4 * (a + 1) prices anywhere in +- the scale */
  INPUT_SPIKE,   /* one price of 2^(16 * (a - 7)) times the last */
  INPUT_COPY,    /* the last a + 1 prices, gaps included, once more */
  INPUT_NUDGE,   /* the level moves by a - 7 units in the last place */
  INPUT_RAMP,    /* + byte: 4 * (a + 1) prices in a straight line */
  INPUT_HOLD,    /* the last price, 32 * (a + 1) times */
  INPUT_HOLES    /* + byte: 16 prices, missing where its bits, twice, are 1 */
} input_operation;

/* Periods that are not small: the ends of the range, and around the sizes in
** which the library works. */
static const size_t input_odd_periods[] = {SIZE_MAX,
                                           SIZE_MAX / 2,
                                           (size_t)1 << 53,
                                           (size_t)1 << 32,
                                           UINT32_MAX,
                                           (size_t)100000000,
                                           (size_t)1 << 20,
                                           100000,
                                           4096,
                                           1024,
                                           (size_t)512 + 128,
                                           512,
                                           256,
                                           128,
                                           96,
                                           64};

static inline int input_is_empty(const input *from) {
  return from->left == 0;
}

/* The next byte; 0 behind the end. */
static inline uint8_t input_byte(input *from) {
  if (from->left == 0) return 0;
  from->left--;
  return *from->at++;
}

static inline uint8_t input_last_byte(input *from) {
  if (from->left == 0) return 0;
  return from->at[--from->left];
}

static inline uint64_t input_word(input *from) {
  uint64_t word = 0;
  for (int i = 0; i < 8; i++) {
    word |= (uint64_t)input_byte(from) << (8 * i);
  }
  return word;
}

static inline double input_double(input *from) {
  const uint64_t bits = input_word(from);
  double value;
  memcpy(&value, &bits, sizeof(value));
  return value;
}

/* Two bytes: 1 ... 64 mostly, at times up to 512 or 3000, or an odd one. */
static inline size_t input_period(input *from) {
  const size_t kind = input_byte(from);
  const size_t more = input_byte(from);
  if (kind < 192) return 1 + kind % 64;
  if (kind < 220) return 1 + ((kind - 192) * 256 + more) % 512;
  if (kind < 224) return 1 + (((kind - 220) * 256 + more) * 11) % 3000;
  const size_t odd = input_odd_periods[kind % 16];
  return kind < 240 ? odd - more % 32 : odd;
}

/* The largest price that SPEC 1.3 takes for certain: see smma.h. */
static inline double input_safe_price(size_t period) {
  return 1e307 / (double)period;
}

/* ---------------------------------------------------------------- one series */

typedef struct input_series {
  double *prices;
  size_t n;
  size_t most; /* prices has room for so many */
  double safe; /* input_safe_price() */
  double scale;
  double level; /* the last price that was not missing */
  uint32_t random;
} input_series;

static inline void input_add(input_series *series, double price) {
  if (series->n == series->most) return;
  series->prices[series->n++] = price;
  if (!isnan(price)) series->level = price;
}

static inline void input_add_many(input_series *series, double price,
                                  size_t times) {
  for (size_t i = 0; i < times; i++) {
    input_add(series, price);
  }
}

/* In -1 ... 1: xorshift32 (Marsaglia, 2003), started anew by each operation. */
static inline double input_random(input_series *series) {
  series->random ^= series->random << 13;
  series->random ^= series->random >> 17;
  series->random ^= series->random << 5;
  return (double)(int32_t)series->random * 0x1p-31;
}

static inline double input_special(const input_series *series,
                                   unsigned argument) {
  const double special[] = {
      0.0,          -0.0,          1.0,
      0.1,          DBL_TRUE_MIN,  -DBL_MIN,
      1e-280,       0x1p-300,      0x1p53,
      series->safe, -series->safe, nextafter(series->safe, INFINITY),
      DBL_MAX,      -DBL_MAX,      INFINITY,
      -INFINITY};
  return special[argument % 16];
}

/* A power of two anywhere in the range of doubles, or a special number. */
static inline double input_scale(const input_series *series, unsigned argument,
                                 unsigned byte) {
  if (argument >= 12) {
    const double special = input_special(series, byte);
    return isfinite(special) ? special : series->safe;
  }
  return ldexp(1.0, argument < 6 ? (int)byte - 128 : (int)byte * 8 - 1074);
}

static inline void input_add_random(input_series *series, unsigned argument,
                                    unsigned seed, int is_walk) {
  series->random = 0x9e3779b9u ^ (seed << 8);
  for (unsigned i = 0; i < 4 * (argument + 1); i++) {
    const double move = input_random(series);
    input_add(series, is_walk ? series->level * (1 + move * 0.02)
                              : series->scale * move);
  }
}

static inline void input_add_ramp(input_series *series, unsigned argument,
                                  unsigned byte) {
  const double step = series->scale * ((int)byte - 128) / 1024;
  for (unsigned i = 0; i < 4 * (argument + 1); i++) {
    input_add(series, series->level + step);
  }
}

static inline void input_add_copy(input_series *series, size_t rows) {
  const size_t from = series->n < rows ? 0 : series->n - rows;
  const size_t to = series->n;
  for (size_t i = from; i < to; i++) {
    input_add(series, series->prices[i]);
  }
}

static inline void input_add_holes(input_series *series, unsigned byte) {
  for (unsigned i = 0; i < 16; i++) {
    const int is_missing = byte >> (i % 8) & 1;
    input_add(series, is_missing ? NAN : series->level + series->scale / 16);
  }
}

static inline void input_add_flips(input_series *series, unsigned times) {
  for (unsigned i = 0; i < times; i++) {
    input_add(series, -series->level);
  }
}

static inline double input_nudged(double level, int units) {
  for (; units > 0; units--) {
    level = nextafter(level, INFINITY);
  }
  for (; units < 0; units++) {
    level = nextafter(level, -INFINITY);
  }
  return level;
}

/* One operation. What it adds may be infinite, or missing where that is what
** arithmetic made of it: both are prices like any other. */
static inline void input_operate(input *from, input_series *series) {
  const unsigned byte = input_byte(from);
  const unsigned a = byte % 16;
  switch ((input_operation)(byte / 16)) {
  case INPUT_MOVE:
    input_add(series, series->level + series->scale * ((int)a - 7) / 256);
    break;
  case INPUT_REPEAT:
    input_add_many(series, series->level, a + 1);
    break;
  case INPUT_GAP:
    input_add_many(series, a < 8 ? NAN : -NAN, a % 8 + 1);
    break;
  case INPUT_FLIP:
    input_add_flips(series, a + 1);
    break;
  case INPUT_LEVEL:
    input_add(series, series->scale * ((int)a - 7 + input_byte(from) / 256.0));
    break;
  case INPUT_SCALE:
    series->scale = input_scale(series, a, input_byte(from));
    break;
  case INPUT_EXACT:
    input_add(series, input_double(from));
    break;
  case INPUT_SPECIAL:
    input_add(series, input_special(series, a));
    break;
  case INPUT_WALK:
    input_add_random(series, a, input_byte(from), 1);
    break;
  case INPUT_NOISE:
    input_add_random(series, a, input_byte(from), 0);
    break;
  case INPUT_SPIKE:
    input_add(series, ldexp(series->level, 16 * ((int)a - 7)));
    break;
  case INPUT_COPY:
    input_add_copy(series, a + 1);
    break;
  case INPUT_NUDGE:
    input_add(series, input_nudged(series->level, (int)a - 7));
    break;
  case INPUT_RAMP:
    input_add_ramp(series, a, input_byte(from));
    break;
  case INPUT_HOLD:
    input_add_many(series, series->level, 32 * (size_t)(a + 1));
    break;
  case INPUT_HOLES:
    input_add_holes(series, input_byte(from));
    break;
  }
}

/* The prices that the rest of the bytes mean, at most so many. Returns n. */
static inline size_t input_prices(input *from, size_t period, double *prices,
                                  size_t most) {
  input_series series = {.prices = prices,
                         .most = most,
                         .safe = input_safe_price(period),
                         .scale = 1,
                         .level = 100};
  while (!input_is_empty(from) && series.n < most) {
    input_operate(from, &series);
  }
  return series.n;
}

#endif
