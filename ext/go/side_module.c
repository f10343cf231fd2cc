/*
** side_module.c - what is compiled to WebAssembly and translated to Go: the one C file, and what
** it needs and go-sqlite3 does not export.
*/
#include "sqlite3ext.h"

/* As a destructor its address is taken, and the host has functions to call only. */
static void side_module_free(void *memory) {
  sqlite3_free(memory);
}
#define sqlite3_free side_module_free

#include "sqlite-smma.c"

/* The default allocator of the arrays for C, which no SQL function uses; but it has to be linked. */
void *malloc(size_t bytes) {
  return sqlite3_malloc64(bytes);
}

void free(void *memory) {
  sqlite3_free(memory);
}

/* The name that go-sqlite3 calls. */
__attribute__((visibility("default"))) int
sqlite3_extension_init(sqlite3 *db, char **message,
                       const struct sqlite3_api_routines *api) {
  return sqlite3_smma_init(db, message, api);
}
