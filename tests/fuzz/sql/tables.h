/*
** tables.h - what statements read: tables of the same columns, so that any of
** them may stand for any other.
*/
#ifndef SMMA_FUZZ_TABLES_H
#define SMMA_FUZZ_TABLES_H

#include "database.h"

static const char *const tables_columns[] = {"i",   "part",  "ts",   "high",
                                             "low", "close", "value"};
static const char *const tables_names[] = {"prices", "odd", "states", "ties",
                                           "empty"};
enum {
  TABLES_COLUMNS = sizeof(tables_columns) / sizeof(tables_columns[0]),
  TABLES_NAMES = sizeof(tables_names) / sizeof(tables_names[0])
};

static const char tables_sql[] =
    "CREATE TABLE prices(i INTEGER PRIMARY KEY, part, ts, high, low, close, "
    "value);"
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE "
    "i < 32) INSERT INTO prices SELECT i, i / 17, "
    "date('2024-01-01', i || ' days'), 101.5 + i * 37 % 11, 99 + i * 37 % 7, "
    "CASE WHEN i % 13 <> 5 THEN 100.25 + i * 37 % 9 END, (i * 71 % 19 - 9) / "
    "8.0 FROM n;"
    /* What is no price, or hard on an average. */
    "CREATE TABLE odd AS SELECT * FROM prices WHERE 0;"
    "INSERT INTO odd(i, close) VALUES (1, NULL), (2, 7), (3, -0.0), (4, 0.0), "
    "(5, '12.5'), (6, 1e300), (7, -1e300), (8, 4.9e-324), (9, 1e-300), "
    "(10, 9223372036854775807), (11, 3), (12, 0.1), (13, NULL), (14, -7e9);"
    "INSERT INTO odd(i, value) VALUES (15, 'n/a'), (16, x'00ff'), (17, 9e999), "
    "(18, -9e999), (19, ''), (20, '1e999'), (21, zeroblob(112)), (22, ' 3 '), "
    "(23, 1.7e308), (24, CAST('4' AS BLOB));"
    "UPDATE odd SET part = i % 2, ts = -i, high = close, low = -close, "
    "value = coalesce(value, close);"
    "CREATE TABLE states AS SELECT * FROM prices WHERE i <= 12;"
    "UPDATE states SET value = (SELECT smma_state(p.close, states.i) FROM "
    "prices AS p WHERE p.i <= 20);"
    "UPDATE states SET value = substr(value, 1, 40) || x'01' || "
    "substr(value, 42) WHERE i = 11;"
    "CREATE TABLE ties AS SELECT i, i % 3 AS part, i / 4 AS ts, high, low, "
    "close, value FROM prices;"
    "CREATE INDEX ties_by_part ON ties(part, ts);"
    "CREATE TABLE empty AS SELECT * FROM prices WHERE 0;";

#endif
