/*
** bench.h - what the parts of `make bench` share.
**
** Machines drift: the clock rate changes, other programs come and go. So
** whatever is compared is timed in turn, round after round, and a ratio is the
** median of the ratios within each round, which a slow round cannot move. A
** time by itself is the median over the rounds.
*/
#ifndef BENCH_H
#define BENCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* ---------------------------------------------------------------- measuring */

enum { BENCH_MOST_ROUNDS = 64 };

/* One competitor. */
typedef struct bench_case {
  const char *name;
  void (*prepare)(void *data); /* before every call, not timed; may be NULL */
  void (*run)(void *data);
  void *data;
} bench_case;

/* The seconds one call took, round by round. */
typedef struct bench_times {
  size_t rounds;
  size_t calls; /* in a round */
  double seconds[BENCH_MOST_ROUNDS];
} bench_times;

/* The seconds of one call. */
double bench_time_call(const bench_case *c);

/* Times every case in turn, after one call of each that is not timed. The time
** of a round is the mean of its calls. */
void bench_measure(const bench_case *cases, size_t count, size_t rounds,
                   size_t calls, bench_times *times);

/* Of at most BENCH_MOST_ROUNDS values. */
double bench_median_of(const double *values, size_t count);
double bench_median(const bench_times *times);
double bench_minimum(const bench_times *times);
double bench_maximum(const bench_times *times);

/* a / b, and a / (b + c), round by round; the median of that. */
double bench_ratio(const bench_times *a, const bench_times *b);
double bench_ratio_to_sum(const bench_times *a, const bench_times *b,
                          const bench_times *c);

/* (a - a_floor) / (b - b_floor), likewise. */
double bench_ratio_beyond(const bench_times *a, const bench_times *a_floor,
                          const bench_times *b, const bench_times *b_floor);

/* The case with the lowest median. */
size_t bench_fastest(const bench_times *times, size_t count);

/* Keeps the compiler from leaving out what value comes from. */
void bench_consume(double value);

/* The value consumed last. */
double bench_consumed(void);

/* malloc(), or the end of the program. */
void *bench_allocate(size_t bytes);

/* ---------------------------------------------------------------- reporting */

typedef struct bench_report bench_report;

/* A short run shows that the program works; its figures mean little. */
bool bench_is_quick(const bench_report *report);

/* rounds, or fewer in a short run. */
size_t bench_rounds(const bench_report *report, size_t rounds);

/* A heading of the printed report and of the JSON. */
void bench_section(bench_report *report, const char *name);

/* Records the times of `name`, whose one call works on `items` prices or
** rows. */
void bench_record_times(bench_report *report, const char *name, size_t items,
                        const bench_times *times);

/* Records a number that is not a time. */
void bench_record_value(bench_report *report, const char *name, double value,
                        const char *unit);

typedef enum bench_bound {
  BENCH_AT_MOST,
  BENCH_AT_LEAST,
  BENCH_NO_TARGET
} bench_bound;

/* Prints and records a figure, and whether it meets its target. */
void bench_figure(bench_report *report, const char *name, double value,
                  const char *unit, bench_bound bound, double target);

/* 1234567 as "1,234,567", in a buffer that the fourth next call reuses. */
const char *bench_grouped(size_t number);

/* ------------------------------------------------------------------- prices */

typedef enum bench_price_kind {
  BENCH_WALK,        /* a random walk at about 100 */
  BENCH_JUMPS,       /* anywhere between 40 and 4000 */
  BENCH_RAMP,        /* a straight line */
  BENCH_FLIPS,       /* 100 with a random sign */
  BENCH_ALTERNATING, /* 100, -100, 100 ... */
  BENCH_STEPS,       /* levels of random sign that last a random time */
  BENCH_SPIKES,      /* about 1, and now and then a million */
  BENCH_PRICE_KINDS
} bench_price_kind;

const char *bench_price_kind_name(bench_price_kind kind);

/* The same prices in every run. */
void bench_fill_prices(bench_price_kind kind, double *prices, size_t n);

/* Makes that share of the prices missing. */
void bench_fill_gaps(double *prices, size_t n, double share);

/* -------------------------------------------------------------------- parts */

void bench_arrays(bench_report *report);
void bench_long_period(bench_report *report);
void bench_rows(bench_report *report);
void bench_batches(bench_report *report);
void bench_accuracy(bench_report *report);
void bench_frames(bench_report *report);
void bench_sql(bench_report *report);
void bench_wilder(bench_report *report);
void bench_bulk(bench_report *report);
void bench_live(bench_report *report);

/* Measures what standard input asks for: see bench_serve.c. False after an
** unknown command. */
bool bench_serve(void);

#endif
