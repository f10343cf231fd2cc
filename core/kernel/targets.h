/*
** targets.h - which kernels there are for the compiler and the processor that
** this is compiled with and for.
**
** With SMMA_SCALAR, or a compiler other than GCC and Clang, it is one lane
** alone.
*/
#ifndef SMMA_TARGETS_H
#define SMMA_TARGETS_H

#include "kernel.h"

/* In WebAssembly a module runs with SIMD128 or not at all, so one kernel is enough. */
#if !defined(SMMA_SCALAR) && defined(__wasm_simd128__)
#define SMMA_HAS_1_LANE 0
#else
#define SMMA_HAS_1_LANE 1
#endif

#if !defined(SMMA_SCALAR) && defined(__GNUC__)
#define SMMA_HAS_2_LANES 1
#else
#define SMMA_HAS_2_LANES 0
#endif

#if SMMA_HAS_2_LANES && defined(__x86_64__)
#define SMMA_HAS_4_LANES 1
#else
#define SMMA_HAS_4_LANES 0
#endif

#if SMMA_HAS_2_LANES
extern const smma_kernel smma_kernel_2_lanes;
#endif
#if SMMA_HAS_4_LANES
extern const smma_kernel smma_kernel_4_lanes;
#endif

#endif
