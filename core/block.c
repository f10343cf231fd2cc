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
} block_coefficients;

static inline smma_pair block_multiply_add(smma_pair a, smma_pair b,
                                           smma_pair c) {
  return pair_add(pair_multiply(a, b), c);
}

/* quarter * ((x0 + x2) + (x1 + x3)) of one segment in each lane. */
static inline smma_pair block_pull(smma_pair quarter, const double *lane0,
                                   const double *lane1) {
  const smma_pair sums0 = pair_add(pair_load(lane0), pair_load(lane0 + 2));
  const smma_pair sums1 = pair_add(pair_load(lane1), pair_load(lane1 + 2));
  return pair_multiply(
      quarter, pair_add(pair_low(sums0, sums1), pair_high(sums0, sums1)));
}

/* Pass 1: the references of every group; returns the one after the last. */
static double block_references(const block_coefficients *c, double power8,
                               double reference, const double *prices,
                               block_slot *slots, size_t groups) {
  for (size_t g = 0; g < groups; g++) {
    const double *x = prices + SMMA_GROUP * g;
    const smma_pair pull0 = block_pull(c->quarter, x, x + 8);
    const smma_pair pull1 = block_pull(c->quarter, x + 4, x + 12);
    const smma_pair pulls = block_multiply_add(c->power[3], pull0, pull1);
    const double middle = power8 * reference + pair_lane0(pulls);
    const double next = power8 * middle + pair_lane1(pulls);
    const smma_pair first = pair_of(reference, middle);
    slots[g].reference[0] = first;
    slots[g].reference[1] = block_multiply_add(c->power[3], first, pull0);
    slots[g].reference[2] = pair_of(middle, next);
    reference = next;
  }
  return reference;
}

/* The deviations of one segment in each lane, prices x[0 ... 3] and
** x[8 ... 11]; returns the last. */
static inline smma_pair block_deviations(const block_coefficients *c,
                                         const double *x, smma_pair reference,
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
static double block_corrections(const block_coefficients *c, double power8,
                                double correction, const double *prices,
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
        block_multiply_add(c->power[3], residual0, residual1);
    const double middle = power8 * correction + pair_lane0(residuals);
    slot->residual = residual0;
    slot->correction = pair_of(correction, middle);
    correction = power8 * middle + pair_lane1(residuals);
  }
  return correction;
}

static inline smma_pair block_average(smma_pair reference, smma_pair deviation,
                                      smma_pair faded_correction) {
  return pair_add(reference, pair_add(deviation, faded_correction));
}

/* The averages of one segment in each lane, to out[0 ... 3] and
** out[8 ... 11]. faded is power[3] * correction. */
static inline void block_segment_averages(const block_coefficients *c,
                                          smma_pair reference,
                                          const smma_pair *deviation,
                                          smma_pair correction, smma_pair faded,
                                          double *out) {
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

/* Pass 3: the averages. */
static void block_averages(const block_coefficients *c, const block_slot *slots,
                           double *out, size_t groups) {
  for (size_t g = 0; g < groups; g++) {
    const block_slot *slot = &slots[g];
    const smma_pair faded0 = pair_multiply(c->power[3], slot->correction);
    const smma_pair correction1 = pair_add(faded0, slot->residual);
    const smma_pair faded1 = pair_multiply(c->power[3], correction1);
    block_segment_averages(c, slot->reference[0], slot->deviation,
                           slot->correction, faded0, out + SMMA_GROUP * g);
    block_segment_averages(c, slot->reference[1], slot->deviation + 4,
                           correction1, faded1, out + SMMA_GROUP * g + 4);
  }
}

bool smma_block_run(smma_stream *stream, const double *prices, double *out,
                    size_t groups) {
  block_slot slots[SMMA_BLOCK_GROUPS];
  const block_coefficients c = {
      pair_both(stream->alpha),
      {pair_both(stream->power[0]), pair_both(stream->power[1]),
       pair_both(stream->power[2]), pair_both(stream->power[3])},
      pair_both(stream->quarter)};
  const double power8 = stream->power8;

  /* A missing or infinite price, and an overflow, stays in the reference or
  ** the correction from where it is met to the end of the block. */
  const double reference = block_references(
      &c, power8, stream->phase.running.reference, prices, slots, groups);
  if (!smma_is_finite(reference)) return false;
  const double correction = block_corrections(
      &c, power8, stream->phase.running.correction, prices, slots, groups);
  if (!smma_is_finite(correction)) return false;
  block_averages(&c, slots, out, groups);

  stream->phase.running.reference = reference;
  stream->phase.running.correction = correction;
  stream->count += SMMA_GROUP * groups;
  stream->value = out[SMMA_GROUP * groups - 1];
  return true;
}

const char *smma_kernel_name(void) {
  return SMMA_PAIR_IS_VECTOR ? "vector, 2 lanes" : "scalar";
}
