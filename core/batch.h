/*
** batch.h - the periods of a range, for whoever walks over one.
*/
#ifndef SMMA_BATCH_H
#define SMMA_BATCH_H

#include "smma.h"

/* The period of a row, which is less than what smma_batch_rows() says. */
size_t smma_batch_period(const smma_batch_config *config, size_t row);

#endif
