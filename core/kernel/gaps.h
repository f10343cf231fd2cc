/*
** gaps.h - prices with gaps: the present ones moved together, so that they can
** be averaged at full speed, and the averages back to the rows of all.
*/
#ifndef SMMA_GAPS_H
#define SMMA_GAPS_H

#include "../support/lanes.h"

#include "kernel.h"

LANES_INLINE bool gaps_is_present(double price) {
  return price == price;
}

LANES_INLINE size_t gaps_least(size_t a, size_t b) {
  return a < b ? a : b;
}

#if LANES == 4

enum { GAPS_MASKS = 16 };

/* A vector of four prices, some of which are missing, has a mask with bit i set
** where price i is present. Permutations of halves of doubles, for every mask:
** the present prices to the front, in order. */
static const int gaps_front[GAPS_MASKS][8] = {
    {0, 1, 2, 3, 4, 5, 6, 7}, {0, 1, 2, 3, 4, 5, 6, 7},
    {2, 3, 2, 3, 4, 5, 6, 7}, {0, 1, 2, 3, 4, 5, 6, 7},
    {4, 5, 4, 5, 4, 5, 6, 7}, {0, 1, 4, 5, 4, 5, 6, 7},
    {2, 3, 4, 5, 4, 5, 6, 7}, {0, 1, 2, 3, 4, 5, 6, 7},
    {6, 7, 6, 7, 6, 7, 6, 7}, {0, 1, 6, 7, 6, 7, 6, 7},
    {2, 3, 6, 7, 6, 7, 6, 7}, {0, 1, 2, 3, 6, 7, 6, 7},
    {4, 5, 6, 7, 6, 7, 6, 7}, {0, 1, 4, 5, 6, 7, 6, 7},
    {2, 3, 4, 5, 6, 7, 6, 7}, {0, 1, 2, 3, 4, 5, 6, 7}};

/* And for each of the four rows the latest average, of those from the one that
** the first row shows on. */
static const int gaps_rows[GAPS_MASKS][8] = {
    {0, 1, 0, 1, 0, 1, 0, 1}, {0, 1, 0, 1, 0, 1, 0, 1},
    {0, 1, 2, 3, 2, 3, 2, 3}, {0, 1, 2, 3, 2, 3, 2, 3},
    {0, 1, 0, 1, 2, 3, 2, 3}, {0, 1, 0, 1, 2, 3, 2, 3},
    {0, 1, 2, 3, 4, 5, 4, 5}, {0, 1, 2, 3, 4, 5, 4, 5},
    {0, 1, 0, 1, 0, 1, 2, 3}, {0, 1, 0, 1, 0, 1, 2, 3},
    {0, 1, 2, 3, 2, 3, 4, 5}, {0, 1, 2, 3, 2, 3, 4, 5},
    {0, 1, 0, 1, 2, 3, 4, 5}, {0, 1, 0, 1, 2, 3, 4, 5},
    {0, 1, 2, 3, 4, 5, 6, 7}, {0, 1, 2, 3, 4, 5, 6, 7}};

LANES_INLINE __m256d gaps_permute(__m256d value, const int *permutation) {
  const __m256i to = _mm256_loadu_si256((const __m256i *)permutation);
  return _mm256_castsi256_pd(
      _mm256_permutevar8x32_epi32(_mm256_castpd_si256(value), to));
}

/* As many groups of four rows as go; counts them in gaps->grouped. */
LANES_INLINE void gaps_pack_groups(smma_gaps *gaps, const double *prices,
                                   size_t limit, size_t most) {
  double *to = gaps->value + 1;
  size_t rows = 0, present = 0;
  for (; rows + 4 <= limit && present + 4 <= most; rows += 4) {
    const __m256d four = _mm256_loadu_pd(prices + rows);
    const __m256d ordered = _mm256_cmp_pd(four, four, _CMP_ORD_Q);
    const unsigned mask = (unsigned)_mm256_movemask_pd(ordered);
    _mm256_storeu_pd(to + present, gaps_permute(four, gaps_front[mask]));
    gaps->mask[rows / 4] = (unsigned char)mask;
    present += (size_t)_mm_popcnt_u32(mask);
  }
  gaps->grouped = rows;
  gaps->rows = rows;
  gaps->present = present;
}

LANES_INLINE size_t gaps_scatter_groups(const smma_gaps *gaps, double *out) {
  size_t at = 0;
  for (size_t row = 0; row < gaps->grouped; row += 4) {
    const unsigned mask = gaps->mask[row / 4];
    const __m256d averages = _mm256_loadu_pd(gaps->value + at + (mask & 1));
    _mm256_storeu_pd(out + row, gaps_permute(averages, gaps_rows[mask]));
    at += (size_t)_mm_popcnt_u32(mask);
  }
  return at;
}

#else

LANES_INLINE void gaps_pack_groups(smma_gaps *gaps, const double *prices,
                                   size_t limit, size_t most) {
  (void)prices;
  (void)limit;
  (void)most;
  gaps->grouped = 0;
  gaps->rows = 0;
  gaps->present = 0;
}

LANES_INLINE size_t gaps_scatter_groups(const smma_gaps *gaps, double *out) {
  (void)gaps;
  (void)out;
  return 0;
}

#endif

/* See smma_kernel. */
LANES_INLINE void gaps_pack(smma_gaps *gaps, const double *prices, size_t n,
                            size_t most) {
  const size_t limit = gaps_least(n, SMMA_GAPS_ROWS);
  gaps_pack_groups(gaps, prices, limit, most);
  double *to = gaps->value + 1;
  size_t row = gaps->rows, present = gaps->present;
  for (; row < limit && present < most; row++) {
    to[present] = prices[row];
    present += gaps_is_present(prices[row]);
  }
  gaps->rows = row;
  gaps->present = present;
}

LANES_INLINE void gaps_scatter(const smma_gaps *gaps, const double *prices,
                               double *out) {
  size_t at = gaps_scatter_groups(gaps, out);
  for (size_t row = gaps->grouped; row < gaps->rows; row++) {
    at += gaps_is_present(prices[row]);
    out[row] = gaps->value[at];
  }
}

#endif
