/*
** digest.c - one arithmetic on every target (SPEC 2.1): prints a hash of the
** bits of many results. Every compiler, optimisation level, kernel and
** processor must print tests/core/digest.txt. It fails where the kernels of this
** machine differ from each other.
*/
#include "../../core/smma.h"
#include "../../core/wilder.h"
#include "../support/kernels.h"
#include "../support/series.h"

#include <string.h>

enum { DIGEST_LENGTH = 3000 };

static uint64_t digest_add(uint64_t hash, const void *memory, size_t bytes) {
  const unsigned char *byte = memory;
  for (size_t i = 0; i < bytes; i++) {
    hash = (hash ^ byte[i]) * UINT64_C(0x100000001b3);
  }
  return hash;
}

/* The least significant byte first, whatever the processor's own order is. The
** sign and payload of a NaN are the platform's business: -0 stands for it. */
static uint64_t digest_add_value(uint64_t hash, double value) {
  if (value != value) value = -0.0;
  uint64_t bits;
  unsigned char bytes[sizeof(bits)];
  memcpy(&bits, &value, sizeof(bits));
  for (size_t i = 0; i < sizeof(bits); i++) {
    bytes[i] = (unsigned char)(bits >> (8 * i));
  }
  return digest_add(hash, bytes, sizeof(bytes));
}

static uint64_t digest_add_values(uint64_t hash, const double *values,
                                  size_t n) {
  for (size_t i = 0; i < n; i++) {
    hash = digest_add_value(hash, values[i]);
  }
  return hash;
}

static const size_t digest_periods[] = {1,  2,  3,  5,   7,   8,   9,
                                        14, 20, 50, 100, 200, 999, 2999};
enum { DIGEST_PERIODS = sizeof(digest_periods) / sizeof(digest_periods[0]) };

static uint64_t digest_arrays(uint64_t hash, const double *prices) {
  static double out[DIGEST_LENGTH];
  for (size_t p = 0; p < DIGEST_PERIODS; p++) {
    smma_into(prices, out, DIGEST_LENGTH, digest_periods[p]);
    hash = digest_add_values(hash, out, DIGEST_LENGTH);
  }
  return hash;
}

static uint64_t digest_batch(uint64_t hash, const double *prices) {
  smma_batch_result result;
  if (smma_batch_range(prices, DIGEST_LENGTH, 2, 60, 7, &result) != SMMA_OK) {
    return 0;
  }
  hash = digest_add_values(hash, result.values, result.rows * result.cols);
  smma_batch_free(&result);
  return hash;
}

static uint64_t digest_stream(uint64_t hash, const double *prices) {
  for (size_t p = 0; p < DIGEST_PERIODS; p++) {
    smma_stream stream;
    smma_stream_init(&stream, digest_periods[p]);
    for (size_t i = 0; i < DIGEST_LENGTH; i++) {
      unsigned char state[SMMA_STATE_SIZE];
      smma_stream_push(&stream, prices[i]);
      hash = digest_add_value(hash, smma_stream_value(&stream));
      smma_stream_save(&stream, state);
      hash = digest_add(hash, state, sizeof(state));
    }
  }
  return hash;
}

static uint64_t digest_frame(uint64_t hash, const double *prices) {
  for (size_t p = 0; p < 9; p++) {
    smma_frame *frame;
    if (smma_frame_new(&frame, digest_periods[p], NULL) != SMMA_OK) return 0;
    for (size_t i = 0; i < DIGEST_LENGTH; i++) {
      smma_frame_push(frame, prices[i]);
      if (i >= 700) smma_frame_pop(frame);
      hash = digest_add_value(hash, smma_frame_value(frame));
    }
    smma_frame_free(frame);
  }
  return hash;
}

static uint64_t digest_sweep(uint64_t hash, const double *prices) {
  const smma_batch_config config = {60, 2, 7};
  smma_sweep *sweep;
  if (smma_sweep_new(&sweep, &config, NULL) != SMMA_OK) return 0;
  for (size_t i = 0; i < DIGEST_LENGTH; i++) {
    smma_sweep_push(sweep, prices[i]);
    hash = digest_add_values(hash, smma_sweep_values(sweep),
                             smma_sweep_size(sweep));
  }
  smma_sweep_free(sweep);
  return hash;
}

/* A close between the two prices before it, or beyond them. */
static smma_bar digest_bar(const double *prices, size_t i) {
  const double a = prices[i], b = prices[i + 1];
  const smma_bar bar = {a > b ? a : b, a > b ? b : a, prices[i + 2]};
  return bar;
}

static uint64_t digest_wilder(uint64_t hash, const double *prices) {
  for (smma_indicator indicator = SMMA_RSI; indicator <= SMMA_ADX;
       indicator++) {
    smma_wilder_stream stream;
    smma_wilder_frame *frame;
    smma_wilder_stream_init(&stream, indicator, 14);
    smma_wilder_frame_new(&frame, indicator, 14, NULL);
    for (size_t i = 0; i + 2 < DIGEST_LENGTH; i++) {
      const smma_bar bar = digest_bar(prices, i);
      smma_wilder_stream_push(&stream, &bar);
      hash = digest_add_value(hash, smma_wilder_stream_value(&stream));
      smma_wilder_frame_push(frame, &bar);
      if (i >= 100) smma_wilder_frame_pop(frame);
      hash = digest_add_value(hash, smma_wilder_frame_value(frame));
    }
    smma_wilder_frame_free(frame);
  }
  return hash;
}

enum { DIGEST_PATHS = 6 };

static const char *const digest_names[DIGEST_PATHS] = {
    "array", "batch", "stream", "frame", "sweep", "wilder"};

static void digest_paths(const double *prices, uint64_t hashes[DIGEST_PATHS]) {
  uint64_t (*const paths[DIGEST_PATHS])(uint64_t, const double *) = {
      digest_arrays, digest_batch, digest_stream,
      digest_frame,  digest_sweep, digest_wilder};
  for (size_t i = 0; i < DIGEST_PATHS; i++) {
    hashes[i] = paths[i](UINT64_C(0xcbf29ce484222325), prices);
  }
}

/* Prints one line; false where a kernel has other bits than the first. */
static bool digest_print(const char *name, const char *gaps,
                         const double *prices) {
  uint64_t first[DIGEST_PATHS], other[DIGEST_PATHS];
  bool is_same = true;
  for (size_t k = 0; kernels_use(k); k++) {
    digest_paths(prices, k == 0 ? first : other);
    if (k > 0 && memcmp(first, other, sizeof(first)) != 0) {
      printf("%s, %s: the bits of %s differ\n", name, gaps, smma_kernel_name());
      is_same = false;
    }
  }
  printf("%-12s %-4s", name, gaps);
  for (size_t i = 0; i < DIGEST_PATHS; i++) {
    printf(" %s %016llx", digest_names[i], (unsigned long long)first[i]);
  }
  printf("\n");
  return is_same;
}

int main(void) {
  static double prices[DIGEST_LENGTH];
  bool is_same = true;
  for (int kind = 0; kind < SERIES_KINDS; kind++) {
    for (int gaps = 0; gaps < 2; gaps++) {
      random_source random = random_from((uint64_t)(kind * 2 + gaps + 1));
      series_fill((series_kind)kind, &random, prices, DIGEST_LENGTH);
      if (gaps) series_punch(&random, prices, DIGEST_LENGTH, 0.03);
      is_same =
          digest_print(series_names[kind], gaps ? "gaps" : "full", prices) &&
          is_same;
    }
  }
  return is_same ? 0 : 1;
}
