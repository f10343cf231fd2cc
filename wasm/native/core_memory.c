/*
** core_memory.c - the memory of smma-core.wasm: aligned_alloc(), malloc() and free()
** for core/, in place of those of the C library, which would be a third of the
** module.
**
** Blocks follow each other from the end of the data to the end of the memory, each
** after a head that says how long it is and whether it is free. A search takes the
** first that fits, and puts together what is free side by side as it passes. There
** are few blocks, and a look at each costs nothing beside filling it. The memory ends
** a page before 4 GiB (wasm.mk), so that its end has an address.
*/
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

enum {
  MEMORY_UNIT =
      64, /* a cache line: of a head, and what sizes are multiples of */
  MEMORY_PAGE = 65536, /* of WebAssembly */
  /* Grown at once at least: an array from before is empty after each growth. */
  MEMORY_LEAST_PAGES = 16
};

typedef struct memory_block {
  size_t size; /* without this head */
  bool is_free;
  _Alignas(MEMORY_UNIT) unsigned char content[];
} memory_block;

extern unsigned char
    __heap_base; /* the linker's: where the data and the stack end */

/* The end of what blocks cover; NULL while there is none. */
static unsigned char *memory_end;

static memory_block *memory_first(void) {
  const uintptr_t base = (uintptr_t)&__heap_base;
  return (memory_block *)((base + MEMORY_UNIT - 1) / MEMORY_UNIT * MEMORY_UNIT);
}

/* NULL for the last. */
static memory_block *memory_next(const memory_block *block) {
  unsigned char *next = (unsigned char *)block->content + block->size;
  return next < memory_end ? (memory_block *)next : NULL;
}

/* Puts the free blocks after a free one into it. */
static void memory_join(memory_block *block) {
  for (memory_block *next = memory_next(block); next != NULL && next->is_free;
       next = memory_next(block)) {
    block->size += sizeof(memory_block) + next->size;
  }
}

/* Takes size bytes of a free block; what is left is a free block of its own. */
static void *memory_take(memory_block *block, size_t size) {
  block->is_free = false;
  if (block->size - size > sizeof(memory_block)) {
    memory_block *rest = (memory_block *)(block->content + size);
    rest->size = block->size - size - sizeof(memory_block);
    rest->is_free = true;
    block->size = size;
  }
  return block->content;
}

/* Has the memory reach to at least wanted. */
static bool memory_reach(uint64_t wanted) {
  const size_t there = __builtin_wasm_memory_size(0);
  const uint64_t pages = (wanted + MEMORY_PAGE - 1) / MEMORY_PAGE;
  if (pages <= there) return true;
  const size_t more = (size_t)(pages - there); /* fewer than 65,537 + 65,536 */
  if (more < MEMORY_LEAST_PAGES &&
      __builtin_wasm_memory_grow(0, MEMORY_LEAST_PAGES) != SIZE_MAX) {
    return true;
  }
  return __builtin_wasm_memory_grow(0, more) != SIZE_MAX;
}

/* A free block up to the end of the memory, with room for size bytes: the last
** one, if that is free, or a new one after it. NULL where memory is used up. */
static memory_block *memory_append(memory_block *last, size_t size) {
  memory_block *block = last == NULL    ? memory_first()
                        : last->is_free ? last
                                        : (memory_block *)memory_end;
  if (!memory_reach((uint64_t)(uintptr_t)block->content + size)) return NULL;
  const size_t pages = __builtin_wasm_memory_size(0);
  memory_end = (unsigned char *)(uintptr_t)(pages * MEMORY_PAGE);
  block->size = (size_t)(memory_end - block->content);
  block->is_free = true;
  return block;
}

void *aligned_alloc(size_t alignment, size_t bytes) {
  (void)alignment; /* core/array.c asks for a unit alone here */
  if (bytes > SIZE_MAX - MEMORY_UNIT) return NULL;
  const size_t size = (bytes + MEMORY_UNIT - 1) / MEMORY_UNIT * MEMORY_UNIT;
  memory_block *last = NULL;
  for (memory_block *block = memory_end == NULL ? NULL : memory_first();
       block != NULL; block = memory_next(block)) {
    last = block;
    if (!block->is_free) continue;
    memory_join(block);
    if (block->size >= size) return memory_take(block, size);
  }
  memory_block *grown = memory_append(last, size);
  return grown == NULL ? NULL : memory_take(grown, size);
}

void *malloc(size_t bytes) {
  return aligned_alloc(MEMORY_UNIT, bytes);
}

void free(void *memory) {
  if (memory == NULL) return;
  ((memory_block *)((unsigned char *)memory - offsetof(memory_block, content)))
      ->is_free = true;
}
