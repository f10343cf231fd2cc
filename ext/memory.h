/*
** memory.h - SQLite's memory for what the core allocates: it counts towards the
** limits of SQLite, and its failures can be tested like SQLite's own.
*/
#ifndef SMMA_MEMORY_H
#define SMMA_MEMORY_H

#include "../core/smma.h"
#include "sqlite_api.h"

static inline void *memory_allocate(void *context, size_t bytes) {
  (void)context;
  return sqlite3_malloc64(bytes);
}

static inline void memory_release(void *context, void *memory) {
  (void)context;
  sqlite3_free(memory);
}

static inline smma_allocator memory_of_sqlite(void) {
  const smma_allocator memory = {memory_allocate, memory_release, NULL};
  return memory;
}

#endif
