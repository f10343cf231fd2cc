/*
** extra_init.c - the function that SQLite's WebAssembly build calls once, when
** it starts, if it was built with sqlite3_wasm_extra_init.c (SPEC 5.2): every
** connection opened afterwards has the functions of the extension.
*/
#include "../../ext/extension.h"

/* No header declares it; SQLite is only given its name. */
int sqlite3_wasm_extra_init(const char *unused);

int sqlite3_wasm_extra_init(const char *unused) {
  (void)unused;
  return sqlite3_auto_extension((void (*)(void))sqlite3_smma_init);
}
