/*
** block.c - the vector kernel: stream.h's operations, sixteen prices a group.
**
** Lane 0 of every pair works on the first stride of a group (prices 0 ... 7),
** lane 1 on the second (8 ... 15). Only the reference and the correction pass
** from lane to lane and group to group.
**
** A group is a long chain of dependent operations, and a processor that runs
** ahead runs out of room before it reaches the next independent one. So a block
** of up to eight groups goes through in three passes, each short enough for
** several groups to be in flight: the references, then the deviations and
** corrections, then the averages. In place works because a block is written
** only in the last pass.
*/
#include "block.h"

#include "pair.h"
#include "stream.h"

/* What the passes hand on for one group. */
typedef struct block_slot {
  smma_pair reference[3]; /* of the first and second segment, and the next */
  smma_pair correction;   /* of the first segment */
  smma_pair residual;     /* of the first segment */
  smma_pair deviation[SMMA_STRIDE];
} block_slot;

typedef struct block_coefficients {
  smma_pair alpha;
  smma_pair power[4];
  smma_pair quarter;
  double power8;
} block_coefficients;

/* quarter * ((x0 + x2) + (x1 + x3)) of one segment in each lane. */
SMMA_PAIR_INLINE smma_pair block_pull(smma_pair quarter, const double *lane0,
                                      const double *lane1) {
  const smma_pair sums0 = pair_add(pair_load(lane0), pair_load(lane0 + 2));
  const smma_pair sums1 = pair_add(pair_load(lane1), pair_load(lane1 + 2));
  return pair_multiply(
      quarter, pair_add(pair_low(sums0, sums1), pair_high(sums0, sums1)));
}

/* Pass 1 for one group; returns the reference after it. */
SMMA_PAIR_INLINE double block_group_references(const block_coefficients *c,
                                               double reference,
                                               const double *x,
                                               block_slot *slot) {
  const smma_pair pull0 = block_pull(c->quarter, x, x + 8);
  const smma_pair pull1 = block_pull(c->quarter, x + 4, x + 12);
  const smma_pair pulls = pair_multiply_add(c->power[3], pull0, pull1);
  const double middle = c->power8 * reference + pair_lane0(pulls);
  const double next = c->power8 * middle + pair_lane1(pulls);
  const smma_pair first = pair_of(reference, middle);
  slot->reference[0] = first;
  slot->reference[1] = pair_multiply_add(c->power[3], first, pull0);
  slot->reference[2] = pair_of(middle, next);
  return next;
}

/* Pass 1: the references of every group; returns the one after the last. */
SMMA_PAIR_INLINE double block_references(const block_coefficients *c,
                                         double reference, const double *prices,
                                         block_slot *slots, size_t groups) {
  for (size_t g = 0; g < groups; g++) {
    reference = block_group_references(c, reference, prices + SMMA_GROUP * g,
                                       &slots[g]);
  }
  return reference;
}

/* The deviations of one segment in each lane, prices x[0 ... 3] and
** x[8 ... 11]; returns the last. */
SMMA_PAIR_INLINE smma_pair block_deviations(const block_coefficients *c,
                                            const double *x,
                                            smma_pair reference,
                                            smma_pair *deviation) {
  const smma_pair a = pair_load(x), b = pair_load(x + 8);
  const smma_pair d = pair_load(x + 2), e = pair_load(x + 10);
  const smma_pair price[SMMA_SEGMENT] = {pair_low(a, b), pair_high(a, b),
                                         pair_low(d, e), pair_high(d, e)};
  smma_pair z = pair_multiply(c->alpha, pair_subtract(price[0], reference));
  deviation[0] = z;
  for (int k = 1; k < SMMA_SEGMENT; k++) {
    z = pair_add(pair_multiply(c->power[0], z),
                 pair_multiply(c->alpha, pair_subtract(price[k], reference)));
    deviation[k] = z;
  }
  return z;
}

/* Pass 2: deviations and corrections; returns the correction after the last
** group. */
SMMA_PAIR_INLINE double block_corrections(const block_coefficients *c,
                                          double correction,
                                          const double *prices,
                                          block_slot *slots, size_t groups) {
  for (size_t g = 0; g < groups; g++) {
    const double *x = prices + SMMA_GROUP * g;
    block_slot *slot = &slots[g];
    const smma_pair *reference = slot->reference;
    const smma_pair last0 =
        block_deviations(c, x, reference[0], slot->deviation);
    const smma_pair last1 =
        block_deviations(c, x + 4, reference[1], slot->deviation + 4);
    const smma_pair residual0 =
        pair_add(pair_subtract(reference[0], reference[1]), last0);
    const smma_pair residual1 =
        pair_add(pair_subtract(reference[1], reference[2]), last1);
    const smma_pair residuals =
        pair_multiply_add(c->power[3], residual0, residual1);
    const double middle = c->power8 * correction + pair_lane0(residuals);
    slot->residual = residual0;
    slot->correction = pair_of(correction, middle);
    correction = c->power8 * middle + pair_lane1(residuals);
  }
  return correction;
}

SMMA_PAIR_INLINE smma_pair block_average(smma_pair reference,
                                         smma_pair deviation,
                                         smma_pair faded_correction) {
  return pair_add(reference, pair_add(deviation, faded_correction));
}

