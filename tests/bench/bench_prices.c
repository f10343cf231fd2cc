/* bench_prices.c - prices of several kinds, the same in every run. */
#include "bench.h"

#include "../support/random.h"

#include <math.h>

static const char *const bench_kind_names[BENCH_PRICE_KINDS] = {
    "random walk",  "jumps 40 to 4000", "ramp",
    "random signs", "alternating",      "steps",
    "spikes"};

const char *bench_price_kind_name(bench_price_kind kind) {
  return bench_kind_names[kind];
}

static void bench_fill_walk(random_source *random, double *prices, size_t n) {
  double price = 100;
  for (size_t i = 0; i < n; i++) {
    price *= 1 + 0.01 * (random_unit(random) - 0.5);
    /* Keeps it at about 100 however long it is. */
    price += 0.0005 * (100 - price);
    prices[i] = price;
  }
}

static void bench_fill_steps(random_source *random, double *prices, size_t n) {
  double level = 100;
  size_t left = 0;
  for (size_t i = 0; i < n; i++) {
    if (left == 0) {
      left = random_between(random, 1, 5000);
      level = (random_chance(random, 0.5) ? 1 : -1) *
              (50 + 100 * random_unit(random));
    }
    left--;
    prices[i] = level;
  }
}

static double bench_spike(random_source *random) {
  const double usual = 1 + random_unit(random);
  return random_chance(random, 0.001) ? 1e6 * usual : usual;
}

void bench_fill_prices(bench_price_kind kind, double *prices, size_t n) {
  random_source random = random_from(1978 + (uint64_t)kind);
  if (kind == BENCH_WALK) {
    bench_fill_walk(&random, prices, n);
    return;
  }
  if (kind == BENCH_STEPS) {
    bench_fill_steps(&random, prices, n);
    return;
  }
  for (size_t i = 0; i < n; i++) {
    switch (kind) {
    case BENCH_JUMPS:
      prices[i] = 40 + 3960 * random_unit(&random);
      break;
    case BENCH_RAMP:
      prices[i] = 10 + 0.1 * (double)i;
      break;
    case BENCH_FLIPS:
      prices[i] = random_chance(&random, 0.5) ? 100.1 : -100.1;
      break;
    case BENCH_ALTERNATING:
      prices[i] = i % 2 == 0 ? 100.1 : -100.1;
      break;
    default:
      prices[i] = bench_spike(&random);
    }
  }
}

void bench_fill_gaps(double *prices, size_t n, double share) {
  random_source random = random_from(1978);
  for (size_t i = 0; i < n; i++) {
    if (random_chance(&random, share)) prices[i] = NAN;
  }
}
