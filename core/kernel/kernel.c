/* kernel.c - which kernel is used: see kernel.h. */
#include "kernel.h"

#include "targets.h"

#if SMMA_HAS_4_LANES
#include <cpuid.h>
#endif

#if SMMA_HAS_2_LANES
#include <stdatomic.h>
#endif

#if SMMA_HAS_4_LANES

/* The register XCR0: what the system saves when it switches between programs. */
static unsigned kernel_saved_registers(void) {
  unsigned low, high;
  __asm__ volatile("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
  (void)high;
  return low;
}

/* Asks the processor itself: __builtin_cpu_supports() needs a variable of the
** compiler's runtime that not every compiler has. (Intel, "Software Developer's
** Manual", volume 1, 14.7.1: detection of AVX2.) */
static bool kernel_has_avx2(void) {
  enum { POPCNT = 1 << 23, OSXSAVE = 1 << 27, AVX = 1 << 28, AVX2 = 1 << 5 };
  enum { SAVED = 6 /* the registers of 16 and of 32 bytes */ };
  const unsigned needed = POPCNT | OSXSAVE | AVX;
  unsigned a = 0, b = 0, c = 0, d = 0;
  (void)__get_cpuid(1, &a, &b, &c, &d);
  const bool can_save = (c & needed) == needed;
  if (!can_save) return false; /* untaken: older processors */
  (void)__get_cpuid_count(7, 0, &a, &b, &c, &d);
  if (!(b & AVX2)) return false; /* untaken: older processors */
  return (kernel_saved_registers() & SAVED) == SAVED;
}

#endif

const smma_kernel *smma_kernel_at(size_t i) {
  const smma_kernel *kernels[] = {NULL, NULL, NULL};
#if SMMA_HAS_1_LANE
  kernels[0] = &smma_kernel_1_lane;
#endif
#if SMMA_HAS_2_LANES
  kernels[1] = &smma_kernel_2_lanes;
#endif
#if SMMA_HAS_4_LANES
  const bool has_4 = kernel_has_avx2();
  if (has_4) kernels[2] = &smma_kernel_4_lanes; /* untaken: as above */
#endif
  return i < sizeof(kernels) / sizeof(kernels[0]) ? kernels[i] : NULL;
}

#if SMMA_HAS_2_LANES

/* NULL until somebody asks. Two threads that ask at the same time find the
** same, so it does not matter whose answer stays. */
static _Atomic(const smma_kernel *) kernel_chosen;

static const smma_kernel *kernel_best(void) {
#if SMMA_HAS_4_LANES
  const bool has_4 = kernel_has_avx2();
  if (has_4) return &smma_kernel_4_lanes; /* untaken: as above */
#endif
  return &smma_kernel_2_lanes;
}

const smma_kernel *smma_kernel_in_use(void) {
  const smma_kernel *kernel =
      atomic_load_explicit(&kernel_chosen, memory_order_relaxed);
  if (kernel != NULL) return kernel;
  kernel = kernel_best();
  atomic_store_explicit(&kernel_chosen, kernel, memory_order_relaxed);
  return kernel;
}

void smma_kernel_use(const smma_kernel *kernel) {
  atomic_store_explicit(&kernel_chosen, kernel, memory_order_relaxed);
}

#else

const smma_kernel *smma_kernel_in_use(void) {
  return &smma_kernel_1_lane;
}

void smma_kernel_use(const smma_kernel *kernel) {
  (void)kernel;
}

#endif

const char *smma_kernel_name(void) {
  return smma_kernel_in_use()->name;
}
