/*
** lanes_4.c - the kernel for four lanes: AVX2.
**
** Compiled for AVX2 whatever the rest is compiled for, without FMA: nothing can
** be contracted. kernel.c sees to it that only a processor that has AVX2 comes
** here.
*/
#include "targets.h"

#if SMMA_HAS_4_LANES
/* Headers of the system come first, so that they stay as they are. */
#include <immintrin.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#if defined(__clang__)
#pragma clang attribute push(__attribute__((target("avx2,popcnt"))),           \
                             apply_to = function)
#else
#pragma GCC push_options
#pragma GCC target("avx2,popcnt")
#endif

#define LANES 4
#include "target.h"

const smma_kernel smma_kernel_4_lanes = TARGET_KERNEL("vector, 4 lanes (AVX2)");

#if defined(__clang__)
#pragma clang attribute pop
#else
#pragma GCC pop_options
#endif
#endif
