/*
** bench.c - measures the library and the extension: `make bench`.
**
**     bench [--quick] [--json FILE]
**     bench --serve
**
** Prints tables with each figure's target, and writes every median to FILE.
** The exit status says whether the program ran, not whether targets were met:
** a busy machine must not fail a build. --serve measures what another program
** asks for, in turn with its own calls: see bench_serve.c.
*/
#include "bench_report.h"

#include <stdlib.h>
#include <string.h>

static int bench_usage(void) {
  fprintf(stderr, "usage: bench [--quick] [--json FILE] | --serve\n");
  return EXIT_FAILURE;
}

int main(int argc, char **argv) {
  bool is_quick = false;
  const char *json = NULL;
  if (argc == 2 && strcmp(argv[1], "--serve") == 0) {
    return bench_serve() ? EXIT_SUCCESS : EXIT_FAILURE;
  }
  for (int i = 1; i < argc; i++) {
    if (strcmp(argv[i], "--quick") == 0) {
      is_quick = true;
    } else if (strcmp(argv[i], "--json") == 0 && i + 1 < argc) {
      json = argv[++i];
    } else {
      return bench_usage();
    }
  }

  bench_report *report = bench_report_new(is_quick);
  bench_print_machine(report);
  bench_arrays(report);
  bench_long_period(report);
  bench_rows(report);
  bench_batches(report);
  bench_accuracy(report);
  bench_frames(report);
  bench_sql(report);
  bench_wilder(report);
  bench_bulk(report);
  bench_live(report);
  bench_print_targets(report);
  int status = EXIT_SUCCESS;
  if (json != NULL && !bench_write_json(report, json)) {
    fprintf(stderr, "bench: cannot write %s\n", json);
    status = EXIT_FAILURE;
  }
  bench_report_free(report);
  return status;
}
