/*
** bench_serve.c - native calls measured for another program, which times its own
** in turn with them: `make bench-wasm`.
**
** It tells the machine first, one name and text a line, then an empty line. Then
** it reads commands from standard input, one a line, and answers each in a line:
**
**     prices N      N doubles follow, in this machine's byte order; "ok"
**     fast P CALLS  smma_into() in place of those prices, period P: "SECONDS
**                   LAST", the median of CALLS calls, at most 64, and the
**                   last average
**     safe P CALLS  smma(), smma_free(); the same
**     open          puts the prices into a database in memory; "ok"
**     query SQL     one run of a query on it; the same, of its first column
*/
#include "core/bench_arrays.h"
#include "sql/bench_database.h"
#include "bench_report.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BENCH_LINE_SIZE = 1024, BENCH_LARGEST_KEPT = 32 << 20 };

typedef struct bench_server {
  double *prices;
  double *out;
  size_t n;
  sqlite3 *db;
} bench_server;

static bool bench_serve_prices(bench_server *server, size_t n) {
  free(server->prices);
  free(server->out);
  server->n = n;
  server->prices = bench_allocate(n * sizeof(double));
  server->out = bench_allocate(n * sizeof(double));
  if (fread(server->prices, sizeof(double), n, stdin) != n) return false;
  printf("ok\n");
  return true;
}

static bool bench_serve_array(bench_server *server, bool is_safe, size_t period,
                              size_t calls) {
  if (server->n == 0 || period == 0) return false;
  if (calls == 0 || calls > BENCH_MOST_ROUNDS) return false;
  bench_array array = {server->prices, server->out, server->n, period, NULL};
  const bench_case in_place = {"", bench_refill, bench_run_in_place, &array};
  const bench_case safe = {"", NULL, bench_run_safe, &array};
  const bench_case *measured = is_safe ? &safe : &in_place;
  bench_time_call(measured); /* not timed: this process has been waiting */
  double seconds[BENCH_MOST_ROUNDS];
  for (size_t i = 0; i < calls; i++) {
    seconds[i] = bench_time_call(measured);
  }
  printf("%.9g %.17g\n", bench_median_of(seconds, calls), bench_consumed());
  return true;
}

static bool bench_serve_open(bench_server *server) {
  sqlite3_close(server->db);
  server->db = bench_database_open();
  bench_add_prices(server->db, server->prices, server->n);
  printf("ok\n");
  return true;
}

static bool bench_serve_query(bench_server *server, const char *sql) {
  if (server->db == NULL) return false;
  sqlite3_stmt *statement = bench_prepare(server->db, sql);
  const bench_case query = {sql, NULL, bench_run_query, statement};
  const double seconds = bench_time_call(&query);
  sqlite3_finalize(statement);
  printf("%.9g %.17g\n", seconds, bench_consumed());
  return true;
}

/* False after a command that is none. */
static bool bench_serve_line(bench_server *server, const char *line) {
  size_t n, calls;
  if (sscanf(line, "prices %zu", &n) == 1) return bench_serve_prices(server, n);
  if (sscanf(line, "fast %zu %zu", &n, &calls) == 2) {
    return bench_serve_array(server, false, n, calls);
  }
  if (sscanf(line, "safe %zu %zu", &n, &calls) == 2) {
    return bench_serve_array(server, true, n, calls);
  }
  if (strcmp(line, "open") == 0) return bench_serve_open(server);
  if (strncmp(line, "query ", 6) == 0) {
    return bench_serve_query(server, line + 6);
  }
  return false;
}

bool bench_serve(void) {
  bench_report *report = bench_report_new(false);
  bench_print_machine(report);
  bench_report_free(report);
  printf("\n");
  fflush(stdout);

  /* glibc hands large blocks back to the system until it has seen a larger one
  ** freed. Now it keeps them, as in any program that has run for a while. */
  free(bench_allocate(BENCH_LARGEST_KEPT));

  bench_server server = {NULL, NULL, 0, NULL};
  char line[BENCH_LINE_SIZE];
  bool is_understood = true;
  while (is_understood && fgets(line, sizeof(line), stdin) != NULL) {
    line[strcspn(line, "\n")] = '\0';
    is_understood = bench_serve_line(&server, line);
    fflush(stdout);
  }
  if (!is_understood) fprintf(stderr, "bench: cannot do \"%s\"\n", line);
  sqlite3_close(server.db);
  free(server.prices);
  free(server.out);
  return is_understood;
}
