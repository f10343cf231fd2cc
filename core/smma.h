/*
** smma.h - the smoothed moving average in C11.
**
** SMMA, also known as Wilder's smoothing, RMA or the modified moving average,
** is an exponential average with alpha = 1/period that is seeded by a simple
** average. For the non-missing prices x1, x2, ... and a period p >= 1
** (SPEC 1.1; J. Welles Wilder, "New Concepts in Technical Trading Systems",
** 1978):
**
**     S(p) = (x1 + ... + xp) / p
**     S(i) = S(i-1) + (x(i) - S(i-1)) / p        for i > p
**
** Rules that hold for every function of this header:
**
**  - Prices are doubles in reading order. NaN is a missing price: it does not
**    count towards the period and does not change the average (SPEC 1.2).
**  - Results stand at the position of their price. A position before the p-th
**    price shows NaN, the position of a missing price the average so far.
**  - An infinite price, and a finite one so large that the arithmetic would
**    overflow, is SMMA_NOT_FINITE (SPEC 1.3). Nothing overflows while no price
**    exceeds 1e307 / period in magnitude; beyond that it may be a later price
**    that is refused, and all after it.
**  - Same prices and same period give the same bits on every path and every
**    platform (SPEC 2.1). The error is at most 4 * DBL_EPSILON * max|x1 ... xi|
**    for every period up to 100,000, and a constant series gives exactly that
**    constant (SPEC 2.2), as long as nothing underflows: prices down to 1e-280
**    in magnitude, or 0, are safe.
**  - There is no global state (but for which vectors the processor has, which is
**    found out once), nothing is reported through errno and nothing aborts; calls
**    on separate data may run on as many threads as you like (SPEC 4.7).
*/
#ifndef SMMA_H
#define SMMA_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define SMMA_VERSION "0.1.0"

/* The version of the library that is linked, as SMMA_VERSION was when it was
** compiled. The text is static. */
const char *smma_version(void);

/* ---------------------------------------------------------------- status */

typedef enum smma_status {
  SMMA_OK = 0,
  SMMA_NULL_POINTER,  /* a pointer that must not be NULL is */
  SMMA_PERIOD_ZERO,   /* period 0 */
  SMMA_NOT_FINITE,    /* an infinite price, or one too large to average */
  SMMA_SIZE_OVERFLOW, /* a result larger than the address space */
  SMMA_OUT_OF_MEMORY, /* an allocation failed */
  SMMA_BAD_RANGE,     /* a range of periods that cannot be walked */
  SMMA_BAD_STATE,     /* bytes that smma_stream_save() has not written */
  SMMA_BAD_INDICATOR  /* not one of those in wilder.h */
} smma_status;

/* One English sentence without a full stop, for any value of status. The text
** is static. */
const char *smma_status_string(smma_status status);

/* What arrays are averaged with on this processor: "vector, 4 lanes (AVX2)",
** "vector, 2 lanes" or "scalar". All give the same bits. The text is static. */
const char *smma_kernel_name(void);

/* ------------------------------------------------------------ whole arrays */

/* The fast call: writes the n averages of prices[0 ... n-1] to out[0 ... n-1].
** Allocates nothing, O(n).
**
** out may be prices itself (in place) or overlap it in any other way: out is
** right in every case, and what prices held where they overlap is gone.
**
** n may be 0, and the pointers NULL only then. A period longer than the data
** is no error: every result is NaN (SPEC 1.4).
**
** Returns SMMA_OK, SMMA_NULL_POINTER, SMMA_PERIOD_ZERO, SMMA_SIZE_OVERFLOW
** (n * 8 bytes do not fit the address space) or SMMA_NOT_FINITE. After
** SMMA_NOT_FINITE what out holds is unspecified. */
smma_status smma_into(const double *prices, double *out, size_t n,
                      size_t period);

/* The safe call: the same into a new array of n doubles at *out, made with one
** allocation and released by the caller with smma_free(). prices is left as it
** is. Where n is 0, *out is an array of no elements that smma_free() takes too.
**
** Returns what smma_into() returns, or SMMA_OUT_OF_MEMORY. On any error *out
** is NULL and nothing needs to be released. */
smma_status smma(const double *prices, size_t n, size_t period, double **out);

/* An uninitialised array of n doubles (n = 0 is allowed) that starts on a
** 64-byte boundary, or NULL when there is no memory or n * 8 bytes do not fit
** the address space. Release it with smma_free(). */
double *smma_alloc(size_t n);

/* Releases an array from smma_alloc() or smma(). NULL is allowed. */
void smma_free(double *array);

/* ------------------------------------------------------- batch over periods */

