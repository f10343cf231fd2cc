/* peers_measure.c - the clock, the oracle and the prices of peers.h. */
#include "peers.h"

#include "../../../core/smma.h"
#include "../../support/oracle.h"
#include "../bench.h"

#include <math.h>
#include <string.h>

#ifndef PEERS_FLAGS
#define PEERS_FLAGS "unknown flags"
#endif
#if defined(__clang__)
#define PEERS_COMPILER "clang " __clang_version__
#elif defined(__GNUC__)
#define PEERS_COMPILER "gcc " __VERSION__
#else
#define PEERS_COMPILER "unknown"
#endif

/* ------------------------------------------------------------------- timing */

typedef struct peers_call {
  peers_average average;
  const double *prices;
  double *out;
  size_t n;
  size_t period;
  int status; /* of the last call */
} peers_call;

static void peers_refill(void *data) {
  const peers_call *call = data;
  memcpy(call->out, call->prices, call->n * sizeof(double));
}

static void peers_run(void *data) {
  peers_call *call = data;
  call->status = call->average(call->prices, call->out, call->n, call->period);
}

static void peers_run_in_place(void *data) {
  peers_call *call = data;
  call->status = call->average(call->out, call->out, call->n, call->period);
}

double peers_seconds(peers_average average, const double *prices, double *out,
                     size_t n, size_t period, int is_in_place, size_t calls) {
  peers_call call = {average, prices, out, n, period, 0};
  const bench_case timed = {"peer", is_in_place ? peers_refill : NULL,
                            is_in_place ? peers_run_in_place : peers_run,
                            &call};
  bench_time_call(&timed);
  double seconds = 0;
  for (size_t i = 0; i < calls && call.status == 0; i++) {
    seconds += bench_time_call(&timed);
  }
  return call.status == 0 ? seconds / (double)calls : -1;
}

/* ----------------------------------------------------------------- accuracy */

double peers_largest_error(const double *prices, const double *out, size_t n,
                           size_t period) {
  double largest = 0;
  oracle exact = oracle_start(period);
  for (size_t i = 0; i < n; i++) {
    oracle_push(&exact, prices[i]);
    if (!oracle_has_value(&exact)) continue;
    if (isnan(out[i])) return INFINITY;
    const double error = oracle_error(&exact, out[i]);
    if (error > largest) largest = error;
  }
  return largest;
}

/* ------------------------------------------------------------------ figures */

static const bench_price_kind peers_kinds[] = {BENCH_WALK, BENCH_STEPS,
                                               BENCH_SPIKES};

size_t peers_price_kinds(void) {
  return sizeof(peers_kinds) / sizeof(peers_kinds[0]);
}

const char *peers_price_kind_name(size_t kind) {
  return bench_price_kind_name(peers_kinds[kind]);
}

void peers_fill_prices(size_t kind, double *prices, size_t n) {
  bench_fill_prices(peers_kinds[kind], prices, n);
}

const char *peers_version(void) {
  return SMMA_VERSION;
}

const char *peers_kernel(void) {
  return smma_kernel_name();
}

const char *peers_compiler(void) {
  return PEERS_COMPILER ", " PEERS_FLAGS;
}
