/*
** block.h - the running phase of stream.h for many prices at once.
*/
#ifndef SMMA_BLOCK_H
#define SMMA_BLOCK_H

#include "smma.h"

#include <stddef.h>

enum {
  SMMA_GROUP = 16,                            /* prices in a group */
  SMMA_BLOCK_GROUPS = 8,                      /* groups in a block, at most */
  SMMA_BLOCK = SMMA_GROUP * SMMA_BLOCK_GROUPS /* prices in a block, at most */
};

/* Pushes up to groups * 16 prices into a stream that is running and aligned, and
** writes their averages to out, which is prices itself or does not overlap it.
** Returns how many groups that were: it stops before the block of up to eight
** groups in which a price is missing or something overflows. Push that one by
** one then. */
size_t smma_block_run(smma_stream *stream, const double *prices, double *out,
                      size_t groups);

#endif
