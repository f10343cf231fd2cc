/*
** test_files.c - the files of sql/ in this SQLite: the sample prices through
** import.sql, what every query says of them (tests/sql/expected/), and what
** import.sql says to a program that runs it. tests/sql/run has more of them, in
** the sqlite3 CLI that is there; this runs in the oldest and the newest SQLite
** too (SPEC 3.8).
*/
#include "../../support/files.h"

/* ------------------------------------------------------------------ the sample */

/* The fields of a line into a row of prices_raw; they have no quotes. */
static void files_insert_line(sqlite3_stmt *insert, char *line) {
  int column = 0;
  for (char *field = line; field != NULL;) {
    char *comma = strchr(field, ',');
    if (comma != NULL) *comma = '\0';
    assert_int_equal(
        sqlite3_bind_text(insert, ++column, field, -1, SQLITE_TRANSIENT),
        SQLITE_OK);
    field = comma == NULL ? NULL : comma + 1;
  }
  assert_int_equal(column, sqlite3_bind_parameter_count(insert));
  assert_false(database_step(insert));
  sqlite3_reset(insert);
}

/* What the CLI's .import does: a table named by the first line, and the rest. */
static void files_import(sqlite3 *db, const char *path) {
  char *text = file_read(path);
  char *end = strchr(text, '\n');
  assert_non_null(end);
  *end = '\0';
  database_run(db, "CREATE TABLE prices_raw(%s)", text);
  sqlite3_stmt *insert = database_prepare(
      db, "INSERT INTO prices_raw VALUES (?, ?, ?, ?, ?, ?, ?)");
  for (char *line = end + 1; *line != '\0'; line = end + 1) {
    end = strchr(line, '\n');
    assert_non_null(end);
    *end = '\0';
    files_insert_line(insert, line);
  }
  sqlite3_finalize(insert);
  sqlite3_free(text);
  file_run(db, "sql/import.sql");
}

static sqlite3 *files_open_sample(void) {
  sqlite3 *db = database_open();
  file_run(db, "sql/schema.sql");
  files_import(db, "sql/data/market.csv");
  files_import(db, "sql/data/trees.csv");
  return db;
}

/* --------------------------------------------------------------- what they say */

static void files_print_row(sqlite3_str *says, int columns, char **values) {
  for (int i = 0; i < columns; i++) {
    sqlite3_str_appendf(says, "%s%s", i > 0 ? "|" : "",
                        values[i] == NULL ? "" : values[i]);
  }
  sqlite3_str_appendchar(says, 1, '\n');
}

/* The rows as the CLI's list mode writes them, names first. */
static int files_print(void *says, int columns, char **values, char **names) {
  if (sqlite3_str_length(says) == 0) files_print_row(says, columns, names);
  files_print_row(says, columns, values);
  return 0;
}

/* Runs SQL; its rows and then its error, if any, to be freed. */
static char *files_run(sqlite3 *db, const char *sql) {
  sqlite3_str *says = sqlite3_str_new(db);
  char *message = NULL;
  if (sqlite3_exec(db, sql, files_print, says, &message) != SQLITE_OK) {
    sqlite3_str_appendf(says, "error: %s\n", message);
  }
  sqlite3_free(message);
  char *text = sqlite3_str_finish(says);
  return text == NULL ? sqlite3_mprintf("") : text;
}

static void files_expect(sqlite3 *db, const char *sql, const char *expected) {
  char *says = files_run(db, sql);
  if (strcmp(says, expected) != 0) {
    fail_msg("says\n%s\nand not\n%s\n%s", says, expected, sql);
  }
  sqlite3_free(says);
}

static void test_queries(void **state) {
  (void)state;
  static const char *const names[] = {
      "adx",        "alligator", "atr",    "averages", "chart",
      "crossovers", "rsi",       "screen", "sweep",    "live",
  };
  sqlite3 *db = files_open_sample();
  for (size_t k = 0; k < sizeof(names) / sizeof(names[0]); k++) {
    char path[80];
    snprintf(path, sizeof(path), "sql/%s.sql", names[k]);
    char *sql = file_read(path);
    snprintf(path, sizeof(path), "tests/sql/expected/%s.txt", names[k]);
    char *expected = file_read(path);
    files_expect(db, sql, expected);
    sqlite3_free(sql);
    sqlite3_free(expected);
  }
  database_close(db);
}

/* ------------------------------------------------------------------ import.sql */

/* What import.sql says of rows that a program has put into prices_raw. */
static void files_expect_import(sqlite3 *db, const char *raw,
                                const char *expected) {
  char *import = file_read("sql/import.sql");
  database_run(db, "%s", raw);
  files_expect(db, import, expected);
  database_expect_text(db, "0",
                       "SELECT count(*) FROM sqlite_master WHERE name = "
                       "'prices_raw'");
  sqlite3_free(import);
}

