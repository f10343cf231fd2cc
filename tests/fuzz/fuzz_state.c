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

/* count bytes or words, each behind a byte that says where. */
static void state_change(input *from, unsigned char *state, size_t count,
                         size_t width) {
  for (size_t i = 0; i < count && !input_is_empty(from); i++) {
    const size_t at = input_byte(from) % (STATE_HASHED / width) * width;
    for (size_t k = 0; k < width; k++) {
      state[at + k] ^= input_byte(from);
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
  const size_t room = mode == STATE_MADE_UP ? STATE_HASHED : count * 9;
  const size_t taken = room < from->left ? room : from->left;
  changes.left = taken;
  from->at += taken;
  from->left -= taken;
  *n = input_prices(from, period, state_prices,
                    sizeof(state_prices) / sizeof(state_prices[0]));
  state_of_stream(period, state_prices, before < *n ? before : *n, state);
  if (mode == STATE_MADE_UP) {
    state_make_up(&changes, state);
  } else {
    state_change(&changes, state, count, mode == STATE_CHANGED ? 1 : 8);
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

static void state_check_refused(const unsigned char *state, size_t size) {
  smma_stream stream, untouched;
  memset(&stream, 0x5a, sizeof(stream));
  memcpy(&untouched, &stream, sizeof(stream));
  judge_require(smma_stream_load(&stream, state, size) == SMMA_BAD_STATE,
                "bytes of another length taken", size);
  judge_require(memcmp(&stream, &untouched, sizeof(stream)) == 0,
                "refused bytes changed the stream", size);
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
  judge_require(!isinf(smma_stream_value(&stream)), "infinite state", 0);
  state_check_refused(state, size - 1);
  state_check_saved(&stream, state, "loaded and saved: other bytes");
  state_push_all(&stream, n);
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
