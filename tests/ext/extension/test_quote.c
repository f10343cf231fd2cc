/*
** test_quote.c - the values in error texts (SPEC 3.4), character by character,
** whatever they are; and which text is a number (SPEC 3.3).
*/
#include "../../support/database.h"
#include "../../support/random.h"

#include <math.h>
#include <stdbool.h>

static random_source quote_random;

#define QUOTE_FORTY "1234567890abcdefghijklmnopqrstuvwxyz----"

typedef struct quote_case {
  const char *value;
  const char *shown;
} quote_case;

static void quote_expect(sqlite3 *db, const quote_case *cases, size_t n) {
  for (size_t k = 0; k < n; k++) {
    char expected[300];
    snprintf(expected, sizeof(expected),
             "2nd argument to smma() is not an integer between 1 and "
             "2147483647: %s",
             cases[k].shown);
    database_expect_error(db, expected, "SELECT smma(1, %s)", cases[k].value);
  }
}

static void test_values(void **state) {
  (void)state;
  static const quote_case cases[] = {
      {"NULL", "NULL"},
      {"0", "0"},
      {"-1", "-1"},
      {"9223372036854775807", "9223372036854775807"},
      {"-9223372036854775808", "-9223372036854775808"},
      {"0.1", "0.1"},
      {"-2.5", "-2.5"},
      {"1e300", "1.0e+300"},
      {"0.0", "0.0"},
      {"9e999", "Inf"},
      {"-9e999", "-Inf"},
      {"x''", "a BLOB of 0 bytes"},
      {"x'0e'", "a BLOB of 1 byte"},
      {"x'0e00000000000000'", "a BLOB of 8 bytes"},
      {"zeroblob(1000000000)", "a BLOB of 1000000000 bytes"},
      {"''", "''"},
      {"' '", "' '"},
      {"'n/a'", "'n/a'"},
      /* Text that is a number is shown as the text that it is. */
      {"'1.50'", "'1.50'"},
      {"' -2 '", "' -2 '"},
      {"'1e999'", "'1e999'"},
      {"'14x'", "'14x'"},
      {"'it''s'", "'it''s'"},
      {"''''", "''''"},
  };
  sqlite3 *db = database_open();
  quote_expect(db, cases, sizeof(cases) / sizeof(cases[0]));
  database_close(db);
}

static void test_long_text(void **state) {
  (void)state;
  static const quote_case cases[] = {
      {"'" QUOTE_FORTY "'", "'" QUOTE_FORTY "'"},
      {"'" QUOTE_FORTY "!'", "'" QUOTE_FORTY "'... (41 bytes)"},
      {"'" QUOTE_FORTY "\u00e9'", "'" QUOTE_FORTY "'... (42 bytes)"},
      /* Characters, not bytes. */
      {"replace(hex(zeroblob(20)), '0', '\u00e9')",
       "'\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9"
       "\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9"
       "\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9"
       "\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9'"},
      {"replace(hex(zeroblob(21)), '0', '\U0001f4c8')",
       "'\U0001f4c8\U0001f4c8\U0001f4c8\U0001f4c8\U0001f4c8\U0001f4c8"
       "\U0001f4c8\U0001f4c8\U0001f4c8\U0001f4c8\U0001f4c8\U0001f4c8"
       "\U0001f4c8\U0001f4c8\U0001f4c8\U0001f4c8\U0001f4c8\U0001f4c8"
       "\U0001f4c8\U0001f4c8\U0001f4c8\U0001f4c8\U0001f4c8\U0001f4c8"
       "\U0001f4c8\U0001f4c8\U0001f4c8\U0001f4c8\U0001f4c8\U0001f4c8"
       "\U0001f4c8\U0001f4c8\U0001f4c8\U0001f4c8\U0001f4c8\U0001f4c8"
       "\U0001f4c8\U0001f4c8\U0001f4c8\U0001f4c8'... (168 bytes)"},
      {"replace(hex(zeroblob(30)), '0', '''')",
       "'''''''''''''''''''''''''''''''''''''''''''''''''''''''''''''''''''''"
       "'''''''''''''... (60 bytes)"},
  };
  sqlite3 *db = database_open();
  quote_expect(db, cases, sizeof(cases) / sizeof(cases[0]));
  database_close(db);
}

