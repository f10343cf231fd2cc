/*
** seeds.c - writes the inputs that fuzzing starts from (`make fuzz-seeds`): one
** of each kind of series, period and state, so that the fuzzer need not find out
** first what its bytes mean.
*/
#include "../../core/smma.h"
#include "input.h"

#include <stdio.h>
#include <stdlib.h>

typedef struct seed {
  unsigned char bytes[400];
  size_t size;
} seed;

typedef struct seed_series {
  const char *name;
  unsigned char period[2]; /* input_period() */
  unsigned char operations[40];
} seed_series;

#define SEED_OP(operation, argument) ((INPUT_##operation) << 4 | (argument))

/* Operations end at the first 0; INPUT_MOVE with argument 0 is not used. */
static const seed_series seed_of_series[] = {
    {"walk",
     {13, 0},
     {SEED_OP(WALK, 15), 1, SEED_OP(WALK, 15), 2, SEED_OP(WALK, 15), 3,
      SEED_OP(MOVE, 9)}},
    {"copy",
     {0, 0},
     {SEED_OP(WALK, 5), 9, SEED_OP(SPECIAL, 1), SEED_OP(SPECIAL, 4),
      SEED_OP(SPECIAL, 12)}},
    {"gaps",
     {6, 0},
     {SEED_OP(WALK, 3), 4, SEED_OP(GAP, 2), SEED_OP(HOLES, 5), 0x55,
      SEED_OP(WALK, 15), 5, SEED_OP(HOLES, 1), 0x13, SEED_OP(GAP, 13),
      SEED_OP(WALK, 9), 6}},
    {"flips",
     {4, 0},
     {SEED_OP(FLIP, 15), SEED_OP(NOISE, 15), 7, SEED_OP(FLIP, 9),
      SEED_OP(NOISE, 15), 8}},
    {"steps",
     {9, 0},
     {SEED_OP(LEVEL, 9), 40, SEED_OP(REPEAT, 15), SEED_OP(LEVEL, 1), 80,
      SEED_OP(REPEAT, 15), SEED_OP(SCALE, 0), 160, SEED_OP(LEVEL, 12), 3,
      SEED_OP(HOLD, 1)}},
    {"constant", {20, 0}, {SEED_OP(SPECIAL, 3), SEED_OP(HOLD, 3)}},
    {"nearly-constant",
     {20, 0},
     {SEED_OP(SPECIAL, 3), SEED_OP(HOLD, 1), SEED_OP(NUDGE, 8),
      SEED_OP(COPY, 15), SEED_OP(NUDGE, 6), SEED_OP(HOLD, 0)}},
    {"spikes",
     {13, 0},
     {SEED_OP(WALK, 9), 1, SEED_OP(SPIKE, 12), SEED_OP(LEVEL, 8), 1,
      SEED_OP(COPY, 15), SEED_OP(SPIKE, 1), SEED_OP(WALK, 9), 2}},
    {"huge",
     {2, 0},
     {SEED_OP(SPECIAL, 9), SEED_OP(SPECIAL, 10), SEED_OP(SCALE, 12), 9,
      SEED_OP(NOISE, 15), 3, SEED_OP(FLIP, 15), SEED_OP(SPECIAL, 11)}},
    {"overflow",
     {2, 0},
     {SEED_OP(WALK, 3), 1, SEED_OP(SPECIAL, 12), SEED_OP(SPECIAL, 13),
      SEED_OP(SPECIAL, 12), SEED_OP(FLIP, 15)}},
    {"infinite",
     {7, 0},
     {SEED_OP(WALK, 15), 1, SEED_OP(SPECIAL, 14), SEED_OP(WALK, 3), 2}},
    {"tiny",
     {5, 0},
     {SEED_OP(SCALE, 12), 6, SEED_OP(NOISE, 15), 4, SEED_OP(SPECIAL, 4),
      SEED_OP(SCALE, 8), 1, SEED_OP(NOISE, 9), 5}},
    {"ramp",
     {29, 0},
     {SEED_OP(RAMP, 15), 200, SEED_OP(RAMP, 15), 20, SEED_OP(RAMP, 15), 130}},
    {"long",
     {221, 40},
     {SEED_OP(HOLD, 15), SEED_OP(WALK, 15), 1, SEED_OP(HOLD, 15),
      SEED_OP(WALK, 15), 2, SEED_OP(HOLD, 15), SEED_OP(FLIP, 15),
      SEED_OP(HOLD, 15)}},
    {"longer",
     {192, 250},
     {SEED_OP(NOISE, 15), 1, SEED_OP(NOISE, 15), 2, SEED_OP(NOISE, 15), 3,
      SEED_OP(NOISE, 15), 4, SEED_OP(NOISE, 15), 5, SEED_OP(NOISE, 15), 6,
      SEED_OP(NOISE, 15), 7, SEED_OP(NOISE, 15), 8}},
    {"longest", {240, 0}, {SEED_OP(WALK, 15), 1, SEED_OP(NOISE, 15), 2}},
};
enum { SEED_SERIES = sizeof(seed_of_series) / sizeof(seed_of_series[0]) };

