/*
** files.h - the files of the repository that tests read, mostly those of sql/.
** Tests run in the top folder.
*/
#ifndef SMMA_TEST_FILES_H
#define SMMA_TEST_FILES_H

#include "database.h"

#include <stdio.h>

/* The text of a file, to be freed by sqlite3_free(). */
static inline char *file_read(const char *path) {
  FILE *file = fopen(path, "rb");
  if (file == NULL) fail_msg("cannot open %s; run this at the top", path);
  assert_int_equal(fseek(file, 0, SEEK_END), 0);
  const long length = ftell(file);
  assert_true(length > 0);
  rewind(file);
  char *text = sqlite3_malloc64((sqlite3_uint64)length + 1);
  assert_non_null(text);
  assert_int_equal(fread(text, 1, (size_t)length, file), length);
  text[length] = '\0';
  fclose(file);
  return text;
}

/* Runs the statements of a file; its rows do not matter. */
static inline void file_run(sqlite3 *db, const char *path) {
  char *sql = file_read(path);
  database_run(db, "%s", sql);
  sqlite3_free(sql);
}

#endif