/* A range of periods: start, start + step, ... as far as stop, which is
** included when it is met. start > stop walks down, with the same positive
** step; step 0 is start alone. */
typedef struct smma_batch_config {
  size_t start;
  size_t stop;
  size_t step;
} smma_batch_config;

/* One row of averages a period. The caller releases it with smma_batch_free(). */
typedef struct smma_batch_result {
  double *values;  /* rows x cols, row-major: values[row * cols + i] */
  size_t *periods; /* rows: the period of each row */
  size_t rows;
  size_t cols; /* the number of prices */
} smma_batch_result;

/* The averages of the same prices over many periods, by range or by
** configuration. Every row has the bits smma_into() gives for its period, and
** a period longer than the data is a row of NaN (SPEC 4.4). O(rows * n); up to
** four periods share each pass over the prices.
**
** Returns SMMA_OK, SMMA_NULL_POINTER, SMMA_BAD_RANGE (a period of 0 in the
** range), SMMA_SIZE_OVERFLOW, SMMA_NOT_FINITE or SMMA_OUT_OF_MEMORY. On any
** error *result is all zero and nothing needs to be released. */
smma_status smma_batch_range(const double *prices, size_t n, size_t start,
                             size_t stop, size_t step,
                             smma_batch_result *result);
smma_status smma_batch(const double *prices, size_t n,
                       const smma_batch_config *config,
                       smma_batch_result *result);

/* How many rows config gives, in *rows: what smma_batch_into() needs.
** Returns SMMA_OK, SMMA_NULL_POINTER or SMMA_BAD_RANGE. */
smma_status smma_batch_rows(const smma_batch_config *config, size_t *rows);

/* The same into the caller's memory: values has room for rows * n doubles,
** periods for rows of them (or is NULL when the caller does not need them).
** values must not overlap prices. Allocates nothing.
**
** Returns as above but never SMMA_OUT_OF_MEMORY; after SMMA_NOT_FINITE what
** values holds is unspecified. */
smma_status smma_batch_into(const double *prices, size_t n,
                            const smma_batch_config *config, double *values,
                            size_t *periods);

/* Releases what smma_batch() and smma_batch_range() have made and zeroes
** *result. NULL, and a result that is all zero, are allowed. */
void smma_batch_free(smma_batch_result *result);

/* --------------------------------------------------------------- streaming */

/* What a period is to the arithmetic: see kernel/arithmetic.h. a = 1 - alpha. */
typedef struct smma_coefficients {
  double alpha;    /* 1 / period */
  double power[4]; /* a, a^2, a^3, a^4 */
  double power8;   /* a^8 */
  double quarter;  /* (1 - a^4) / 4 */
} smma_coefficients;

/* What a stream remembers once it has an average: see kernel/arithmetic.h. The
** reference and the correction do not stand side by side: Clang would load them
** as one vector, and wait for it when they have just been stored as two. */
typedef struct smma_running {
  double reference;  /* of the segment of four prices in hand */
  double sum[2];     /* of its prices so far */
  double correction; /* at its start */
  double deviation;  /* at its last price */
  /* of the first segment, while the second is in hand; else 0 */
  double first_reference, first_correction, first_pull, first_residual;
} smma_running;

/* The average of a series that is still growing, in a fixed size: no memory is
** owned, so a stream may be copied by assignment and needs no release. The
** members are private; only the size is part of the interface. */
typedef struct smma_stream {
  uint64_t period;
  uint64_t count; /* non-missing prices so far */
  double value;   /* the average so far, NaN before the period-th price */
  smma_coefficients coefficients;
  union {
    struct {
      double high[4], low[4];
    } seed; /* before the period-th price: kernel/seed.h */
    smma_running running;
  } phase;
} smma_stream;

/* Starts a stream with no prices. Returns SMMA_OK, SMMA_NULL_POINTER or
** SMMA_PERIOD_ZERO. O(1). */
smma_status smma_stream_init(smma_stream *stream, size_t period);

/* Adds one price; NaN is missing. Returns SMMA_OK, SMMA_NULL_POINTER or
** SMMA_NOT_FINITE, and after the last of these the stream is as it was. O(1). */
smma_status smma_stream_push(smma_stream *stream, double price);

/* Adds n prices and writes the n averages to out, which is prices itself or
** does not overlap it: the same bits as n pushes, several times as fast.
** Returns SMMA_OK, SMMA_NULL_POINTER, SMMA_SIZE_OVERFLOW or SMMA_NOT_FINITE;
** after the last of these the stream is as it was, and what out holds is
** unspecified. O(n). */
smma_status smma_stream_push_array(smma_stream *stream, const double *prices,
                                   double *out, size_t n);

/* The average so far; NaN before the period-th price, and for NULL. O(1). */
double smma_stream_value(const smma_stream *stream);