static void seed_add(seed *s, const void *bytes, size_t n) {
  memcpy(s->bytes + s->size, bytes, n);
  s->size += n;
}

static void seed_add_operations(seed *s, const seed_series *series) {
  size_t n = sizeof(series->operations);
  while (n > 0 && series->operations[n - 1] == 0) {
    n--;
  }
  seed_add(s, series->operations, n);
}

static void seed_write(const char *directory, const char *target,
                       const char *name, const seed *s) {
  char path[1000];
  snprintf(path, sizeof(path), "%s/%s/%s", directory, target, name);
  FILE *file = fopen(path, "wb");
  if (file == NULL || fwrite(s->bytes, 1, s->size, file) != s->size ||
      fclose(file) != 0) {
    perror(path);
    exit(1);
  }
}

/* Behind the prices: the batch, the pieces, the overlap (series_decode()). */
static void seed_write_series(const char *directory, size_t k) {
  const unsigned char ways[3] = {(unsigned char)(k * 37),
                                 (unsigned char)(k * 11 + 2),
                                 (unsigned char)(k * 5)};
  seed s = {{0}, 0};
  seed_add(&s, seed_of_series[k].period, 2);
  seed_add_operations(&s, &seed_of_series[k]);
  seed_add(&s, ways, sizeof(ways));
  seed_write(directory, "fuzz_series", seed_of_series[k].name, &s);
}

/* Behind the prices: moves. Every fourth frame is a wide one, every third is
** short of memory once. */
static void seed_write_frame(const char *directory, size_t k) {
  static const unsigned char moves[] = {0xf0, 0xf0, 0xf0, 0x31, 0x11, 0x23,
                                        0xa1, 0x0f, 0x84, 0x11, 0x05, 0x91};
  const size_t option = (k % 4 == 3 ? 224 : 0) + (k % 3 == 2 ? 3 + k : 0);
  const unsigned char head[3] = {seed_of_series[k].period[0] % 192 % 24, 0,
                                 (unsigned char)option};
  seed s = {{0}, 0};
  seed_add(&s, head, sizeof(head));
  seed_add_operations(&s, &seed_of_series[k]);
  /* as many moves as all else, or they would be taken for prices */
  const size_t count = s.size < sizeof(moves) ? s.size : sizeof(moves);
  seed_add(&s, moves, count);
  seed_write(directory, "fuzz_frame", seed_of_series[k].name, &s);
}

/* A state as it is, and states that have been changed: see fuzz_state.c. */
static void seed_write_states(const char *directory) {
  static const struct {
    const char *name;
    unsigned char bytes[24];
  } changed[] = {
      {"bytes",
       {2, 13, 0, 40, 3, 16, 1, 24, 0x80, 40, 7, SEED_OP(WALK, 15), 1,
        SEED_OP(WALK, 15), 2}},
      {"words",
       {3, 4, 0, 50, 2, 4, 17, 9, 20, SEED_OP(WALK, 15), 3, SEED_OP(FLIP, 15)}},
      {"counts",
       {3, 40, 0, 60, 1, 2, 6, SEED_OP(WALK, 15), 3, SEED_OP(FLIP, 15)}},
      {"seed",
       {2, 40, 0, 20, 1, 33, 0x10, SEED_OP(WALK, 15), 4, SEED_OP(WALK, 15), 5}},
      {"run-in",
       {2, 8, 0, 10, 1, 40, 0x10, SEED_OP(WALK, 15), 4, SEED_OP(GAP, 5),
        SEED_OP(WALK, 15), 5}},
      {"untouched",
       {2, 13, 0, 60, 0, SEED_OP(WALK, 15), 4, SEED_OP(NOISE, 15), 5}},
  };
  for (size_t k = 0; k < sizeof(changed) / sizeof(changed[0]); k++) {
    seed s = {{0}, 0};
    seed_add(&s, changed[k].bytes, sizeof(changed[k].bytes));
    seed_write(directory, "fuzz_state", changed[k].name, &s);
    seed_write(directory, "fuzz_blob", changed[k].name, &s);
  }
  seed raw = {{0}, 1};
  smma_stream stream;
  smma_stream_init(&stream, 5);
  for (int i = 0; i < 27; i++) {
    smma_stream_push(&stream, 100 + i % 7);
  }
  smma_stream_save(&stream, raw.bytes + 1);
  raw.size += SMMA_STATE_SIZE;
  seed_write(directory, "fuzz_state", "raw", &raw);
  seed_write(directory, "fuzz_blob", "raw", &raw);
}

