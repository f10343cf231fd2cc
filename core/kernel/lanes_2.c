/* lanes_2.c - the kernel for two lanes: SSE2, NEON, WebAssembly SIMD128. */
#include "targets.h"

#if SMMA_HAS_2_LANES
#define LANES 2
#include "target.h"

const smma_kernel smma_kernel_2_lanes = TARGET_KERNEL("vector, 2 lanes");
#endif
