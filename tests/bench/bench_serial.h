/*
** bench_serial.h - the average as programs usually compute it: one price after
** the other, seeded with a plain sum. What smma_into() is measured against.
*/
#ifndef BENCH_SERIAL_H
#define BENCH_SERIAL_H

#include <stddef.h>

enum { BENCH_SERIAL_FORMS = 4 };

/* out may be prices. No price is missing; 1 <= period <= n. */
typedef void (*bench_serial_form)(const double *prices, double *out, size_t n,
                                  size_t period);

typedef struct bench_serial {
  const char *name;
  bench_serial_form run;
} bench_serial;

extern const bench_serial bench_serial_forms[BENCH_SERIAL_FORMS];

/* The form s + (x - s) * (1/p) with a look for missing prices. */
void bench_serial_with_gaps(const double *prices, double *out, size_t n,
                            size_t period);

#endif
