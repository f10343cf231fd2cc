/* status.c - what a status means, in words (SPEC 4.7), and the version. */
#include "smma.h"

const char *smma_version(void) {
  return SMMA_VERSION;
}

const char *smma_status_string(smma_status status) {
  switch (status) {
  case SMMA_OK:
    return "no error";
  case SMMA_NULL_POINTER:
    return "a pointer is null";
  case SMMA_PERIOD_ZERO:
    return "the period is zero";
  case SMMA_NOT_FINITE:
    return "a price is infinite or too large to average";
  case SMMA_SIZE_OVERFLOW:
    return "the result is larger than the address space";
  case SMMA_OUT_OF_MEMORY:
    return "out of memory";
  case SMMA_BAD_RANGE:
    return "the range of periods is impossible";
  case SMMA_BAD_STATE:
    return "the bytes are not a saved average";
  case SMMA_BAD_INDICATOR:
    return "there is no such indicator";
  }
  return "unknown status";
}
