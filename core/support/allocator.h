/*
** allocator.h - the memory of who has asked for none of their own.
*/
#ifndef SMMA_SUPPORT_ALLOCATOR_H
#define SMMA_SUPPORT_ALLOCATOR_H

#include "../smma.h"

#include <stdlib.h>

static inline void *allocator_malloc(void *context, size_t bytes) {
  (void)context;
  return malloc(bytes);
}

static inline void allocator_free(void *context, void *memory) {
  (void)context;
  free(memory);
}

/* *given, or malloc() and free() where that is NULL. */
static inline smma_allocator allocator_or_malloc(const smma_allocator *given) {
  const smma_allocator from_malloc = {allocator_malloc, allocator_free, NULL};
  return given == NULL ? from_malloc : *given;
}

#endif
