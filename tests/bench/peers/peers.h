/*
** peers.h - what bench_peers.py measures with: averages behind one signature, a
** clock around them that no call from Python lengthens, and the 128-bit oracle.
*/
#ifndef PEERS_H
#define PEERS_H

#include <stddef.h>

#define PEERS_API __attribute__((visibility("default")))

/* Writes the n averages of prices to out, NaN before the period-th; 0 is
** success. No price is missing; 1 <= period <= n. */
typedef int (*peers_average)(const double *prices, double *out, size_t n,
                             size_t period);

/* ---------------------------------------------------------------- averages */

PEERS_API int peers_smma_into(const double *prices, double *out, size_t n,
                              size_t period);

/* a*s + b*x: two multiplications and an addition, each rounded. */
PEERS_API int peers_plain_loop(const double *prices, double *out, size_t n,
                               size_t period);

/* fma(a, s, b*x): one fused multiply-add a price in the chain from one average
** to the next, the shortest that a loop can have. */
PEERS_API int peers_fused_loop(const double *prices, double *out, size_t n,
                               size_t period);

/* Whether this processor has the instruction; without it the C library's fma()
** takes its place, many times as slow. */
PEERS_API int peers_has_fused(void);

/* TA_RMA() of TA-Lib and ti_wilders() of Tulip, from the shared libraries inside
** their Python wheels. They are given by address, before the first call. */
PEERS_API void peers_use_talib(void *ta_rma);
PEERS_API int peers_talib(const double *prices, double *out, size_t n,
                          size_t period);
PEERS_API void peers_use_tulip(void *ti_wilders);
PEERS_API int peers_tulip(const double *prices, double *out, size_t n,
                          size_t period);

/* --------------------------------------------------------------- measuring */

/* The seconds one call takes: the mean of `calls`, after one that is not timed.
** With prices in out beforehand, average(out, out, ...) where is_in_place. A
** call that fails gives a negative number. */
PEERS_API double peers_seconds(peers_average average, const double *prices,
                               double *out, size_t n, size_t period,
                               int is_in_place, size_t calls);

/* The largest |out[i] - exact| in units of DBL_EPSILON * max|price so far|.
** Infinity where there is an average and out has none. */
PEERS_API double peers_largest_error(const double *prices, const double *out,
                                     size_t n, size_t period);

/* ------------------------------------------------------------------ figures */

/* The prices the errors are measured over, those of bench_prices.c: the first
** kind, the random walk, is also the one timed. */
PEERS_API size_t peers_price_kinds(void);
PEERS_API const char *peers_price_kind_name(size_t kind);
PEERS_API void peers_fill_prices(size_t kind, double *prices, size_t n);

/* The library's version, its kernel, and what compiled it and the loops. */
PEERS_API const char *peers_version(void);
PEERS_API const char *peers_kernel(void);
PEERS_API const char *peers_compiler(void);

#endif
