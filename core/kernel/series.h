/*
** series.h - one series, LANES consecutive strides side by side.
**
** Only the reference and the correction pass from stride to stride. A group of
** LANES strides is a long chain of dependent operations, and a processor that
** runs ahead runs out of room before it reaches the next independent one. So
** the groups go through in passes, each short enough for several groups to be
** in flight, a block of eight groups at a time:
**
**   1. the references of all groups, a chain from stride to stride;
**   2. the deviations and residuals, without any chain;
**   3. the averages; and, to fill the waiting times, pass 1 of the block after it.
**
** The corrections are a chain as well. With four lanes it runs in pass 3; with
** fewer, in which a pass has more groups and the processor often fewer registers,
** in pass 2. Each was measured to be the faster.
**
** In place works because a group is written only in pass 3, when its prices and
** those of the next block up to the same place have been read.
*/
#ifndef SMMA_SERIES_H
#define SMMA_SERIES_H

#include "stride.h"

enum {
  SERIES_GROUP = SMMA_STRIDE * LANES, /* prices in a group */
  SERIES_BLOCK = 8,                   /* groups in a block, at most */
  SERIES_BLOCK_PRICES = SERIES_BLOCK * SERIES_GROUP
};

_Static_assert(SMMA_SETTLE % SERIES_BLOCK_PRICES == 0,
               "a correction is looked at between two blocks");

enum { SERIES_CORRECTS_LATE = LANES == 4 /* in pass 3 */ };

/* What the passes hand on for one group. */
typedef struct series_slot {
  lanes deviation[SMMA_STRIDE]; /* the prices, until pass 2 */
  lanes reference[3];
  lanes residual; /* of the first segment */
  /* At the start of each stride. Until their chain has come by: the residuals of
  ** the stride. */
  lanes correction;
} series_slot;

typedef struct series_walk {
  arithmetic_coefficients coefficients;
  double power8;
  double reference;  /* at the start of the block after the one in hand */
  double correction; /* at the start of the group in hand */
} series_walk;

/* The serial chain: from the value at the start of the first lane's stride, and
** what comes in each stride, to the values at the start of all of them. *value
** is then that of the next group. */
LANES_INLINE lanes series_chain(double power8, double *value, lanes since) {
  double starts[LANES];
  for (size_t j = 0; j < LANES; j++) {
    starts[j] = *value;
    *value = power8 * *value + lanes_get(since, j); /* arithmetic_fade() */
  }
  return lanes_of(starts);
}

/* Pass 1 for one group. */
LANES_INLINE void series_references(series_walk *walk, const double *prices,
                                    series_slot *slot) {
  const arithmetic_coefficients *c = &walk->coefficients;
  lanes price[SMMA_STRIDE];
  lanes_load_runs(prices, price);
  lanes_load_runs(prices + SMMA_SEGMENT, price + SMMA_SEGMENT);
  for (int k = 0; k < SMMA_STRIDE; k++) {
    slot->deviation[k] = price[k];
  }
  const stride_pulls pulls = stride_pull_both(c, price);
  const lanes first = series_chain(walk->power8, &walk->reference, pulls.both);
  slot->reference[0] = first;
  slot->reference[1] = stride_second_reference(c, first, pulls);
  slot->reference[2] = stride_next_reference(c, first, pulls);
}

/* The corrections of one group. */
LANES_INLINE lanes series_corrections(series_walk *walk, lanes residuals) {
  return series_chain(walk->power8, &walk->correction, residuals);
}

/* Pass 2 for a block. */
LANES_INLINE void series_deviations(series_walk *walk, series_slot *slots,
                                    size_t groups) {
  for (size_t g = 0; g < groups; g++) {
    series_slot *slot = &slots[g];
    const stride_residuals residuals = stride_deviations(
        &walk->coefficients, slot->deviation, slot->reference, slot->deviation);
    slot->residual = residuals.first;
    slot->correction = SERIES_CORRECTS_LATE
                           ? residuals.both
                           : series_corrections(walk, residuals.both);
  }
}

