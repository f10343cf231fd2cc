/* bench_report.c - what is printed and what is written as JSON. */
#include "bench_report.h"

#include "../../core/smma.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#ifndef BENCH_COMMIT
#define BENCH_COMMIT "unknown"
#endif
#ifndef BENCH_FLAGS
#define BENCH_FLAGS "unknown"
#endif
#if defined(__clang__)
#define BENCH_COMPILER "clang " __clang_version__
#elif defined(__GNUC__)
#define BENCH_COMPILER "gcc " __VERSION__
#else
#define BENCH_COMPILER "unknown"
#endif

enum { BENCH_NAME_SIZE = 120, BENCH_MOST_ENTRIES = 1024 };

typedef enum bench_entry_kind {
  BENCH_ENTRY_TIMES,
  BENCH_ENTRY_VALUE,
  BENCH_ENTRY_FIGURE
} bench_entry_kind;

/* One thing measured. */
typedef struct bench_entry {
  bench_entry_kind kind;
  char section[BENCH_NAME_SIZE];
  char name[BENCH_NAME_SIZE];
  const char *unit;
  double value;
  size_t items; /* times only */
  bench_times times;
  bench_bound bound; /* figures only */
  double target;
} bench_entry;

struct bench_report {
  bool is_quick;
  char cpu[BENCH_NAME_SIZE];
  char section[BENCH_NAME_SIZE];
  size_t count;
  bench_entry entries[BENCH_MOST_ENTRIES];
};

/* -------------------------------------------------------------- the machine */

/* Linux alone says so in a file; elsewhere the model stays "unknown". */
static void bench_find_cpu(char *cpu) {
  snprintf(cpu, BENCH_NAME_SIZE, "unknown");
  FILE *file = fopen("/proc/cpuinfo", "r");
  if (file == NULL) return;
  char line[512];
  while (fgets(line, sizeof(line), file) != NULL) {
    const char *colon = strchr(line, ':');
    if (strncmp(line, "model name", 10) != 0 || colon == NULL) continue;
    line[strcspn(line, "\n")] = '\0';
    snprintf(cpu, BENCH_NAME_SIZE, "%.100s", colon + 2);
    break;
  }
  fclose(file);
}

void bench_print_machine(const bench_report *report) {
  printf("processor  %s\n", report->cpu);
  printf("compiler   %s, %s\n", BENCH_COMPILER, BENCH_FLAGS);
  printf("SQLite     %s\n", sqlite3_libversion());
  printf("kernel     %s\n", smma_kernel_name());
  printf("commit     %s\n", BENCH_COMMIT);
  if (report->is_quick) {
    printf("\nA short run: it shows that the program works, no more.\n");
  }
  fflush(stdout);
}

/* ---------------------------------------------------------------- recording */

bench_report *bench_report_new(bool is_quick) {
  bench_report *report = bench_allocate(sizeof(*report));
  memset(report, 0, sizeof(*report));
  report->is_quick = is_quick;
  bench_find_cpu(report->cpu);
  return report;
}

void bench_report_free(bench_report *report) {
  free(report);
}

bool bench_is_quick(const bench_report *report) {
  return report->is_quick;
}

size_t bench_rounds(const bench_report *report, size_t rounds) {
  return report->is_quick ? 3 : rounds;
}

static bench_entry *bench_add(bench_report *report, bench_entry_kind kind,
                              const char *name, const char *unit,
                              double value) {
  if (report->count == BENCH_MOST_ENTRIES) {
    fprintf(stderr, "bench: more entries than the report has room for\n");
    exit(EXIT_FAILURE);
  }
  bench_entry *entry = &report->entries[report->count++];
  entry->kind = kind;
  entry->unit = unit;
  entry->value = value;
  memcpy(entry->section, report->section, sizeof(entry->section));
  snprintf(entry->name, sizeof(entry->name), "%s", name);
  return entry;
}

void bench_section(bench_report *report, const char *name) {
  snprintf(report->section, sizeof(report->section), "%s", name);
  printf("\n%s\n\n", name);
  fflush(stdout);
}

void bench_record_times(bench_report *report, const char *name, size_t items,
                        const bench_times *times) {
  bench_entry *entry =
      bench_add(report, BENCH_ENTRY_TIMES, name, "s", bench_median(times));
  entry->items = items;
  entry->times = *times;
}

void bench_record_value(bench_report *report, const char *name, double value,
                        const char *unit) {
  bench_add(report, BENCH_ENTRY_VALUE, name, unit, value);
}

static bool bench_is_met(const bench_entry *entry) {
  return entry->bound == BENCH_AT_MOST ? entry->value <= entry->target
                                       : entry->value >= entry->target;
}

static void bench_print_figure(const bench_entry *entry) {
  /* A ratio close to its target needs the third digit. */
  const int digits = strcmp(entry->unit, "times") == 0 ? 3 : 2;
  printf("  %-64s %9.*f %-6s", entry->name, digits, entry->value, entry->unit);
  if (entry->bound != BENCH_NO_TARGET) {
    printf(" %s %-5g %s",
           entry->bound == BENCH_AT_MOST ? "<=" : ">=", entry->target,
           bench_is_met(entry) ? "met" : "MISSED");
  }
  printf("\n");
}

