/*
** kernel.h - the arithmetic for many prices or many periods at once, compiled
** for several numbers of lanes, and which of them this processor runs.
*/
#ifndef SMMA_KERNEL_H
#define SMMA_KERNEL_H

#include "../smma.h"

#include <stdbool.h>

enum {
  SMMA_GAPS_PRICES = 1024, /* present prices packed at most */
  SMMA_GAPS_ROWS = 4 * SMMA_GAPS_PRICES,
  SMMA_BUNDLE_PERIODS = 4, /* in a bundle of smma_kernel */
  SMMA_BUNDLE_SIZE = 512   /* its bytes */
};

/* Prices without the gaps between them. */
typedef struct smma_gaps {
  double padding[7]; /* value[1] lies at the start of a cache line */
  double value[1 + SMMA_GAPS_PRICES + 4]; /* the average before, then the
                                          ** present prices or their averages */
  size_t present;                         /* how many */
  size_t rows;                            /* that they come from */
  size_t grouped; /* rows of which mask knows: a multiple of four */
  unsigned char mask[SMMA_GAPS_ROWS / 4];
} smma_gaps;

/* The same functions for one number of lanes. All kernels give the same bits,
** and may take turns on the same stream. With SMMA_SMALL there are but bundle and
** push_bundle, and the others are NULL. */
typedef struct smma_kernel {
  const char *name;
  size_t lanes;

  /* Pushes up to groups * lanes * 8 prices into a stream that is running and
  ** whose count is a multiple of lanes * 8, and writes their averages to out,
  ** which is prices itself or does not overlap it. Returns how many groups that
  ** were: it stops before the eight groups in which a price is missing, and
  ** before them or the group in which something overflows. */
  size_t (*run)(smma_stream *stream, const double *prices, double *out,
                size_t groups);

  /* Pushes up to strides * 8 prices into each of `lanes` streams, which are
  ** running and have the same count, a multiple of eight. The averages of
  ** streams[j] go to out[distance * j ...], none of which overlaps prices.
  ** Returns how many strides that were: it stops before the 16 strides in which
  ** a price is missing or something overflows, and may have written there. */
  size_t (*run_periods)(smma_stream *streams, const double *prices, double *out,
                        size_t distance, size_t strides);

  /* Adds n prices, a multiple of four, to the sums of a seed whose next price
  ** belongs to lane 0. False, with the sums untouched, when one is missing or
  ** infinite or a sum overflows. */
  bool (*sum_seed)(double *high, double *low, const double *prices, size_t n);

  /* Moves up to most <= SMMA_GAPS_PRICES present prices, from at most
  ** SMMA_GAPS_ROWS of the n at prices, to gaps->value[1 ...]. */
  void (*pack)(smma_gaps *gaps, const double *prices, size_t n, size_t most);

  /* For each of gaps->rows rows, the latest of gaps->value up to it. prices is
  ** what they were packed from, and may be out itself. */
  void (*scatter)(const smma_gaps *gaps, const double *prices, double *out);

  /* SMMA_BUNDLE_PERIODS streams that are running and have the same count, as
  ** one in the SMMA_BUNDLE_SIZE bytes at bundle, aligned as a double is. */
  void (*bundle)(void *bundle, const smma_stream *streams);

  /* One price more, after count of them, into a bundle; the averages go to
  ** averages[0 ... SMMA_BUNDLE_PERIODS - 1]. False when it is missing or
  ** infinite or something overflows: in the last case some of the averages may
  ** have taken it, and the bundle is of no use any more. */
  bool (*push_bundle)(void *bundle, uint64_t count, double price,
                      double *averages);
} smma_kernel;

/* One lane, in plain C: for every compiler, and for what is left of a series
** before and after whole groups of the others. */
extern const smma_kernel smma_kernel_1_lane;

/* The kernel in use: the one of most lanes that this processor has, unless
** smma_kernel_use() has named another. The processor is asked once. */
const smma_kernel *smma_kernel_in_use(void);

/* All kernels that this processor has, by number of lanes: kernel i, or NULL
** where there is none. For tests, which run each path. */
const smma_kernel *smma_kernel_at(size_t i);

/* Uses this kernel from now on, in all threads; NULL is the processor's best
** again. For tests and benchmarks. */
void smma_kernel_use(const smma_kernel *kernel);

#endif
