/* array.c - whole arrays: the fast call, the safe call and their memory. */
#if defined(__linux__) && !defined(_DEFAULT_SOURCE)
#define _DEFAULT_SOURCE 1 /* madvise() */
#endif

#include "smma.h"
#include "stream.h"

#include <stdlib.h>
#include <string.h>
#if defined(_WIN32)
#include <malloc.h>
#elif defined(__linux__)
#include <sys/mman.h>
#endif

enum {
  ARRAY_ALIGNMENT = 64,
#if defined(__wasm__)
  ARRAY_HUGE_PAGE = ARRAY_ALIGNMENT, /* there are none */
#else
  ARRAY_HUGE_PAGE = 2 << 20, /* of x86-64 and AArch64 */
#endif
  ARRAY_HUGE = 8 << 20 /* from this many bytes on, huge pages are worth it */
};

/* Most of what a large new array costs is its first touch, page by page. Asks
** for large pages, which makes that several times cheaper; a kernel without
** them may ignore the request. */
static void array_ask_for_huge_pages(double *array, size_t bytes) {
#if defined(MADV_HUGEPAGE)
  (void)madvise(array, bytes, MADV_HUGEPAGE);
#else
  (void)array;
  (void)bytes;
#endif
}

/* Whether [a, a + n) and [b, b + n) share an element without being the same. */
static bool array_overlaps_partly(const double *a, const double *b, size_t n) {
  const uintptr_t from =
      (uintptr_t)a < (uintptr_t)b ? (uintptr_t)a : (uintptr_t)b;
  const uintptr_t to =
      (uintptr_t)a < (uintptr_t)b ? (uintptr_t)b : (uintptr_t)a;
  return from != to && to - from < n * sizeof(double);
}

smma_status smma_into(const double *prices, double *out, size_t n,
                      size_t period) {
  if (period == 0) return SMMA_PERIOD_ZERO;
  if (n == 0) return SMMA_OK;
  if (prices == NULL || out == NULL) return SMMA_NULL_POINTER;
  if (n > SIZE_MAX / sizeof(double)) return SMMA_SIZE_OVERFLOW;
  if (array_overlaps_partly(prices, out, n)) {
    memmove(out, prices, n * sizeof(double));
    prices = out;
  }
  smma_stream stream;
  smma_stream_start(&stream, period);
  return smma_stream_run(&stream, prices, out, n);
}

double *smma_alloc(size_t n) {
  if (n > (SIZE_MAX - ARRAY_HUGE_PAGE) / sizeof(double)) return NULL;
  /* aligned_alloc() wants a multiple of the alignment, and at least one. */
  const size_t bytes = n == 0 ? 1 : n * sizeof(double);
  const size_t alignment =
      bytes < ARRAY_HUGE ? ARRAY_ALIGNMENT : ARRAY_HUGE_PAGE;
  const size_t rounded = (bytes + alignment - 1) / alignment * alignment;
#if defined(_WIN32)
  double *array = _aligned_malloc(rounded, alignment);
#else
  double *array = aligned_alloc(alignment, rounded);
#endif
  if (array != NULL && bytes >= ARRAY_HUGE) {
    array_ask_for_huge_pages(array, rounded);
  }
  return array;
}

void smma_free(double *array) {
#if defined(_WIN32)
  _aligned_free(array);
#else
  free(array);
#endif
}

smma_status smma(const double *prices, size_t n, size_t period, double **out) {
  if (out == NULL) return SMMA_NULL_POINTER;
  *out = NULL;
  if (period == 0) return SMMA_PERIOD_ZERO;
  if (n > 0 && prices == NULL) return SMMA_NULL_POINTER;
  if (n > (SIZE_MAX - ARRAY_HUGE_PAGE) / sizeof(double)) {
    return SMMA_SIZE_OVERFLOW;
  }
  double *array = smma_alloc(n);
  if (array == NULL) return SMMA_OUT_OF_MEMORY;
  const smma_status status = smma_into(prices, array, n, period);
  if (status != SMMA_OK) {
    smma_free(array);
    return status;
  }
  *out = array;
  return SMMA_OK;
}
