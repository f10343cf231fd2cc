/*
** database.h - the one connection in which a fuzz target runs its statements.
**
** It is opened once, and what it holds does not change: tables.h fills it. A
** statement may fail as it likes, but for what would be the fault of the
** extension or of SQLite, and it has so many steps and so much memory.
**
** SMMA_FUZZ_SHOW=1 in the environment prints each statement and how it ended.
*/
#ifndef SMMA_FUZZ_DATABASE_H
#define SMMA_FUZZ_DATABASE_H

#include "../../../ext/extension.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

enum {
  DATABASE_MOST_MEMORY = 2 << 20,
  DATABASE_MOST_BYTES = 50000, /* of a value */
  DATABASE_STEPS = 500,        /* of SQLite's machine, between two looks */
  DATABASE_MOST_LOOKS = 60
};

/* The statement that runs, for who has to say what went wrong in it. */
static const char *database_text = "";
static int database_looks;

/* Ends the program: the fuzzer keeps the input. */
static inline void database_complain(const char *what) {
  fprintf(stderr, "FINDING: %s\n%s\n", what, database_text);
  abort();
}

static inline void database_require(bool is_right, const char *what) {
  if (!is_right) database_complain(what);
}

/* What no statement may end with. */
static inline bool database_is_fault(int code) {
  switch (code & 0xff) {
  case SQLITE_INTERNAL:
  case SQLITE_MISUSE:
  case SQLITE_CORRUPT:
  case SQLITE_NOTADB:
  case SQLITE_FORMAT:
  case SQLITE_PROTOCOL:
  case SQLITE_IOERR:
    return true;
  default:
    return false;
  }
}

static inline void database_check_code(int code) {
  if (!database_is_fault(code)) return;
  fprintf(stderr, "%s\n", sqlite3_errstr(code));
  database_complain("what a statement ended with");
}

/* Whether the same statement may end otherwise the next time: it had no memory or
** too many steps. */
static inline bool database_is_cut_short(int code) {
  return (code & 0xff) == SQLITE_NOMEM || (code & 0xff) == SQLITE_INTERRUPT;
}

/* SQLite also tells here of a misuse whose code nobody has looked at. */
static inline void database_log(void *unused, int code, const char *message) {
  (void)unused;
  if (!database_is_fault(code)) return;
  fprintf(stderr, "%s\n", message);
  database_complain("in the log of SQLite");
}

static inline int database_look(void *unused) {
  (void)unused;
  return ++database_looks > DATABASE_MOST_LOOKS;
}

/* To be called before each statement. */
static inline void database_begin(const char *text) {
  database_text = text;
  database_looks = 0;
}

static inline void database_show(sqlite3 *db) {
  static int is_shown = -1;
  if (is_shown < 0) is_shown = getenv("SMMA_FUZZ_SHOW") != NULL;
  if (is_shown) printf("%s\n-- %s\n", database_text, sqlite3_errmsg(db));
}

/* For what the target itself runs. */
static inline void database_need(sqlite3 *db, int code) {
  if (code == SQLITE_OK) return;
  fprintf(stderr, "%s\n", sqlite3_errmsg(db));
  database_complain("cannot set up the database");
}

static inline void database_run(sqlite3 *db, const char *sql) {
  database_begin(sql);
  database_need(db, sqlite3_exec(db, sql, NULL, NULL, NULL));
}

static inline void database_limit(sqlite3 *db) {
  static const int limits[][2] = {
      {SQLITE_LIMIT_LENGTH, DATABASE_MOST_BYTES},
      {SQLITE_LIMIT_SQL_LENGTH, 20000},
      {SQLITE_LIMIT_EXPR_DEPTH, 60},
      {SQLITE_LIMIT_COMPOUND_SELECT, 5},
      {SQLITE_LIMIT_VDBE_OP, 20000},
      {SQLITE_LIMIT_ATTACHED, 0},
      {SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 8},
      {SQLITE_LIMIT_WORKER_THREADS, 0},
  };
  for (size_t i = 0; i < sizeof(limits) / sizeof(limits[0]); i++) {
    sqlite3_limit(db, limits[i][0], limits[i][1]);
  }
  sqlite3_hard_heap_limit64(DATABASE_MOST_MEMORY);
  sqlite3_progress_handler(db, DATABASE_STEPS, database_look, NULL);
}

/* Before all else. Where memory is watched, each allocation is one of its own. */
static inline void database_configure(void) {
  sqlite3_config(SQLITE_CONFIG_LOG, database_log, NULL);
#if defined(__has_feature)
#if __has_feature(address_sanitizer)
  sqlite3_config(SQLITE_CONFIG_LOOKASIDE, 0, 0);
#endif
#endif
}

static inline sqlite3 *database_open(void) {
  sqlite3 *db = NULL;
  database_need(db, sqlite3_open(":memory:", &db));
  database_need(db, sqlite3_smma_init(db, NULL, NULL));
  database_run(db, "PRAGMA temp_store = MEMORY");
  return db;
}

#endif
