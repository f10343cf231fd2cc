/* lanes_1.c - the kernel for one lane: plain C. */
#include "targets.h"

#if SMMA_HAS_1_LANE
#define LANES 1
#include "target.h"

const smma_kernel smma_kernel_1_lane = TARGET_KERNEL("scalar");
#endif
