/* about.c - smma_version() and smma_debug(). */
#include "../core/smma.h"
#include "functions.h"

#ifndef SMMA_COMMIT
#define SMMA_COMMIT "unknown"
#endif

#if defined(__clang__)
#define ABOUT_COMPILER "clang " __clang_version__
#elif defined(__GNUC__)
#define ABOUT_COMPILER "gcc " __VERSION__
#else
#define ABOUT_COMPILER "unknown"
#endif

void smma_about_version(sqlite3_context *context, int argc,
                        sqlite3_value **argv) {
  (void)argc;
  (void)argv;
  sqlite3_result_text(context, smma_version(), -1, SQLITE_STATIC);
}

void smma_about_debug(sqlite3_context *context, int argc,
                      sqlite3_value **argv) {
  (void)argc;
  (void)argv;
  char *text =
      sqlite3_mprintf("Version: %s\n"
                      "Commit: %s\n"
                      "Compiler: %s\n"
                      "Kernel: %s\n"
                      "SQLite compiled against: %s\n"
                      "SQLite running: %s",
                      smma_version(), SMMA_COMMIT, ABOUT_COMPILER,
                      smma_kernel_name(), SQLITE_VERSION, sqlite3_libversion());
  if (text == NULL) {
    sqlite3_result_error_nomem(context);
    return;
  }
  sqlite3_result_text(context, text, -1, sqlite3_free);
}
