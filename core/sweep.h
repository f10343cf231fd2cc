/*
** sweep.h - the same prices through two periods at once.
*/
#ifndef SMMA_SWEEP_H
#define SMMA_SWEEP_H

#include "smma.h"

/* Pushes n prices into both streams, which have seen the same prices before,
** and writes the averages of streams[0] to out0 and of streams[1] to out1: the
** bits of smma_stream_run() on each. Neither output overlaps prices. On an
** error the streams are somewhere in between. */
smma_status smma_sweep_run(smma_stream streams[2], const double *prices,
                           double *out0, double *out1, size_t n);

#endif