/* The number of bytes of a saved stream. */
#define SMMA_STATE_SIZE 112

/* Writes the stream to state[0 ... SMMA_STATE_SIZE-1], versioned, checksummed
** and the same on every platform. A stream loaded from it goes on with the
** same bits. Returns SMMA_OK or SMMA_NULL_POINTER. */
smma_status smma_stream_save(const smma_stream *stream, unsigned char *state);

/* Makes the stream that was saved in the size bytes at state. Returns SMMA_OK,
** SMMA_NULL_POINTER, or SMMA_BAD_STATE for bytes of another length, version or
** origin, or damaged ones; *stream is untouched then. */
smma_status smma_stream_load(smma_stream *stream, const unsigned char *state,
                             size_t size);

/* ------------------------------------------------------------------- memory */

/* Where a sweep or a frame gets its memory. allocate(context, bytes) returns NULL when
** there is none; release(context, memory) takes what allocate gave. */
typedef struct smma_allocator {
  void *(*allocate)(void *context, size_t bytes);
  void (*release)(void *context, void *memory);
  void *context;
} smma_allocator;

/* ------------------------------------------------- sweep: streams of many periods */

/* The averages of one growing series over many periods. Opaque. It costs a
** fraction of as many streams: periods go side by side, four at a time. */
typedef struct smma_sweep smma_sweep;

/* A new sweep over the periods of config, in their order, with no prices, at
** *sweep; allocator NULL means malloc() and free(), and *allocator is copied.
** Release it with smma_sweep_free(). One allocation of about 160 bytes a period.
** Returns SMMA_OK, SMMA_NULL_POINTER, SMMA_BAD_RANGE, SMMA_SIZE_OVERFLOW or
** SMMA_OUT_OF_MEMORY; on an error *sweep is NULL. */
smma_status smma_sweep_new(smma_sweep **sweep, const smma_batch_config *config,
                           const smma_allocator *allocator);
void smma_sweep_free(smma_sweep *sweep);

/* Adds one price; NaN is missing. O(periods). Returns SMMA_OK, SMMA_NULL_POINTER
** or SMMA_NOT_FINITE, and after the last of these the sweep must be restarted:
** some of its averages may have taken the price. */
smma_status smma_sweep_push(smma_sweep *sweep, double price);

/* As if no price had been pushed. O(periods). NULL is allowed. */
void smma_sweep_restart(smma_sweep *sweep);

/* How many periods there are, 0 for NULL; and the averages so far, one a period,
** each with the bits of a stream: NaN before the period-th price. They stay
** where they are until the sweep is released. NULL for NULL. */
size_t smma_sweep_size(const smma_sweep *sweep);
const double *smma_sweep_values(const smma_sweep *sweep);

/* ------------------------------------------------------------ sliding frame */

/* The average over a window of prices that grows at the back and shrinks at
** the front, as an SQL window frame does. Opaque. */
typedef struct smma_frame smma_frame;

/* A new, empty frame at *frame; allocator NULL means malloc() and free(), and
** *allocator is copied. Release it with smma_frame_free(). Returns SMMA_OK,
** SMMA_NULL_POINTER, SMMA_PERIOD_ZERO or SMMA_OUT_OF_MEMORY. */
smma_status smma_frame_new(smma_frame **frame, size_t period,
                           const smma_allocator *allocator);
void smma_frame_free(smma_frame *frame);

/* Adds a price at the back; NaN is missing but has its place. Amortised O(1).
** Memory: 8 bytes a price until the first pop, 24 from then on, and 32 for the
** moment of that pop (SPEC 3.2).
** Returns SMMA_OK, SMMA_NULL_POINTER, SMMA_NOT_FINITE or SMMA_OUT_OF_MEMORY;
** on an error the frame is as it was. */
smma_status smma_frame_push(smma_frame *frame, double price);

/* Removes the price at the front; an empty frame stays as it is. Amortised
** O(1). Returns SMMA_OK, SMMA_NULL_POINTER or SMMA_OUT_OF_MEMORY (from the
** first pop only); on an error the frame is as it was. */
smma_status smma_frame_pop(smma_frame *frame);

/* The average over the prices in the frame, NaN when there are fewer than
** period of them or frame is NULL. Before the first pop it has the bits of a
** stream; after it the error is at most 8 * DBL_EPSILON * max|prices in the
** frame|, however often the frame has moved (SPEC 2.3). O(1). */
double smma_frame_value(const smma_frame *frame);

/* How many prices are in the frame, missing ones included. */
size_t smma_frame_size(const smma_frame *frame);

/* The period the frame was made with, 0 for NULL. */
size_t smma_frame_period(const smma_frame *frame);

#ifdef __cplusplus
}
#endif

#endif