/* Pass 3 for one group. False, with nothing written and walk->correction as it
** was, when the corrections overflow. */
LANES_INLINE bool series_average(series_walk *walk, const series_slot *slot,
                                 double *out) {
  lanes correction = slot->correction;
  if (SERIES_CORRECTS_LATE) {
    const double before = walk->correction;
    correction = series_corrections(walk, slot->correction);
    if (!lanes_is_finite(walk->correction)) {
      walk->correction = before;
      return false;
    }
  }
  stride_averages(&walk->coefficients, slot->reference, slot->deviation,
                  slot->residual, correction, out, SMMA_STRIDE);
  return true;
}

LANES_INLINE size_t series_least(size_t a, size_t b) {
  return a < b ? a : b;
}

/* Pass 3 for the groups of a block, and pass 1 for those of the next: side by side
** where both are whole. Returns how many groups were written: all, unless a
** correction overflows. */
LANES_INLINE size_t series_averages(series_walk *walk, const series_slot *slots,
                                    double *out, size_t groups,
                                    const double *next_prices,
                                    series_slot *next_slots,
                                    size_t next_groups) {
  const bool are_whole = groups == SERIES_BLOCK && next_groups == SERIES_BLOCK;
  size_t g = 0;
  for (; are_whole && g < SERIES_BLOCK; g++) {
    series_references(walk, next_prices + SERIES_GROUP * g, &next_slots[g]);
    if (!series_average(walk, &slots[g], out + SERIES_GROUP * g)) return g;
  }
  for (size_t i = g; i < next_groups; i++) {
    series_references(walk, next_prices + SERIES_GROUP * i, &next_slots[i]);
  }
  for (; g < groups; g++) {
    if (!series_average(walk, &slots[g], out + SERIES_GROUP * g)) return g;
  }
  return groups;
}

LANES_INLINE series_walk series_start(const smma_stream *stream) {
  const smma_coefficients *c = &stream->coefficients;
  const series_walk walk = {{lanes_all(c->alpha),
                             {lanes_all(c->power[0]), lanes_all(c->power[1]),
                              lanes_all(c->power[2]), lanes_all(c->power[3])},
                             lanes_all(c->power8),
                             lanes_all(c->quarter)},
                            c->power8,
                            stream->phase.running.reference,
                            stream->phase.running.correction};
  return walk;
}

/* The stream goes on after groups > 0 that have been written to out. */
LANES_INLINE void series_advance(smma_stream *stream, size_t groups,
                                 double reference, double correction,
                                 const double *out) {
  stream->count += SERIES_GROUP * groups;
  stream->value = out[SERIES_GROUP * groups - 1];
  stream->phase.running.reference = reference;
  stream->phase.running.correction = correction;
}

/* See smma_kernel. */
LANES_INLINE size_t series_run(smma_stream *stream, const double *prices,
                               double *out, size_t groups) {
  _Alignas(64) series_slot slots[2][SERIES_BLOCK];
  series_walk walk = series_start(stream);
  size_t done = 0; /* groups that have been written */
  size_t now = 0;  /* groups of the block in slots[turn] */
  size_t turn = 0;
  const size_t past = (size_t)(stream->count % SERIES_BLOCK_PRICES);
  size_t next =
      series_least(groups, (SERIES_BLOCK_PRICES - past) / SERIES_GROUP);
  while (now > 0 || next > 0) {
    series_slot *block = slots[turn];
    double *to = out + SERIES_GROUP * done;
    const double reference = walk.reference;
    const size_t written = series_averages(&walk, block, to, now,
                                           prices + SERIES_GROUP * (done + now),
                                           slots[1 - turn], next);
    done += written;
    if (written < now) {
      if (written == 0) break;
      series_advance(stream, written, lanes_get(block[written].reference[0], 0),
                     walk.correction, to);
      break;
    }
    if (now > 0) {
      if ((stream->count + SERIES_GROUP * now) % SMMA_SETTLE == 0) {
        walk.correction = arithmetic_settle(reference, walk.correction);
      }
      series_advance(stream, now, reference, walk.correction, to);
    }
    /* A missing or infinite price, and an overflow, stays in the reference from
    ** where it is met to the end of the block. */
    if (!lanes_is_finite(walk.reference)) break;
    turn = 1 - turn;
    now = next;
    next = series_least(groups - done - now, SERIES_BLOCK);
    series_deviations(&walk, slots[turn], now);
    if (!lanes_is_finite(walk.correction)) break;
  }
  return done;
}

#endif
