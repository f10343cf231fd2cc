/*
** bench_report.h - the whole report: only main() makes and writes one.
*/
#ifndef BENCH_REPORT_H
#define BENCH_REPORT_H

#include "bench.h"

#include <stdio.h>

bench_report *bench_report_new(bool is_quick);
void bench_report_free(bench_report *report);

/* What ran where, as the first lines of the printed report. */
void bench_print_machine(const bench_report *report);

/* Every target once more, at the end. */
void bench_print_targets(const bench_report *report);

/* False when the file cannot be written. */
bool bench_write_json(const bench_report *report, const char *path);

#endif