/* What a terminal or a decoder of UTF-8 would stumble over. */
static void test_strange_text(void **state) {
  (void)state;
  static const quote_case cases[] = {
      {"'2' || char(0)", "'2\u2400'"},
      {"char(0)", "'\u2400'"},
      {"'a' || char(10, 13, 9, 27) || 'b'", "'a\u240a\u240d\u2409\u241bb'"},
      {"char(31, 32, 127, 128)", "'\u241f \u2421\xc2\x80'"},
      {"CAST(x'80' AS TEXT)", "'\ufffd'"},
      {"CAST(x'c3' AS TEXT)", "'\ufffd'"},
      {"CAST(x'c341' AS TEXT)", "'\ufffdA'"},
      {"CAST(x'e282' AS TEXT)", "'\ufffd\ufffd'"},
      {"CAST(x'f09f9341' AS TEXT)", "'\ufffd\ufffd\ufffdA'"},
      {"CAST(x'ff' AS TEXT)", "'\ufffd'"},
      {"CAST(x'bf41' AS TEXT)", "'\ufffdA'"},
      /* Not the shortest form, beyond the last character, half a pair. */
      {"CAST(x'c081' AS TEXT)", "'\ufffd\ufffd'"},
      {"CAST(x'c1bf' AS TEXT)", "'\ufffd\ufffd'"},
      {"CAST(x'e09fbf' AS TEXT)", "'\ufffd\ufffd\ufffd'"},
      {"CAST(x'f08fbfbf' AS TEXT)", "'\ufffd\ufffd\ufffd\ufffd'"},
      {"CAST(x'f4908080' AS TEXT)", "'\ufffd\ufffd\ufffd\ufffd'"},
      {"CAST(x'f7bfbfbf' AS TEXT)", "'\ufffd\ufffd\ufffd\ufffd'"},
      {"CAST(x'f8908080' AS TEXT)", "'\ufffd\ufffd\ufffd\ufffd'"},
      {"CAST(x'ff908080' AS TEXT)", "'\ufffd\ufffd\ufffd\ufffd'"},
      {"CAST(x'eda080' AS TEXT)", "'\ufffd\ufffd\ufffd'"},
      {"CAST(x'edbfbf' AS TEXT)", "'\ufffd\ufffd\ufffd'"},
      {"CAST(x'ed9fbf' AS TEXT)", "'\ud7ff'"},
      {"CAST(x'ee8080' AS TEXT)", "'\ue000'"},
      {"CAST(x'f48fbfbf' AS TEXT)", "'\U0010ffff'"},
      {"CAST(x'e0a080' AS TEXT)", "'\u0800'"},
      {"CAST(x'f0908080' AS TEXT)", "'\U00010000'"},
      {"CAST(x'c280' AS TEXT)", "'\xc2\x80'"},
  };
  sqlite3 *db = database_open();
  quote_expect(db, cases, sizeof(cases) / sizeof(cases[0]));
  database_close(db);
}

/* The text is that of a database in UTF-16 too. */
static void test_utf16(void **state) {
  (void)state;
  static const quote_case cases[] = {
      {"'n/a \u03a9 \U0001f4c8'", "'n/a \u03a9 \U0001f4c8'"},
      {"'" QUOTE_FORTY "\u00e9'", "'" QUOTE_FORTY "'... (42 bytes)"},
      {"-3", "-3"},
      {"0.1", "0.1"},
  };
  static const char *const encodings[] = {"UTF-16le", "UTF-16be"};
  for (size_t k = 0; k < 2; k++) {
    sqlite3 *db = database_open();
    database_run(db, "PRAGMA encoding = '%s'; CREATE TABLE t(x)", encodings[k]);
    quote_expect(db, cases, sizeof(cases) / sizeof(cases[0]));
    database_close(db);
  }
}

