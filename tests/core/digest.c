/*
** digest.c - one arithmetic on every target (SPEC 2.1): prints a hash of the
** bits of many results. Every compiler, optimisation level, kernel and
** processor must print tests/core/digest.txt.
*/
#include "../../core/smma.h"
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

/* The sign and payload of a NaN are the platform's business. */
static uint64_t digest_add_value(uint64_t hash, double value) {
  static const double nan_stand_in = -0.0;
  return digest_add(hash, value == value ? &value : &nan_stand_in,
                    sizeof(value));
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

int main(void) {
  static double prices[DIGEST_LENGTH];
  for (int kind = 0; kind < SERIES_KINDS; kind++) {
    for (int gaps = 0; gaps < 2; gaps++) {
      const uint64_t start = UINT64_C(0xcbf29ce484222325);
      random_source random = random_from((uint64_t)(kind * 2 + gaps + 1));
      series_fill((series_kind)kind, &random, prices, DIGEST_LENGTH);
      if (gaps) series_punch(&random, prices, DIGEST_LENGTH, 0.03);
      printf("%-12s %-4s array %016llx batch %016llx stream %016llx "
             "frame %016llx\n",
             series_names[kind], gaps ? "gaps" : "full",
             (unsigned long long)digest_arrays(start, prices),
             (unsigned long long)digest_batch(start, prices),
             (unsigned long long)digest_stream(start, prices),
             (unsigned long long)digest_frame(start, prices));
    }
  }
  return 0;
}
