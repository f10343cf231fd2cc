/*
** bench_arrays.h - the calls for whole arrays as competitors: `data` is a
** bench_array.
*/
#ifndef BENCH_ARRAYS_H
#define BENCH_ARRAYS_H

#include "../bench.h"
#include "bench_serial.h"

/* What one competitor works on. */
typedef struct bench_array {
  const double *prices;
  double *out; /* of the same size */
  size_t n;
  size_t period;
  bench_serial_form form; /* serial forms only */
} bench_array;

/* Copies the prices to out: the call in place destroys them. */
void bench_refill(void *data);

/* The fast call, smma_into() from out to out. */
void bench_run_in_place(void *data);

/* The safe call and the release of its memory; out is left alone. */
void bench_run_safe(void *data);

#endif
