/*
** older.c - what the sqlite3 CLI that `make test-versions` builds asks of SQLite
** and older versions do not have. Newer ones have their own, which goes before
** what is weak here.
*/
#include "sqlite3.h"

__attribute__((weak)) int sqlite3_stmt_isexplain(sqlite3_stmt *statement) {
  (void)statement;
  return 0;
}

__attribute__((weak)) sqlite3_int64 sqlite3_changes64(sqlite3 *db) {
  return sqlite3_changes(db);
}

__attribute__((weak)) sqlite3_int64 sqlite3_total_changes64(sqlite3 *db) {
  return sqlite3_total_changes(db);
}

__attribute__((weak)) int sqlite3_error_offset(sqlite3 *db) {
  (void)db;
  return -1;
}

__attribute__((weak)) int sqlite3_txn_state(sqlite3 *db, const char *schema) {
  (void)schema;
  return sqlite3_get_autocommit(db) ? 0 : 2;
}