void bench_figure(bench_report *report, const char *name, double value,
                  const char *unit, bench_bound bound, double target) {
  bench_entry *entry = bench_add(report, BENCH_ENTRY_FIGURE, name, unit, value);
  entry->bound = bound;
  entry->target = target;
  bench_print_figure(entry);
  fflush(stdout);
}

void bench_print_targets(const bench_report *report) {
  size_t targets = 0;
  size_t met = 0;
  printf("\nTargets\n\n");
  for (size_t i = 0; i < report->count; i++) {
    const bench_entry *entry = &report->entries[i];
    if (entry->kind != BENCH_ENTRY_FIGURE) continue;
    if (entry->bound == BENCH_NO_TARGET) continue;
    bench_print_figure(entry);
    targets++;
    met += bench_is_met(entry);
  }
  printf("\n  %zu of %zu met\n", met, targets);
}

const char *bench_grouped(size_t number) {
  static char buffers[4][32];
  static size_t next;
  char *buffer = buffers[next++ % 4];
  char digits[32];
  const int length = snprintf(digits, sizeof(digits), "%zu", number);
  size_t used = 0;
  for (int i = 0; i < length; i++) {
    if (i > 0 && (length - i) % 3 == 0) buffer[used++] = ',';
    buffer[used++] = digits[i];
  }
  buffer[used] = '\0';
  return buffer;
}

/* --------------------------------------------------------------------- JSON */

static void bench_json_text(FILE *file, const char *name, const char *text) {
  fprintf(file, "\"%s\": \"", name);
  for (; *text != '\0'; text++) {
    if (*text == '"' || *text == '\\') fputc('\\', file);
    if ((unsigned char)*text >= ' ') fputc(*text, file);
  }
  fputc('"', file);
}

static void bench_json_machine(FILE *file, const bench_report *report) {
  const struct {
    const char *name, *text;
  } lines[] = {{"processor", report->cpu},
               {"compiler", BENCH_COMPILER},
               {"flags", BENCH_FLAGS},
               {"sqlite", sqlite3_libversion()},
               {"sqlite_source", sqlite3_sourceid()},
               {"kernel", smma_kernel_name()},
               {"commit", BENCH_COMMIT}};
  const size_t count = sizeof(lines) / sizeof(lines[0]);
  fprintf(file, "  \"machine\": {\n");
  for (size_t i = 0; i < count; i++) {
    fprintf(file, "    ");
    bench_json_text(file, lines[i].name, lines[i].text);
    fprintf(file, i + 1 < count ? ",\n" : "\n");
  }
  fprintf(file, "  },\n");
}

static void bench_json_entry(FILE *file, const bench_entry *entry) {
  fprintf(file, "{");
  bench_json_text(file, "section", entry->section);
  fprintf(file, ", ");
  bench_json_text(file, "name", entry->name);
  fprintf(file, ", ");
  bench_json_text(file, "unit", entry->unit);
  if (entry->kind == BENCH_ENTRY_TIMES) {
    fprintf(file,
            ", \"items\": %zu, \"median\": %.9g, \"minimum\": %.9g, "
            "\"maximum\": %.9g, \"runs\": %zu, \"calls_a_run\": %zu}",
            entry->items, entry->value, bench_minimum(&entry->times),
            bench_maximum(&entry->times), entry->times.rounds,
            entry->times.calls);
    return;
  }
  fprintf(file, ", \"value\": %.9g", entry->value);
  if (entry->kind == BENCH_ENTRY_FIGURE && entry->bound != BENCH_NO_TARGET) {
    fprintf(file, ", \"bound\": \"%s\", \"target\": %g, \"met\": %s",
            entry->bound == BENCH_AT_MOST ? "at most" : "at least",
            entry->target, bench_is_met(entry) ? "true" : "false");
  }
  fprintf(file, "}");
}

static void bench_json_entries(FILE *file, const bench_report *report,
                               bench_entry_kind kind, const char *name) {
  const char *separator = "\n";
  fprintf(file, "  \"%s\": [", name);
  for (size_t i = 0; i < report->count; i++) {
    if (report->entries[i].kind != kind) continue;
    fprintf(file, "%s    ", separator);
    bench_json_entry(file, &report->entries[i]);
    separator = ",\n";
  }
  fprintf(file, "\n  ]");
}

bool bench_write_json(const bench_report *report, const char *path) {
  FILE *file = fopen(path, "w");
  if (file == NULL) return false;
  fprintf(file, "{\n  \"quick\": %s,\n", report->is_quick ? "true" : "false");
  bench_json_machine(file, report);
  bench_json_entries(file, report, BENCH_ENTRY_FIGURE, "figures");
  fprintf(file, ",\n");
  bench_json_entries(file, report, BENCH_ENTRY_TIMES, "times");
  fprintf(file, ",\n");
  bench_json_entries(file, report, BENCH_ENTRY_VALUE, "values");
  fprintf(file, "\n}\n");
  const bool is_written = ferror(file) == 0;
  return fclose(file) == 0 && is_written;
}