/* Texts of queries, behind the byte that says how they are asked for. */
static void seed_write_queries(const char *directory) {
  static const char *const texts[] = {
      "SELECT close FROM prices ORDER BY i",
      "SELECT i, close FROM prices WHERE i > 5",
      "SELECT part, ts, close FROM ties ORDER BY part, ts",
      "SELECT value FROM odd",
      "SELECT i, close FROM odd WHERE i < 14 -- without text",
      "VALUES (1), (2), (NULL), ('3'), (-0.0)",
      "VALUES ('a', 1, 2), ('a', 2, 3), (x'61', 3, 4), (1, 4, 5), (1.0, 5, 6)",
      "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i "
      "< "
      "90) SELECT i, i * 37 % 11 FROM n",
      "SELECT key, smma FROM smma_series('SELECT i, close FROM prices', 2)",
      "SELECT i, smma(close, 3) OVER (ORDER BY i ROWS 5 PRECEDING) FROM prices",
      "SELECT part, smma(close, 3) FROM prices GROUP BY part",
      "SELECT part, NULL, NULLIF(close, 100.25) FROM prices",
      "SELECT i, smma_value(value) FROM states WHERE i < 10",
      "SELECT a.i, b.close FROM prices AS a LEFT JOIN odd AS b USING (i)",
      "SELECT 1e308 * close FROM prices",
      "SELECT i, CASE WHEN i % 3 THEN close END FROM prices LIMIT 20 OFFSET 2",
      "SELECT close FROM prices WHERE i > ?1",
      "SELECT close FROM prices WHERE i = :name AND part = @part",
      "SELECT 1; SELECT 2",
      ";;/* */ -- nothing",
      "DELETE FROM prices",
      "SELECT 1, 2, 3, 4",
      "SELECT name, 1 FROM sqlite_master UNION ALL SELECT 'x', 2",
      "SELECT value, 1.5 FROM json_each('[1, 2, 3]')",
      "SELECT random(), julianday('now')",
      "SELECT close FROM prices /* not closed",
  };
  for (size_t k = 0; k < sizeof(texts) / sizeof(texts[0]); k++) {
    char name[20];
    /* SELECT can be in the first byte too: fuzz_query.c. */
    const size_t said = strncmp(texts[k], "SELECT ", 7) == 0 ? 7 : 0;
    seed s = {{(unsigned char)((said ? 192 : 128) + (k % 5 == 4 ? k % 8 : 0))},
              1};
    seed_add(&s, texts[k] + said, strlen(texts[k]) - said);
    snprintf(name, sizeof(name), "text-%02zu", k);
    seed_write(directory, "fuzz_query", name, &s);
  }
}

/* Choices at random (grammar.h), of which one half has no end of plain ones. */
static void seed_write_statements(const char *directory) {
  enum { SEED_STATEMENTS = 40 };
  uint32_t random = 2463534242;
  for (size_t k = 0; k < SEED_STATEMENTS; k++) {
    char name[20];
    seed s = {{0}, 24 + k * 4};
    for (size_t i = 0; i < s.size / (1 + k % 2); i++) {
      random ^= random << 13; /* xorshift32, as in input.h */
      random ^= random >> 17;
      random ^= random << 5;
      s.bytes[i] = (unsigned char)(random >> 13);
    }
    snprintf(name, sizeof(name), "choices-%02zu", k);
    seed_write(directory, "fuzz_statement", name, &s);
  }
}

int main(int argc, char **argv) {
  if (argc != 2) {
    fprintf(stderr, "usage: seeds DIRECTORY\n");
    return 2;
  }
  for (size_t k = 0; k < SEED_SERIES; k++) {
    seed_write_series(argv[1], k);
    seed_write_frame(argv[1], k);
  }
  seed_write_states(argv[1]);
  seed_write_queries(argv[1]);
  seed_write_statements(argv[1]);
  return 0;
}
