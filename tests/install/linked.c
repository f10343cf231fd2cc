/*
** linked.c - a program with SQLite and the installed extension linked into it:
** every connection has the functions, with nothing loaded.
*/
#include <smma.h>
#include <smma_extension.h>

#include <stdio.h>

int main(void) {
  sqlite3 *db = NULL;
  sqlite3_stmt *statement = NULL;
  sqlite3_auto_extension((void (*)(void))sqlite3_smma_init);
  if (sqlite3_open(":memory:", &db) != SQLITE_OK) return 1;
  if (sqlite3_prepare_v2(db,
                         "SELECT smma_version() || ' ' || smma(column1, 3)"
                         "  FROM (VALUES (1), (2), (3), (7))",
                         -1, &statement, NULL) != SQLITE_OK) {
    fprintf(stderr, "%s\n", sqlite3_errmsg(db));
    return 2;
  }
  if (sqlite3_step(statement) != SQLITE_ROW) return 3;
  puts((const char *)sqlite3_column_text(statement, 0));
  sqlite3_finalize(statement);
  return sqlite3_close(db) == SQLITE_OK ? 0 : 4;
}
