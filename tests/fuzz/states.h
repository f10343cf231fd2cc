/*
** states.h - what the bytes of a fuzzer mean as a saved stream (SPEC 3.7): most
** have the checksum put right, which random bytes do not come past.
*/
#ifndef SMMA_FUZZ_STATES_H
#define SMMA_FUZZ_STATES_H

#include "../../core/smma.h"
#include "input.h"
#include "judge.h"

enum {
  STATE_HASHED = SMMA_STATE_SIZE - 8, /* the hash is of the bytes before it */
  STATE_DOUBLES_AT = 24,              /* from here to the hash all is float64 */
  STATE_MOST_BEFORE = 100,            /* prices before a stream is saved */
  STATE_MOST_AFTER = 100
};

/* What the first byte of an input says. */
typedef enum state_mode {
  STATE_RAW,     /* the bytes as they are, of any length */
  STATE_MADE_UP, /* one state of the bytes, head and checksum put right */
  STATE_CHANGED, /* a saved stream, some bytes changed */
  STATE_PATCHED, /* a saved stream, some words changed */
  STATE_MODES
} state_mode;

static double state_prices[STATE_MOST_BEFORE + STATE_MOST_AFTER];

/* ------------------------------------------------------------------ making states */

/* FNV-1a, 64 bits, little-endian behind what it is of. */
static inline void state_put_hash(unsigned char *state) {
  uint64_t hash = UINT64_C(0xcbf29ce484222325);
  for (size_t i = 0; i < STATE_HASHED; i++) {
    hash = (hash ^ state[i]) * UINT64_C(0x100000001b3);
  }
  for (size_t i = 0; i < 8; i++) {
    state[STATE_HASHED + i] = (unsigned char)(hash >> (8 * i));
  }
}

/* A stream of the period after some prices, as bytes. Checks the checksum above
** in passing. */
static inline void state_of_stream(size_t period, const double *prices,
                                   size_t n, unsigned char *state) {
  smma_stream stream;
  unsigned char again[SMMA_STATE_SIZE];
  smma_stream_init(&stream, period);
  for (size_t i = 0; i < n; i++) {
    smma_stream_push(&stream, prices[i]);
  }
  smma_stream_save(&stream, state);
  memcpy(again, state, sizeof(again));
  state_put_hash(again);
  judge_require(memcmp(again, state, sizeof(again)) == 0,
                "checksum of a saved stream", period);
}

static inline void state_make_up(input *from, unsigned char *state) {
  enum { STATE_HEAD = 8 };
  for (size_t i = STATE_HEAD; i < STATE_HASHED; i++) {
    state[i] = input_byte(from);
  }
}

/* count bytes, each behind a byte that says where. */
static inline void state_change_bytes(input *from, unsigned char *state,
                                      size_t count) {
  for (size_t i = 0; i < count && !input_is_empty(from); i++) {
    const size_t at = input_byte(from) % STATE_HASHED;
    state[at] ^= input_byte(from);
  }
}

/* What a changed word becomes: an end of some range, or any word at all. */
static inline uint64_t state_word(input *from) {
  static const uint64_t words[] = {0,
                                   1,
                                   2,
                                   7,
                                   8,
                                   9,
                                   UINT64_MAX,
                                   UINT64_MAX - 7,
                                   1ull << 63,
                                   1ull << 53,
                                   1ull << 32,
                                   0x7ff0000000000000,
                                   0xfff0000000000000,
                                   0x7ff8000000000000,
                                   0xfff8000000000000,
                                   0x7ff0000000000001,
                                   0x7fefffffffffffff,
                                   0xffefffffffffffff,
                                   0x7fe0000000000000,
                                   0x3ff0000000000000,
                                   0xbff0000000000000,
                                   0x8000000000000001,
                                   0x0010000000000000};
  enum { STATE_WORDS = sizeof(words) / sizeof(words[0]) };
  const size_t kind = input_byte(from);
  return kind % 32 < STATE_WORDS ? words[kind % 32] : input_word(from);
}

/* count words, each behind a byte that says where. */
static inline void state_change_words(input *from, unsigned char *state,
                                      size_t count) {
  for (size_t i = 0; i < count && !input_is_empty(from); i++) {
    const size_t at = input_byte(from) % (STATE_HASHED / 8) * 8;
    const uint64_t word = state_word(from);
    for (size_t k = 0; k < 8; k++) {
      state[at + k] = (unsigned char)(word >> (8 * k));
    }
  }
}

/* Makes a state as the input says; *n prices are left for it. */
static inline void state_make(input *from, state_mode mode,
                              unsigned char *state, size_t *n) {
  const size_t period = input_period(from);
  const size_t before = input_byte(from) % (STATE_MOST_BEFORE + 1);
  const size_t count = input_byte(from) % 8;
  input changes = *from;
  const size_t room = mode == STATE_MADE_UP   ? STATE_HASHED
                      : mode == STATE_CHANGED ? count * 2
                                              : count * 4;
  const size_t taken = room < from->left ? room : from->left;
  changes.left = taken;
  from->at += taken;
  from->left -= taken;
  *n = input_prices(from, period, state_prices,
                    sizeof(state_prices) / sizeof(state_prices[0]));
  state_of_stream(period, state_prices, before < *n ? before : *n, state);
  if (mode == STATE_MADE_UP) {
    state_make_up(&changes, state);
  } else if (mode == STATE_CHANGED) {
    state_change_bytes(&changes, state, count);
  } else {
    state_change_words(&changes, state, count);
  }
  state_put_hash(state);
}

#endif
