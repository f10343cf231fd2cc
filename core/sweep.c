/*
** sweep.c - streams of many periods that take the same prices (see smma.h).
**
** Four periods are a group. They are four streams until all of them have an
** average; from then on they are a bundle of the kernel, which takes a price
** into all four at once.
*/
#include "batch.h"
#include "kernel/kernel.h"
#include "stream.h"
#include "support/allocator.h"

#include <string.h>

typedef struct sweep_group {
  union {
    smma_stream streams[SMMA_BUNDLE_PERIODS];
    double bundle[SMMA_BUNDLE_SIZE / sizeof(double)];
  } of;
  bool is_bundled;
} sweep_group;

struct smma_sweep {
  smma_allocator allocator;
  smma_batch_config config;
  const smma_kernel *kernel; /* whose bundles these are */
  size_t periods;
  size_t group_count;
  uint64_t count; /* non-missing prices so far */
  sweep_group *groups;
  double *values; /* one a period, and to the end of the last group */
};

/* How many of its periods a group has: the last one may have fewer than four. */
static size_t sweep_group_periods(const smma_sweep *sweep, size_t group) {
  const size_t left = sweep->periods - SMMA_BUNDLE_PERIODS * group;
  return left < SMMA_BUNDLE_PERIODS ? left : SMMA_BUNDLE_PERIODS;
}

void smma_sweep_restart(smma_sweep *sweep) {
  if (sweep == NULL) return;
  sweep->count = 0;
  for (size_t i = 0; i < sweep->periods; i++) {
    sweep_group *group = &sweep->groups[i / SMMA_BUNDLE_PERIODS];
    smma_stream *stream = &group->of.streams[i % SMMA_BUNDLE_PERIODS];
    group->is_bundled = false;
    smma_stream_start(stream, smma_batch_period(&sweep->config, i));
    sweep->values[i] = stream->value;
  }
}

smma_status smma_sweep_new(smma_sweep **sweep, const smma_batch_config *config,
                           const smma_allocator *allocator) {
  if (sweep == NULL) return SMMA_NULL_POINTER;
  *sweep = NULL;
  size_t periods;
  const smma_status status = smma_batch_rows(config, &periods);
  if (status != SMMA_OK) return status;
  const size_t groups = (periods - 1) / SMMA_BUNDLE_PERIODS + 1;
  const size_t group_size =
      sizeof(sweep_group) + SMMA_BUNDLE_PERIODS * sizeof(double);
  if (groups > (SIZE_MAX - sizeof(smma_sweep)) / group_size) {
    return SMMA_SIZE_OVERFLOW;
  }
  const smma_allocator memory = allocator_or_malloc(allocator);
  smma_sweep *made =
      memory.allocate(memory.context, sizeof(*made) + groups * group_size);
  if (made == NULL) return SMMA_OUT_OF_MEMORY;
  memset(made, 0, sizeof(*made));
  made->allocator = memory;
  made->config = *config;
  made->kernel = smma_kernel_in_use();
  made->periods = periods;
  made->group_count = groups;
  made->groups = (sweep_group *)(made + 1);
  made->values = (double *)(made->groups + groups);
  smma_sweep_restart(made);
  *sweep = made;
  return SMMA_OK;
}

void smma_sweep_free(smma_sweep *sweep) {
  if (sweep == NULL) return;
  const smma_allocator memory = sweep->allocator;
  memory.release(memory.context, sweep);
}

static smma_status sweep_push_streams(sweep_group *group, size_t periods,
                                      double price, double *values) {
  for (size_t j = 0; j < periods; j++) {
    const smma_status status = smma_stream_push(&group->of.streams[j], price);
    if (status != SMMA_OK) return status;
    values[j] = group->of.streams[j].value;
  }
  return SMMA_OK;
}

/* Makes the streams of a full group one, once all of them are running. */
static void sweep_bundle(const smma_sweep *sweep, sweep_group *group) {
  for (size_t j = 0; j < SMMA_BUNDLE_PERIODS; j++) {
    if (!smma_stream_is_running(&group->of.streams[j])) return;
  }
  smma_stream streams[SMMA_BUNDLE_PERIODS];
  memcpy(streams, group->of.streams, sizeof(streams));
  sweep->kernel->bundle(group->of.bundle, streams);
  group->is_bundled = true;
}

smma_status smma_sweep_push(smma_sweep *sweep, double price) {
  if (sweep == NULL) return SMMA_NULL_POINTER;
  if (smma_is_missing(price)) return SMMA_OK;
  for (size_t g = 0; g < sweep->group_count; g++) {
    sweep_group *group = &sweep->groups[g];
    double *values = sweep->values + SMMA_BUNDLE_PERIODS * g;
    if (group->is_bundled) {
      if (!sweep->kernel->push_bundle(group->of.bundle, sweep->count, price,
                                      values)) {
        return SMMA_NOT_FINITE;
      }
      continue;
    }
    const size_t periods = sweep_group_periods(sweep, g);
    const smma_status status =
        sweep_push_streams(group, periods, price, values);
    if (status != SMMA_OK) return status;
    if (periods == SMMA_BUNDLE_PERIODS) sweep_bundle(sweep, group);
  }
  sweep->count++;
  return SMMA_OK;
}

size_t smma_sweep_size(const smma_sweep *sweep) {
  return sweep == NULL ? 0 : sweep->periods;
}

const double *smma_sweep_values(const smma_sweep *sweep) {
  return sweep == NULL ? NULL : sweep->values;
}
