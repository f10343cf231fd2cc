/* bench_serial.c - see bench_serial.h. It has the flags of the library. */
#include "bench_serial.h"

#include <math.h>

/* Writes the rows up to the period-th and returns the average there. */
static double bench_seed(const double *prices, double *out, size_t period) {
  double sum = 0;
  for (size_t i = 0; i < period; i++) {
    sum += prices[i];
    out[i] = NAN;
  }
  out[period - 1] = sum / (double)period;
  return out[period - 1];
}

static void bench_form_divide(const double *prices, double *out, size_t n,
                              size_t period) {
  const double p = (double)period;
  const double others = p - 1;
  double s = bench_seed(prices, out, period);
  for (size_t i = period; i < n; i++) {
    s = (s * others + prices[i]) / p;
    out[i] = s;
  }
}

static void bench_form_reciprocal(const double *prices, double *out, size_t n,
                                  size_t period) {
  const double others = (double)period - 1;
  const double reciprocal = 1 / (double)period;
  double s = bench_seed(prices, out, period);
  for (size_t i = period; i < n; i++) {
    s = (s * others + prices[i]) * reciprocal;
    out[i] = s;
  }
}

static void bench_form_move(const double *prices, double *out, size_t n,
                            size_t period) {
  const double reciprocal = 1 / (double)period;
  double s = bench_seed(prices, out, period);
  for (size_t i = period; i < n; i++) {
    s = s + (prices[i] - s) * reciprocal;
    out[i] = s;
  }
}

static void bench_form_weights(const double *prices, double *out, size_t n,
                               size_t period) {
  const double b = 1 / (double)period;
  const double a = 1 - b;
  double s = bench_seed(prices, out, period);
  for (size_t i = period; i < n; i++) {
    s = a * s + b * prices[i];
    out[i] = s;
  }
}

/* One fused multiply-add a price, which is what TA-Lib's RMA is since 0.8. The
** library may not use it: not every target has one (SPEC 2.1). */
#if defined(__x86_64__)
__attribute__((target("fma")))
#endif
static void
bench_form_fused(const double *prices, double *out, size_t n, size_t period) {
  const double b = 1 / (double)period;
  const double a = 1 - b;
  double s = bench_seed(prices, out, period);
  for (size_t i = period; i < n; i++) {
    s = __builtin_fma(a, s, b * prices[i]);
    out[i] = s;
  }
}

bool bench_has_fused(void) {
#if defined(__x86_64__)
  return __builtin_cpu_supports("fma") != 0;
#elif defined(__FP_FAST_FMA)
  return true;
#else
  return false;
#endif
}

/* Where the processor has no such instruction: as a function of libm. */
static void bench_form_fused_anywhere(const double *prices, double *out,
                                      size_t n, size_t period) {
  if (bench_has_fused()) {
    bench_form_fused(prices, out, n, period);
    return;
  }
  const double b = 1 / (double)period;
  double s = bench_seed(prices, out, period);
  for (size_t i = period; i < n; i++) {
    s = fma(1 - b, s, b * prices[i]);
    out[i] = s;
  }
}

const bench_serial bench_serial_forms[BENCH_SERIAL_FORMS] = {
    {"(s*(p-1)+x)/p", bench_form_divide},
    {"(s*(p-1)+x)*(1/p)", bench_form_reciprocal},
    {"s+(x-s)*(1/p)", bench_form_move},
    {"a*s+b*x", bench_form_weights},
    {"fma(a,s,b*x)", bench_form_fused_anywhere}};

void bench_serial_with_gaps(const double *prices, double *out, size_t n,
                            size_t period) {
  const double reciprocal = 1 / (double)period;
  double sum = 0;
  double s = NAN;
  size_t count = 0;
  for (size_t i = 0; i < n; i++) {
    const double x = prices[i];
    if (!isnan(x)) {
      count++;
      if (count > period) {
        s = s + (x - s) * reciprocal;
      } else {
        sum += x;
        if (count == period) s = sum / (double)period;
      }
    }
    out[i] = s;
  }
}

void bench_plain_init(bench_plain_stream *stream, size_t period) {
  *stream = (bench_plain_stream){1 / (double)period, 0, NAN, period, 0};
}

int bench_plain_push(bench_plain_stream *stream, double price) {
  if (stream == NULL) return 1;
  if (isnan(price)) return 0;
  if (!isfinite(price)) return 2;
  stream->count++;
  if (stream->count > stream->period) {
    const double value =
        stream->value + (price - stream->value) * stream->reciprocal;
    if (!isfinite(value)) return 2;
    stream->value = value;
    return 0;
  }
  stream->sum += price;
  if (stream->count == stream->period) {
    stream->value = stream->sum / (double)stream->period;
  }
  return 0;
}

double bench_plain_value(const bench_plain_stream *stream) {
  return stream == NULL ? NAN : stream->value;
}
