/*
** fuzz_state.c - any bytes as a saved stream (SPEC 3.7): refused, or a stream
** that works.
**
** Random bytes do not come past the checksum, so most inputs have it put right.
*/
#include "states.h"

#include <stdint.h>

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
