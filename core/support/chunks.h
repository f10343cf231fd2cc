/*
** chunks.h - a queue of equal-sized elements in chunks: push at the back, pop
** at the front, any element by its place.
**
** No element is ever moved, memory grows and shrinks by a chunk at a time, and
** what it takes beyond the elements is at most two chunks and a directory of
** one pointer (two while it grows) a chunk.
*/
#ifndef SMMA_CHUNKS_H
#define SMMA_CHUNKS_H

#include "../smma.h"

#include <stdbool.h>

enum { SMMA_CHUNK_ELEMENTS = 512 };

typedef struct smma_chunks {
  smma_allocator allocator;
  size_t element_size;
  unsigned char **directory; /* a ring of chunks */
  size_t capacity;           /* of the directory: 0 or a power of two */
  size_t first_chunk;        /* its place in the ring */
  size_t chunk_count;
  size_t offset;        /* of the front element in the first chunk */
  unsigned char *next;  /* where the next push goes */
  unsigned char *end;   /* of the last chunk */
  size_t size;          /* elements */
  unsigned char *spare; /* an empty chunk kept for the next push */
} smma_chunks;

void smma_chunks_init(smma_chunks *chunks, size_t element_size,
                      const smma_allocator *allocator);
/* Releases everything; the queue is empty then and may be used again. */
void smma_chunks_clear(smma_chunks *chunks);

/* Where element i (0 is the front) is. i < size. */
void *smma_chunks_at(const smma_chunks *chunks, size_t i);
/* Puts another chunk behind the last, which is full. False, with nothing
** changed, when there is no memory. */
bool smma_chunks_extend(smma_chunks *chunks);
/* Room for a new element at the back, uninitialised; NULL, with nothing
** changed, when there is no memory. */
static inline void *smma_chunks_push(smma_chunks *chunks) {
  if (chunks->next == chunks->end && !smma_chunks_extend(chunks)) return NULL;
  void *element = chunks->next;
  chunks->next += chunks->element_size;
  chunks->size++;
  return element;
}
/* Takes the last push back. size > 0. */
void smma_chunks_drop(smma_chunks *chunks);
/* Drops the front element. size > 0. */
void smma_chunks_pop(smma_chunks *chunks);

#endif
