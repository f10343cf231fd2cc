/*
** bench_database.h - the databases that the SQL parts of the benchmark measure
** in. What fails ends the program with SQLite's text.
*/
#ifndef BENCH_DATABASE_H
#define BENCH_DATABASE_H

#include <sqlite3.h>
#include <stddef.h>

/* An empty database in memory, with the extension. */
sqlite3 *bench_database_open(void);

/* Ends the program with what db says went wrong. */
void bench_database_fail(sqlite3 *db);

void bench_execute(sqlite3 *db, const char *sql);
sqlite3_stmt *bench_prepare(sqlite3 *db, const char *sql);

/* The text of a file, from the top of the repository, where make runs; to be
** released with free(). And that run as SQL. */
char *bench_read_script(const char *path);
void bench_run_script(sqlite3 *db, const char *path);

/* bench_nothing(...), a window function of any arguments that does nothing and is
** registered as those of the extension are: what SQLite itself needs. */
void bench_add_nothing(sqlite3 *db);

/* Runs `sql`, in one transaction, for each of the prices: ?1 is its index, ?2
** the price, ?3 the number of prices by BENCH_SYMBOLS. */
enum { BENCH_SYMBOLS = 100 };
void bench_insert(sqlite3 *db, const char *sql, const double *prices,
                  size_t rows);

/* prices(ts INTEGER PRIMARY KEY, close REAL), ts = 1, 2, 3 ... */
void bench_add_prices(sqlite3 *db, const double *prices, size_t rows);

/* The same, with a random walk of that length. */
void bench_add_walk(sqlite3 *db, size_t rows);

/* A case's run: steps the statement that data is through all its rows, reads
** every column of them as a number, and resets it. */
void bench_run_query(void *data);

/* The bytes the query needs at its peak, beyond those in use before it. */
sqlite3_int64 bench_query_peak(sqlite3_stmt *statement);

#endif
