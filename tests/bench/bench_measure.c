/* bench_measure.c - timing in turn, and medians. */
#include "bench.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static volatile double bench_sink;

void bench_consume(double value) {
  bench_sink = value;
}

double bench_consumed(void) {
  return bench_sink;
}

void *bench_allocate(size_t bytes) {
  void *memory = malloc(bytes);
  if (memory == NULL) {
    fprintf(stderr, "bench: out of memory\n");
    exit(EXIT_FAILURE);
  }
  return memory;
}

static double bench_now(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

double bench_time_call(const bench_case *c) {
  if (c->prepare != NULL) c->prepare(c->data);
  const double start = bench_now();
  c->run(c->data);
  return bench_now() - start;
}

void bench_measure(const bench_case *cases, size_t count, size_t rounds,
                   size_t calls, bench_times *times) {
  for (size_t i = 0; i < count; i++) {
    bench_time_call(&cases[i]);
    times[i].rounds = rounds;
    times[i].calls = calls;
  }
  for (size_t round = 0; round < rounds; round++) {
    for (size_t i = 0; i < count; i++) {
      double seconds = 0;
      for (size_t call = 0; call < calls; call++) {
        seconds += bench_time_call(&cases[i]);
      }
      times[i].seconds[round] = seconds / (double)calls;
    }
  }
}

static int bench_compare(const void *a, const void *b) {
  const double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

double bench_median_of(const double *values, size_t count) {
  double sorted[BENCH_MOST_ROUNDS];
  memcpy(sorted, values, count * sizeof(*sorted));
  qsort(sorted, count, sizeof(*sorted), bench_compare);
  return (sorted[(count - 1) / 2] + sorted[count / 2]) / 2;
}

double bench_median(const bench_times *times) {
  return bench_median_of(times->seconds, times->rounds);
}

double bench_minimum(const bench_times *times) {
  double least = times->seconds[0];
  for (size_t i = 1; i < times->rounds; i++) {
    if (times->seconds[i] < least) least = times->seconds[i];
  }
  return least;
}

double bench_maximum(const bench_times *times) {
  double most = times->seconds[0];
  for (size_t i = 1; i < times->rounds; i++) {
    if (times->seconds[i] > most) most = times->seconds[i];
  }
  return most;
}

double bench_ratio(const bench_times *a, const bench_times *b) {
  double ratios[BENCH_MOST_ROUNDS];
  for (size_t i = 0; i < a->rounds; i++) {
    ratios[i] = a->seconds[i] / b->seconds[i];
  }
  return bench_median_of(ratios, a->rounds);
}

double bench_ratio_to_sum(const bench_times *a, const bench_times *b,
                          const bench_times *c) {
  double ratios[BENCH_MOST_ROUNDS];
  for (size_t i = 0; i < a->rounds; i++) {
    ratios[i] = a->seconds[i] / (b->seconds[i] + c->seconds[i]);
  }
  return bench_median_of(ratios, a->rounds);
}

double bench_ratio_beyond(const bench_times *a, const bench_times *a_floor,
                          const bench_times *b, const bench_times *b_floor) {
  double ratios[BENCH_MOST_ROUNDS];
  for (size_t i = 0; i < a->rounds; i++) {
    ratios[i] = (a->seconds[i] - a_floor->seconds[i]) /
                (b->seconds[i] - b_floor->seconds[i]);
  }
  return bench_median_of(ratios, a->rounds);
}

size_t bench_fastest(const bench_times *times, size_t count) {
  size_t fastest = 0;
  for (size_t i = 1; i < count; i++) {
    if (bench_median(&times[i]) < bench_median(&times[fastest])) fastest = i;
  }
  return fastest;
}
