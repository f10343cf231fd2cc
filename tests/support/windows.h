/*
** windows.h - random windows of SQL: every unit, every pair of bounds, EXCLUDE
** and PARTITION BY, as far as this SQLite knows them, over a table with the
** columns id, part, key, real_key and used.
*/
#ifndef SMMA_TEST_WINDOWS_H
#define SMMA_TEST_WINDOWS_H

#include "database.h"
#include "random.h"

#include <stdbool.h>

typedef enum windows_unit {
  WINDOWS_ROWS,
  WINDOWS_RANGE,
  WINDOWS_GROUPS
} windows_unit;

/* In this order; a frame may not end with a bound before the one it starts
** with, may not start with the last and may not end with the first. */
typedef enum windows_bound {
  WINDOWS_UNBOUNDED_PRECEDING,
  WINDOWS_PRECEDING,
  WINDOWS_CURRENT,
  WINDOWS_FOLLOWING,
  WINDOWS_UNBOUNDED_FOLLOWING
} windows_bound;

static inline const char *
windows_pick(random_source *random, const char *const *choices, size_t count) {
  return choices[random_between(random, 0, count - 1)];
}

/* Mostly near, at times past every end. */
static inline void windows_write_offset(random_source *random, char *to,
                                        size_t size, windows_unit unit) {
  const size_t most = random_chance(random, 0.1) ? 1000 : 9;
  const size_t offset = random_between(random, 0, most);
  if (unit == WINDOWS_RANGE && random_chance(random, 0.3)) {
    snprintf(to, size, "%zu.5", offset);
  } else {
    snprintf(to, size, "%zu", offset);
  }
}

static inline void windows_write_bound(random_source *random, char *to,
                                       size_t size, windows_unit unit,
                                       windows_bound bound) {
  char offset[24];
  windows_write_offset(random, offset, sizeof(offset), unit);
  switch (bound) {
  case WINDOWS_UNBOUNDED_PRECEDING:
    snprintf(to, size, "UNBOUNDED PRECEDING");
    break;
  case WINDOWS_PRECEDING:
    snprintf(to, size, "%s PRECEDING", offset);
    break;
  case WINDOWS_CURRENT:
    snprintf(to, size, "CURRENT ROW");
    break;
  case WINDOWS_FOLLOWING:
    snprintf(to, size, "%s FOLLOWING", offset);
    break;
  default:
    snprintf(to, size, "UNBOUNDED FOLLOWING");
    break;
  }
}

/* The window in brackets: PARTITION BY, ORDER BY and the frame. *never_slides:
** from UNBOUNDED PRECEDING on. */
static inline void windows_write(random_source *random, char *to, size_t size,
                                 bool *never_slides) {
  static const char *const units[] = {"ROWS", "RANGE", "GROUPS"};
  static const char *const parts[] = {"", "", "PARTITION BY part ",
                                      "PARTITION BY part, used "};
  static const char *const one_key[] = {"key", "key DESC", "real_key",
                                        "real_key DESC", "id"};
  static const char *const any_keys[] = {
      "key", "key DESC", "real_key, key DESC", "key, id DESC", "id", "part"};
  static const char *const excludes[] = {"",
                                         "",
                                         "",
                                         " EXCLUDE NO OTHERS",
                                         " EXCLUDE CURRENT ROW",
                                         " EXCLUDE GROUP",
                                         " EXCLUDE TIES"};
  const bool all = database_has_all_frames();
  const windows_unit unit =
      (windows_unit)random_between(random, 0, all ? 2 : 1);
  const bool offsets = all || unit == WINDOWS_ROWS;
  const windows_bound start =
      offsets ? (windows_bound)random_between(
                    random, WINDOWS_UNBOUNDED_PRECEDING, WINDOWS_FOLLOWING)
              : WINDOWS_UNBOUNDED_PRECEDING;
  const windows_bound end =
      offsets
          ? (windows_bound)random_between(
                random, start > WINDOWS_PRECEDING ? start : WINDOWS_PRECEDING,
                WINDOWS_UNBOUNDED_FOLLOWING)
          : WINDOWS_CURRENT;
  const bool has_offset = start == WINDOWS_PRECEDING ||
                          start == WINDOWS_FOLLOWING ||
                          end == WINDOWS_PRECEDING || end == WINDOWS_FOLLOWING;
  char from[40], until[40];
  windows_write_bound(random, from, sizeof(from), unit, start);
  windows_write_bound(random, until, sizeof(until), unit, end);
  /* SQLite wants one key to add the offset of a RANGE to. */
  const char *keys = unit == WINDOWS_RANGE && has_offset
                         ? windows_pick(random, one_key, 5)
                         : windows_pick(random, any_keys, 6);
  const bool no_order =
      !(unit == WINDOWS_RANGE && has_offset) && random_chance(random, 0.05);
  const bool is_short = start <= WINDOWS_CURRENT && end == WINDOWS_CURRENT &&
                        random_chance(random, 0.5);
  char frame[120];
  if (is_short) {
    snprintf(frame, sizeof(frame), "%s %s", units[unit], from);
  } else {
    snprintf(frame, sizeof(frame), "%s BETWEEN %s AND %s", units[unit], from,
             until);
  }
  snprintf(to, size, "(%s%s%s %s%s)", windows_pick(random, parts, 4),
           no_order ? "" : "ORDER BY ", no_order ? "" : keys, frame,
           all ? windows_pick(random, excludes, 7) : "");
  *never_slides = start == WINDOWS_UNBOUNDED_PRECEDING;
}

#endif
