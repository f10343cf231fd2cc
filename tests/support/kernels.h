/*
** kernels.h - every kernel that this machine has, one after the other (see
** core/kernel/kernel.h): for what must not depend on it (SPEC 2.1).
**
**     for (size_t i = 0; kernels_use(i); i++) { ... }
**
** After the last one the processor's best is in use again.
*/
#ifndef SMMA_TEST_KERNELS_H
#define SMMA_TEST_KERNELS_H

#include "../../core/kernel/kernel.h"

/* False, when there is no kernel i. */
static inline bool kernels_use(size_t i) {
  const smma_kernel *kernel = smma_kernel_at(i);
  smma_kernel_use(kernel);
  return kernel != NULL;
}

#endif