/* A large text is shown without being copied. */
static void test_large_text(void **state) {
  (void)state;
  enum { BYTES = 100000000 };
  static const char *const queries[] = {
      "SELECT smma(?1, 2)", "SELECT smma(1, ?1)", "SELECT smma_value(?1)",
      "SELECT * FROM smma_series('VALUES (1)', ?1)"};
  char *text = malloc(BYTES + 1);
  assert_non_null(text);
  memset(text, 'x', BYTES);
  text[BYTES] = 0;
  sqlite3 *db = database_open();
  for (size_t k = 0; k < sizeof(queries) / sizeof(queries[0]); k++) {
    sqlite3_stmt *query = database_prepare(db, "%s", queries[k]);
    sqlite3_bind_text(query, 1, text, -1, SQLITE_STATIC);
    const sqlite3_int64 before = sqlite3_memory_used();
    (void)sqlite3_memory_highwater(1);
    assert_int_equal(sqlite3_step(query), SQLITE_ERROR);
    assert_non_null(strstr(sqlite3_errmsg(db), "00000000 bytes"));
    assert_true(sqlite3_memory_highwater(0) < before + 1000000);
    sqlite3_finalize(query);
  }
  database_close(db);
  free(text);
}

/* ---------------------------------------------------------- what is a number */

/* Text that may be a number. */
static int quote_make_text(char *text) {
  static const char letters[] = "0123456789..eE++--  \t\n\v\f\r_x\0,";
  static const char *const pieces[] = {"1", "12.5", "e5", "E-3", " ", ".", "-"};
  int n = 0;
  for (size_t k = random_between(&quote_random, 0, 6); k > 0; k--) {
    if (random_chance(&quote_random, 0.5)) {
      text[n++] =
          letters[random_between(&quote_random, 0, sizeof(letters) - 2)];
    } else {
      const char *piece = pieces[random_between(&quote_random, 0, 6)];
      memcpy(text + n, piece, strlen(piece));
      n += (int)strlen(piece);
    }
  }
  return n;
}

/* SPEC 3.3: text is a number where a column of type NUMERIC makes it one, and the
** same number. Only a NUL ends some versions' numbers. */
static void test_what_is_a_number(void **state) {
  (void)state;
  sqlite3 *db = database_open();
  database_run(db, "CREATE TABLE numbers(x NUMERIC); BEGIN");
  sqlite3_stmt *insert =
      database_prepare(db, "INSERT INTO numbers VALUES (?1)");
  sqlite3_stmt *numeric = database_prepare(
      db, "SELECT typeof(x), CAST(x AS REAL) FROM numbers ORDER BY rowid DESC");
  sqlite3_stmt *smma = database_prepare(db, "SELECT smma(?1, 1)");
  size_t numbers = 0;
  for (size_t round = random_rounds(100000); round > 0; round--) {
    char text[60];
    const int n = quote_make_text(text);
    sqlite3_bind_text(insert, 1, text, n, SQLITE_STATIC);
    assert_false(database_step(insert));
    sqlite3_bind_text(smma, 1, text, n, SQLITE_STATIC);
    assert_true(database_step(numeric));
    const bool is_number =
        strcmp((const char *)sqlite3_column_text(numeric, 0), "text") != 0 &&
        memchr(text, 0, (size_t)n) == NULL;
    const double expected = sqlite3_column_double(numeric, 1);
    const bool is_averaged = sqlite3_step(smma) == SQLITE_ROW;
    const char *message = is_averaged ? "" : sqlite3_errmsg(db);
    const char *right = !is_number            ? "is not a number"
                        : !isfinite(expected) ? "is not finite"
                                              : "";
    if (strstr(message, right) == NULL || is_averaged != (*right == 0) ||
        (is_averaged && sqlite3_column_double(smma, 0) != expected)) {
      fail_msg("'%.*s': '%s' and not '%s'", n, text, message, right);
    }
    numbers += is_number;
    sqlite3_reset(insert);
    sqlite3_reset(smma);
    sqlite3_reset(numeric);
  }
  assert_true(numbers > 0);
  sqlite3_finalize(insert);
  sqlite3_finalize(numeric);
  sqlite3_finalize(smma);
  database_run(db, "COMMIT");
  database_close(db);
}

int main(void) {
  quote_random = random_start("test_quote");
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_values),
      cmocka_unit_test(test_long_text),
      cmocka_unit_test(test_strange_text),
      cmocka_unit_test(test_utf16),
      cmocka_unit_test(test_large_text),
      cmocka_unit_test(test_what_is_a_number),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
