/*
** fuzz_state.c - any bytes as a saved stream (SPEC 3.7): refused, or a stream
** that works.
**
** Random bytes do not come past the checksum, so most inputs have it put right.
*/
#include "../../core/smma.h"
#include "input.h"
#include "judge.h"

#include <stdint.h>

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
static void state_put_hash(unsigned char *state) {
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
static void state_of_stream(size_t period, const double *prices, size_t n,
                            unsigned char *state) {
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

static void state_make_up(input *from, unsigned char *state) {
  enum { STATE_HEAD = 8 };
  for (size_t i = STATE_HEAD; i < STATE_HASHED; i++) {
    state[i] = input_byte(from);
  }
}

/* count bytes, each behind a byte that says where. */
static void state_change_bytes(input *from, unsigned char *state,
                               size_t count) {
  for (size_t i = 0; i < count && !input_is_empty(from); i++) {
    const size_t at = input_byte(from) % STATE_HASHED;
    state[at] ^= input_byte(from);
  }
}

/* What a changed word becomes: an end of some range, or any word at all. */
static uint64_t state_word(input *from) {
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
static void state_change_words(input *from, unsigned char *state,
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
static void state_make(input *from, state_mode mode, unsigned char *state,
                       size_t *n) {
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

/* ---------------------------------------------------------------- checking streams */

/* Saved, loaded and saved again: the same bytes. */
static void state_check_saved(const smma_stream *stream,
                              const unsigned char *expected, const char *what) {
  unsigned char saved[SMMA_STATE_SIZE];
  judge_require(smma_stream_save(stream, saved) == SMMA_OK, "save", 0);
  if (memcmp(saved, expected, sizeof(saved)) == 0) return;
  for (size_t i = 0; i < sizeof(saved); i++) {
    fprintf(stderr, "%s%02x", saved[i] == expected[i] ? " " : "*", saved[i]);
  }
  fprintf(stderr, "\n");
  judge_require(0, what, (size_t)stream->period);
}

static void state_push(smma_stream *stream, double price, size_t i) {
  const double before = smma_stream_value(stream);
  unsigned char saved[SMMA_STATE_SIZE];
  smma_stream_save(stream, saved);
  const smma_status status = smma_stream_push(stream, price);
  const double after = smma_stream_value(stream);
  const size_t period = (size_t)stream->period;
  judge_require(status == SMMA_OK || status == SMMA_NOT_FINITE,
                "status of a push", period);
  if (status != SMMA_OK) {
    state_check_saved(stream, saved, "a refused push changed the stream");
  }
  if (isinf(after) || (isnan(after) && !isnan(before))) {
    judge_complain("average of a loaded stream", period, i, STATE_MOST_AFTER,
                   after, before);
  }
}

/* Up to 100 prices, more than once where the input has few. */
static void state_push_all(smma_stream *stream, size_t n) {
  state_prices[n] = 1;
  for (size_t i = 0; i < STATE_MOST_AFTER; i++) {
    state_push(stream, state_prices[i % (n + 1)], i);
  }
}

/* What has been taken once can be put down and taken up again at any time. */
static void state_check_reload(const smma_stream *stream) {
  unsigned char saved[SMMA_STATE_SIZE];
  smma_stream again;
  smma_stream_save(stream, saved);
  judge_require(smma_stream_load(&again, saved, sizeof(saved)) == SMMA_OK,
                "a stream that works cannot be loaded again",
                (size_t)stream->period);
  state_check_saved(&again, saved, "loaded again and saved: other bytes");
}

static void state_check_refused(const unsigned char *state, size_t size) {
  smma_stream stream, untouched;
  memset(&stream, 0x5a, sizeof(stream));
  memcpy(&untouched, &stream, sizeof(stream));
  judge_require(smma_stream_load(&stream, state, size) == SMMA_BAD_STATE,
                "bytes of another length taken", size);
  judge_require(memcmp(&stream, &untouched, sizeof(stream)) == 0,
                "refused bytes changed the stream", size);
}

/* No stream has a period of 0, or a number that is none. */
static void state_check_sound(const smma_stream *stream,
                              const unsigned char *state) {
  judge_require(stream->period > 0, "period of a loaded stream", 0);
  for (size_t at = STATE_DOUBLES_AT; at < STATE_HASHED; at += 8) {
    input word = {state + at, 8};
    const double number = input_double(&word);
    if (isfinite(number)) continue;
    judge_complain("not finite, but loaded", (size_t)stream->period, at,
                   SMMA_STATE_SIZE, number, 0);
  }
}

static void state_check(const unsigned char *state, size_t size, size_t n) {
  smma_stream stream, untouched;
  memset(&stream, 0x5a, sizeof(stream));
  memcpy(&untouched, &stream, sizeof(stream));
  const smma_status status = smma_stream_load(&stream, state, size);
  if (status != SMMA_OK) {
    judge_require(status == SMMA_BAD_STATE, "status of a load", 0);
    judge_require(memcmp(&stream, &untouched, sizeof(stream)) == 0,
                  "refused bytes changed the stream", 0);
    return;
  }
  judge_require(size == SMMA_STATE_SIZE, "length of a state", 0);
  state_check_sound(&stream, state);
  state_check_refused(state, size - 1);
  state_check_saved(&stream, state, "loaded and saved: other bytes");
  state_push_all(&stream, n);
  state_check_reload(&stream);
}

/* The bytes as they are, in memory that ends where they end. */
static void state_check_raw(const input *from) {
  state_check(from->at, from->left, 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  input from = {data, size};
  const state_mode mode = (state_mode)(input_byte(&from) % STATE_MODES);
  if (mode == STATE_RAW) {
    state_check_raw(&from);
    return 0;
  }
  unsigned char state[SMMA_STATE_SIZE];
  size_t n;
  state_make(&from, mode, state, &n);
  state_check(state, sizeof(state),
              n < STATE_MOST_AFTER ? n : STATE_MOST_AFTER);
  return 0;
}
