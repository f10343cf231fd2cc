/*
** state.c - a stream as bytes, and back (SPEC 3.7, 4.5).
**
** Layout, all numbers little-endian:
**
**     0   4  "SMMA"
**     4   4  version, 2
**     8   8  period
**    16   8  count of prices
**    24   8  the average so far, as float64; 0 before the period-th price
**    32  72  nine float64 of the phase the stream is in, in the order of smma.h;
**            0 where the phase has fewer, and -0 for the sums and the deviation
**            before the first price of a segment
**   104   8  FNV-1a hash, 64 bits, of the 104 bytes before
**
** Every step of FNV-1a is a bijection, so a single damaged byte is always found,
** and any other damage but for one case in 2^64.
*/
#include "stream.h"

#include <math.h>
#include <string.h>

enum {
  STATE_VERSION = 2,
  STATE_PERIOD_AT = 8,
  STATE_COUNT_AT = 16,
  STATE_VALUE_AT = 24,
  STATE_PHASE_AT = 32,
  STATE_PHASE_DOUBLES = 9,
  STATE_HASH_AT = 104
};

static const unsigned char state_magic[8] = {'S',           'M', 'M', 'A',
                                             STATE_VERSION, 0,   0,   0};

static void state_put_integer(unsigned char *to, uint64_t value) {
  for (int i = 0; i < 8; i++) {
    to[i] = (unsigned char)(value >> (8 * i));
  }
}

static uint64_t state_get_integer(const unsigned char *from) {
  uint64_t value = 0;
  for (int i = 0; i < 8; i++) {
    value |= (uint64_t)from[i] << (8 * i);
  }
  return value;
}

static void state_put_double(unsigned char *to, double value) {
  uint64_t bits;
  memcpy(&bits, &value, sizeof(bits));
  state_put_integer(to, bits);
}

static double state_get_double(const unsigned char *from) {
  const uint64_t bits = state_get_integer(from);
  double value;
  memcpy(&value, &bits, sizeof(value));
  return value;
}

static uint64_t state_hash(const unsigned char *state) {
  uint64_t hash = UINT64_C(0xcbf29ce484222325);
  for (int i = 0; i < STATE_HASH_AT; i++) {
    hash = (hash ^ state[i]) * UINT64_C(0x100000001b3);
  }
  return hash;
}

_Static_assert(sizeof(((smma_stream *)0)->phase) ==
                   STATE_PHASE_DOUBLES * sizeof(double),
               "the phase of a stream is nine doubles");
_Static_assert(STATE_HASH_AT + 8 == SMMA_STATE_SIZE, "the layout above");

smma_status smma_stream_save(const smma_stream *stream, unsigned char *state) {
  if (stream == NULL || state == NULL) return SMMA_NULL_POINTER;
  double phase[STATE_PHASE_DOUBLES];
  memcpy(phase, &stream->phase, sizeof(phase));
  memcpy(state, state_magic, sizeof(state_magic));
  state_put_integer(state + STATE_PERIOD_AT, stream->period);
  state_put_integer(state + STATE_COUNT_AT, stream->count);
  state_put_double(state + STATE_VALUE_AT,
                   smma_stream_is_seeding(stream) ? 0.0 : stream->value);
  for (int i = 0; i < STATE_PHASE_DOUBLES; i++) {
    state_put_double(state + STATE_PHASE_AT + 8 * i, phase[i]);
  }
  state_put_integer(state + STATE_HASH_AT, state_hash(state));
  return SMMA_OK;
}

smma_status smma_stream_load(smma_stream *stream, const unsigned char *state,
                             size_t size) {
  if (stream == NULL || state == NULL) return SMMA_NULL_POINTER;
  if (size != SMMA_STATE_SIZE ||
      memcmp(state, state_magic, sizeof(state_magic)) != 0 ||
      state_get_integer(state + STATE_HASH_AT) != state_hash(state)) {
    return SMMA_BAD_STATE;
  }
  /* With the right hash the rest is what was saved, unless somebody forged it. */
  const uint64_t period = state_get_integer(state + STATE_PERIOD_AT);
  const uint64_t count = state_get_integer(state + STATE_COUNT_AT);
  const double value = state_get_double(state + STATE_VALUE_AT);
  double phase[STATE_PHASE_DOUBLES];
  /* During the seed there is no average, and 0 stands for it. */
  bool is_sound =
      period > 0 && count <= INT64_MAX && lanes_is_finite(value) &&
      (count >= period || state_get_integer(state + STATE_VALUE_AT) == 0);
  for (int i = 0; i < STATE_PHASE_DOUBLES; i++) {
    phase[i] = state_get_double(state + STATE_PHASE_AT + 8 * i);
    is_sound = is_sound && lanes_is_finite(phase[i]);
  }
  if (!is_sound) return SMMA_BAD_STATE;

  smma_stream_start(stream, period);
  stream->count = count;
  stream->value = smma_stream_is_seeding(stream) ? NAN : value;
  memcpy(&stream->phase, phase, sizeof(phase));
  return SMMA_OK;
}
