/* cc linked.c sqlite-smma.c -DSQLITE_CORE -lsqlite3 -o linked */
#include "sqlite-smma.h"

#include <stdio.h>
#include <stdlib.h>

static int print(void *unused, int count, char **values, char **names) {
  (void)unused, (void)count, (void)names;
  puts(values[0]);
  return 0;
}

int main(int count, char **arguments) {
  if (count != 2) return 2;
  /* [load] */
  sqlite3_auto_extension((void (*)(void))sqlite3_smma_init);
  sqlite3 *database = NULL;
  char *error = NULL;
  int failed = sqlite3_open(":memory:", &database);
  failed = failed ||
           sqlite3_exec(database, "SELECT smma(1.5, 1)", NULL, NULL, &error);
  /* [end] */
  if (failed) {
    fprintf(stderr, "%s\n", error != NULL ? error : sqlite3_errmsg(database));
    return 1;
  }
  static char queries[1 << 16];
  FILE *file = fopen(arguments[1], "r");
  if (file == NULL) return 1;
  queries[fread(queries, 1, sizeof queries - 1, file)] = 0;
  fclose(file);
  if (sqlite3_exec(database, queries, print, NULL, &error) != SQLITE_OK)
    puts(error);
  sqlite3_free(error);
  return sqlite3_close(database);
}
