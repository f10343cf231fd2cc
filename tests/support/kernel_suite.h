/*
** kernel_suite.h - a suite once for every kernel that this machine has.
*/
#ifndef SMMA_TEST_KERNEL_SUITE_H
#define SMMA_TEST_KERNEL_SUITE_H

#include "check.h"
#include "kernels.h"

#include <stdio.h>

/* What main() returns: how many tests failed. cmocka_run_group_tests() is this
** function for an array whose length it can see. */
static inline int kernel_suite_run(const struct CMUnitTest *tests,
                                   size_t count) {
  int failed = 0;
  for (size_t i = 0; kernels_use(i); i++) {
    printf("kernel: %s\n", smma_kernel_name());
    failed +=
        _cmocka_run_group_tests(smma_kernel_name(), tests, count, NULL, NULL);
  }
  return failed;
}

#endif