/* Values of their own types, and with all their bits. */
static void test_import_of_values(void **state) {
  (void)state;
  sqlite3 *db = database_open();
  file_run(db, "sql/schema.sql");
  files_expect_import(
      db,
      "CREATE TABLE prices_raw(Close, ticker, timestamp);"
      "INSERT INTO prices_raw VALUES (0.1 + 0.2, 'A', 1704326400),"
      " (3, 'A', 1704412800000.0), ('4', 7203, '2024-01-05')",
      "bars|new|changed|left_out\n3|3|0|\n");
  files_expect(db,
               "SELECT symbol, ts, close = 0.1 + 0.2, typeof(close), volume "
               "FROM prices",
               "symbol|ts|close = 0.1 + 0.2|typeof(close)|volume\n"
               "7203|2024-01-05|0|real|\n"
               "A|2024-01-04|1|real|\n"
               "A|2024-01-05|0|real|\n");
  /* What is the same stays, and what is not becomes the file's. */
  files_expect_import(db,
                      "CREATE TABLE prices_raw(close, symbol, ts, open);"
                      "INSERT INTO prices_raw VALUES"
                      " (0.1 + 0.2, 'A', '2024-01-04T00:00Z', NULL),"
                      " (5, 'A', '2024-01-05', 5),"
                      " (6, 'A', '2024-01-06', '')",
                      "bars|new|changed|left_out\n3|1|1|\n");
  database_close(db);
}

/* A program that has only the error finds the reasons in a table; and nothing
** is left that is in the way of the next import. */
static void test_import_refuses(void **state) {
  (void)state;
  sqlite3 *db = database_open();
  file_run(db, "sql/schema.sql");
  for (int k = 0; k < 2; k++) {
    files_expect_import(
        db,
        "CREATE TABLE prices_raw(symbol, ts, close, volume);"
        "INSERT INTO prices_raw VALUES ('A', '2024-01-04', x'31', 1),"
        " ('A', 45293, 2, 'n/a'), ('A', '2024-01-06', 3, 1),"
        " (NULL, NULL, NULL, NULL), ('A', '2024-01-06', 3, 1),"
        " ('A', '-9223372036854775808', 3, 1),"
        " ('A', 9e300, 3, 1), ('A', x'32', 3, 1)",
        "row|symbol|ts|column|value|problem\n"
        "1|A|2024-01-04|close|1|is not a number\n"
        "2|A|45293|ts|45293|is not a date\n"
        "2|A|45293|volume|n/a|is not a number\n"
        "4|||symbol||is missing\n"
        "4|||ts||is missing\n"
        "4|||close||is missing\n"
        "5|A|2024-01-06|ts|2024-01-06|is the bar of row 3 again\n"
        "6|A|-9223372036854775808|ts|-9223372036854775808|is not a date\n"
        "7|A|9.0e+300|ts|9.0e+300|is not a date\n"
        "8|A|2|ts|2|is not a date\n"
        "error: nothing is imported: temp.import_problems has the reasons\n");
    database_expect_text(db, "10", "SELECT count(*) FROM temp.import_problems");
    database_expect_text(db, "0", "SELECT count(*) FROM prices");
    assert_true(sqlite3_get_autocommit(db));
  }
  files_expect_import(db,
                      "CREATE TABLE prices_raw(symbol, ts, close);"
                      "INSERT INTO prices_raw VALUES ('A', '2024-01-04', 1)",
                      "bars|new|changed|left_out\n1|1|0|\n");
  char *import = file_read("sql/import.sql");
  files_expect(db, import, "error: no such table: prices_raw\n");
  sqlite3_free(import);
  database_close(db);
}

/* The triggers of schema.sql, with live.sql beside them. */
static void test_form(void **state) {
  (void)state;
  static const char form[] =
      "error: prices.ts: the bars of a symbol have all a date, "
      "or all a date and a time\n";
  sqlite3 *db = database_open();
  file_run(db, "sql/schema.sql");
  file_run(db, "sql/live.sql");
  database_run(db, "INSERT INTO prices(symbol, ts, close) VALUES "
                   "('A', '2024-01-04', 1), ('A', '2024-01-05', 2)");
  files_expect(db,
               "INSERT OR IGNORE INTO prices(symbol, ts, close) "
               "VALUES ('A', '2024-01-04 00:00:00', 3)",
               form);
  files_expect(db,
               "INSERT OR REPLACE INTO prices(symbol, ts, close) "
               "VALUES ('A', '2024-01-06 09:30:00', 3)",
               form);
  files_expect(db,
               "UPDATE prices SET ts = ts || ' 00:00:00' "
               "WHERE ts = '2024-01-05'",
               form);
  files_expect(db, "SELECT ts, smma FROM live JOIN prices USING (symbol, ts)",
               "ts|smma\n2024-01-05|\n2024-01-05|\n");
  database_close(db);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_queries),
      cmocka_unit_test(test_import_of_values),
      cmocka_unit_test(test_import_refuses),
      cmocka_unit_test(test_form),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
