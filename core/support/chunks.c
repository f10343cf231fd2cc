/* chunks.c - see chunks.h. */
#include "chunks.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

enum { CHUNKS_FIRST_CAPACITY = 8 };

static void *chunks_allocate(const smma_chunks *chunks, size_t bytes) {
  return chunks->allocator.allocate(chunks->allocator.context, bytes);
}

static void chunks_release(const smma_chunks *chunks, void *memory) {
  if (memory != NULL) {
    chunks->allocator.release(chunks->allocator.context, memory);
  }
}

static size_t chunks_place(const smma_chunks *chunks, size_t chunk) {
  return (chunks->first_chunk + chunk) & (chunks->capacity - 1);
}

void smma_chunks_init(smma_chunks *chunks, size_t element_size,
                      const smma_allocator *allocator) {
  memset(chunks, 0, sizeof(*chunks));
  chunks->allocator = *allocator;
  chunks->element_size = element_size;
}

void smma_chunks_clear(smma_chunks *chunks) {
  for (size_t i = 0; i < chunks->chunk_count; i++) {
    chunks_release(chunks, chunks->directory[chunks_place(chunks, i)]);
  }
  chunks_release(chunks, chunks->directory);
  chunks_release(chunks, chunks->spare);
  const smma_allocator allocator = chunks->allocator;
  smma_chunks_init(chunks, chunks->element_size, &allocator);
}

void *smma_chunks_at(const smma_chunks *chunks, size_t i) {
  const size_t element = chunks->offset + i;
  return chunks
             ->directory[chunks_place(chunks, element / SMMA_CHUNK_ELEMENTS)] +
         element % SMMA_CHUNK_ELEMENTS * chunks->element_size;
}

/* Makes room for one more chunk in the directory. */
static bool chunks_grow_directory(smma_chunks *chunks) {
  if (chunks->chunk_count < chunks->capacity) return true;
  const size_t most = SIZE_MAX / 2 / sizeof(*chunks->directory);
  const bool is_full = chunks->capacity > most;
  if (is_full) return false; /* untaken: too large for any memory */
  const size_t capacity =
      chunks->capacity == 0 ? CHUNKS_FIRST_CAPACITY : 2 * chunks->capacity;
  unsigned char **directory =
      chunks_allocate(chunks, capacity * sizeof(*directory));
  if (directory == NULL) return false;
  for (size_t i = 0; i < chunks->chunk_count; i++) {
    directory[i] = chunks->directory[chunks_place(chunks, i)];
  }
  chunks_release(chunks, chunks->directory);
  chunks->directory = directory;
  chunks->capacity = capacity;
  chunks->first_chunk = 0;
  return true;
}

bool smma_chunks_extend(smma_chunks *chunks) {
  if (!chunks_grow_directory(chunks)) return false;
  const size_t bytes = SMMA_CHUNK_ELEMENTS * chunks->element_size;
  unsigned char *chunk =
      chunks->spare != NULL ? chunks->spare : chunks_allocate(chunks, bytes);
  if (chunk == NULL) return false;
  chunks->spare = NULL;
  chunks->directory[chunks_place(chunks, chunks->chunk_count)] = chunk;
  chunks->chunk_count++;
  chunks->next = chunk;
  chunks->end = chunk + bytes;
  return true;
}

void smma_chunks_drop(smma_chunks *chunks) {
  chunks->size--;
  chunks->next -= chunks->element_size;
}

void smma_chunks_pop(smma_chunks *chunks) {
  chunks->size--;
  chunks->offset++;
  if (chunks->offset < SMMA_CHUNK_ELEMENTS) return;
  unsigned char *empty = chunks->directory[chunks->first_chunk];
  chunks->first_chunk = chunks_place(chunks, 1);
  chunks->chunk_count--;
  chunks->offset = 0;
  if (chunks->chunk_count == 0) chunks->next = chunks->end = NULL;
  if (chunks->spare == NULL) {
    chunks->spare = empty;
  } else {
    chunks_release(chunks, empty);
  }
}