/* The averages of one segment in each lane, to out[0 ... 3] and
** out[8 ... 11]. faded is power[3] * correction. */
SMMA_PAIR_INLINE void block_segment_averages(const block_coefficients *c,
                                             smma_pair reference,
                                             const smma_pair *deviation,
                                             smma_pair correction,
                                             smma_pair faded, double *out) {
  const smma_pair s0 = block_average(reference, deviation[0],
                                     pair_multiply(c->power[0], correction));
  const smma_pair s1 = block_average(reference, deviation[1],
                                     pair_multiply(c->power[1], correction));
  const smma_pair s2 = block_average(reference, deviation[2],
                                     pair_multiply(c->power[2], correction));
  const smma_pair s3 = block_average(reference, deviation[3], faded);
  pair_store(out, pair_low(s0, s1));
  pair_store(out + 2, pair_low(s2, s3));
  pair_store(out + 8, pair_high(s0, s1));
  pair_store(out + 10, pair_high(s2, s3));
}

/* Pass 3 for one group. */
SMMA_PAIR_INLINE void block_group_averages(const block_coefficients *c,
                                           const block_slot *slot,
                                           double *out) {
  const smma_pair faded0 = pair_multiply(c->power[3], slot->correction);
  const smma_pair correction1 = pair_add(faded0, slot->residual);
  const smma_pair faded1 = pair_multiply(c->power[3], correction1);
  block_segment_averages(c, slot->reference[0], slot->deviation,
                         slot->correction, faded0, out);
  block_segment_averages(c, slot->reference[1], slot->deviation + 4,
                         correction1, faded1, out + 4);
}

/* Pass 3: the averages. */
SMMA_PAIR_INLINE void block_averages(const block_coefficients *c,
                                     const block_slot *slots, double *out,
                                     size_t groups) {
  for (size_t g = 0; g < groups; g++) {
    block_group_averages(c, &slots[g], out + SMMA_GROUP * g);
  }
}

/* Pass 3 of a whole block together with pass 1 of the whole block after it:
** the one has no chain and fills the waiting times of the other. */
SMMA_PAIR_INLINE double block_averages_and_references(
    const block_coefficients *c, const block_slot *slots, double *out,
    double reference, const double *next_prices, block_slot *next_slots) {
  for (size_t g = 0; g < SMMA_BLOCK_GROUPS; g++) {
    reference = block_group_references(
        c, reference, next_prices + SMMA_GROUP * g, &next_slots[g]);
    block_group_averages(c, &slots[g], out + SMMA_GROUP * g);
  }
  return reference;
}

SMMA_PAIR_INLINE size_t block_least(size_t a, size_t b) {
  return a < b ? a : b;
}

SMMA_PAIR_INLINE size_t block_run(smma_stream *stream, const double *prices,
                                  double *out, size_t groups) {
  block_slot slots[2][SMMA_BLOCK_GROUPS];
  const block_coefficients c = {
      pair_both(stream->alpha),
      {pair_both(stream->power[0]), pair_both(stream->power[1]),
       pair_both(stream->power[2]), pair_both(stream->power[3])},
      pair_both(stream->quarter),
      stream->power8};
  size_t done = 0;
  size_t now = block_least(groups, SMMA_BLOCK_GROUPS);
  size_t turn = 0;
  double correction = stream->phase.running.correction;
  double reference = block_references(&c, stream->phase.running.reference,
                                      prices, slots[0], now);
  /* A missing or infinite price, and an overflow, stays in the reference or
  ** the correction from where it is met to the end of the block. */
  while (now > 0 && smma_is_finite(reference)) {
    const double *x = prices + SMMA_GROUP * done;
    double *to = out + SMMA_GROUP * done;
    correction = block_corrections(&c, correction, x, slots[turn], now);
    if (!smma_is_finite(correction)) break;
    stream->phase.running.reference = reference;
    stream->phase.running.correction = correction;
    done += now;
    const size_t next = block_least(groups - done, SMMA_BLOCK_GROUPS);
    if (next == SMMA_BLOCK_GROUPS) {
      reference = block_averages_and_references(&c, slots[turn], to, reference,
                                                prices + SMMA_GROUP * done,
                                                slots[1 - turn]);
    } else {
      block_averages(&c, slots[turn], to, now);
      reference = block_references(&c, reference, prices + SMMA_GROUP * done,
                                   slots[1 - turn], next);
    }
    now = next;
    turn = 1 - turn;
  }
  if (done > 0) stream->value = out[SMMA_GROUP * done - 1];
  stream->count += SMMA_GROUP * done;
  return done;
}

#if SMMA_PAIR_HAS_AVX
__attribute__((target("avx"))) static size_t block_run_avx(smma_stream *stream,
                                                           const double *prices,
                                                           double *out,
                                                           size_t groups) {
  return block_run(stream, prices, out, groups);
}
#endif

size_t smma_block_run(smma_stream *stream, const double *prices, double *out,
                      size_t groups) {
#if SMMA_PAIR_HAS_AVX
  if (__builtin_cpu_supports("avx")) {
    return block_run_avx(stream, prices, out, groups);
  }
#endif
  return block_run(stream, prices, out, groups);
}

const char *smma_kernel_name(void) {
  return SMMA_PAIR_IS_VECTOR ? "vector, 2 lanes" : "scalar";
}
