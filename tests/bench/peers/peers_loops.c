/* peers_loops.c - the averages of peers.h. It has the flags of the library. */
#include "peers.h"

#include "../../../core/smma.h"
#include "../core/bench_serial.h"

#include <limits.h>
#include <math.h>

int peers_smma_into(const double *prices, double *out, size_t n,
                    size_t period) {
  return (int)smma_into(prices, out, n, period);
}

/* --------------------------------------------------------------- plain loops */

int peers_plain_loop(const double *prices, double *out, size_t n,
                     size_t period) {
  bench_serial_forms[BENCH_WEIGHTS].run(prices, out, n, period);
  return 0;
}

int peers_fused_loop(const double *prices, double *out, size_t n,
                     size_t period) {
  bench_serial_forms[BENCH_FUSED].run(prices, out, n, period);
  return 0;
}

int peers_has_fused(void) {
  return bench_has_fused();
}

/* ------------------------------------------------------------ TA-Lib, Tulip */

typedef int (*peers_ta_rma)(int first, int last, const double *prices,
                            int period, int *begin, int *count, double *out);
typedef int (*peers_ti_wilders)(int size, const double *const *inputs,
                                const double *options, double *const *outputs);

static peers_ta_rma peers_rma;
static peers_ti_wilders peers_wilders;

/* POSIX lets a function's address travel as void *; ISO C has no cast for it. */
void peers_use_talib(void *ta_rma) {
  *(void **)&peers_rma = ta_rma;
}

void peers_use_tulip(void *ti_wilders) {
  *(void **)&peers_wilders = ti_wilders;
}

/* Both leave out the rows before the period-th. */
static void peers_fill_start(double *out, size_t period) {
  for (size_t i = 0; i + 1 < period; i++) {
    out[i] = NAN;
  }
}

int peers_talib(const double *prices, double *out, size_t n, size_t period) {
  if (n > INT_MAX) return -1;
  int begin = 0;
  int count = 0;
  peers_fill_start(out, period);
  const int status = peers_rma(0, (int)n - 1, prices, (int)period, &begin,
                               &count, out + period - 1);
  if (status != 0) return status;
  return (size_t)count == n - period + 1 ? 0 : -1;
}

int peers_tulip(const double *prices, double *out, size_t n, size_t period) {
  if (n > INT_MAX) return -1;
  const double *const inputs[] = {prices};
  const double options[] = {(double)period};
  double *const outputs[] = {out + period - 1};
  peers_fill_start(out, period);
  return peers_wilders((int)n, inputs, options, outputs);
}
