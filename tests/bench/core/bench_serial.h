/*
** bench_serial.h - the average as programs usually compute it: one price after
** the other, seeded with a plain sum. What smma_into() is measured against.
*/
#ifndef BENCH_SERIAL_H
#define BENCH_SERIAL_H

#include <stdbool.h>
#include <stddef.h>

enum {
  BENCH_WEIGHTS = 3, /* the fastest plain form */
  BENCH_FUSED,       /* the one with a fused multiply-add */
  BENCH_SERIAL_FORMS
};

/* Whether this processor has an instruction for the fused form. */
bool bench_has_fused(void);

/* out may be prices. No price is missing; 1 <= period <= n. */
typedef void (*bench_serial_form)(const double *prices, double *out, size_t n,
                                  size_t period);

typedef struct bench_serial {
  const char *name;
  bench_serial_form run;
} bench_serial;

extern const bench_serial bench_serial_forms[BENCH_SERIAL_FORMS];

/* The form s + (x - s) * (1/p) that looks for missing prices. */
void bench_serial_with_gaps(const double *prices, double *out, size_t n,
                            size_t period);

/* The same form price by price, behind the interface of smma_stream: a status for
** NULL and for prices that are not finite, NaN is missing, and the average by a
** call of its own. */
typedef struct bench_plain_stream {
  double reciprocal;
  double sum; /* of the seed */
  double value;
  size_t period;
  size_t count;
} bench_plain_stream;

void bench_plain_init(bench_plain_stream *stream, size_t period);
int bench_plain_push(bench_plain_stream *stream, double price);
double bench_plain_value(const bench_plain_stream *stream);

#endif
