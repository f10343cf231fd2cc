/*
** fuzz_series.c - one series through every path of the library: the same bits
** and the same refusals everywhere (SPEC 2.1, 1.3), and the accuracy that is
** promised (SPEC 2.2).
**
** Pushing price by price is what all else is compared with. Each input is for one
** of the kernels of this machine.
*/
#include "../../core/kernel/kernel.h"
#include "../../core/smma.h"
#include "input.h"
#include "judge.h"

#include <stdint.h>

enum {
  SERIES_MOST = 300,       /* prices beside those that a period needs */
  SERIES_MOST_LONG = 4096, /* in all */
  SERIES_MOST_SHIFT = 40,  /* of results that overlap prices */
  SERIES_MOST_ROWS = 6,    /* of a batch */
  SERIES_MOST_RELOADS = 24 /* of a stream in pieces: each takes a while */
};

static const double series_most_error = 4; /* SPEC 2.2 */
static const double series_canary = 0x1.23456789abcdep77;

typedef struct series_case {
  size_t period;
  size_t n;
  const double *prices;
  const double *expected;
  /* how the paths are taken */
  size_t shift;
  size_t piece;
  size_t rows;
  size_t row; /* the one of the period */
  size_t step;
} series_case;

/* Room whose end is what the sanitizer watches: an array of n elements lies at
** its end, behind a canary. */
typedef struct series_room {
  double memory[1 + SERIES_MOST_LONG + SERIES_MOST_SHIFT];
} series_room;

enum {
  SERIES_ROOM = sizeof(series_room) / sizeof(double),
  SERIES_BATCH_ROOM = 1 + SERIES_MOST_ROWS * SERIES_MOST_LONG
};

static series_room series_decoded, series_given, series_reference, series_out;
static double series_batch_memory[SERIES_BATCH_ROOM];

static double *series_at_end(double *memory, size_t room, size_t n) {
  double *array = memory + room - n;
  array[-1] = series_canary;
  return array;
}

static double *series_array(series_room *room, size_t n) {
  return series_at_end(room->memory, SERIES_ROOM, n);
}

static void series_check_canary(const double *array, const char *what,
                                size_t period) {
  judge_require(array[-1] == series_canary, what, period);
}

/* ---------------------------------------------------------------- price by price */

/* A refused push leaves the stream as it was: as n prices have made it. */
static void series_check_refused_push(const series_case *c, size_t n,
                                      const smma_stream *stream) {
  smma_stream before;
  smma_stream_init(&before, c->period);
  for (size_t i = 0; i < n; i++) {
    smma_stream_push(&before, c->prices[i]);
  }
  judge_require(memcmp(&before, stream, sizeof(before)) == 0,
                "a refused push changed the stream", c->period);
}

/* Pushes until one is refused. Returns how many were not. */
static size_t series_push(const series_case *c, double *expected) {
  smma_stream stream;
  judge_require(smma_stream_init(&stream, c->period) == SMMA_OK, "init",
                c->period);
  for (size_t i = 0; i < c->n; i++) {
    const smma_status status = smma_stream_push(&stream, c->prices[i]);
    if (status != SMMA_OK) {
      judge_require(status == SMMA_NOT_FINITE, "status of a push", c->period);
      series_check_refused_push(c, i, &stream);
      return i;
    }
    expected[i] = smma_stream_value(&stream);
  }
  return c->n;
}

/* SPEC 1.3: an infinite price is refused, one in the safe range never. */
static void series_check_refusal(const series_case *c, size_t refused) {
  double largest = 0;
  for (size_t i = 0; i < refused; i++) {
    if (fabs(c->prices[i]) > largest) largest = fabs(c->prices[i]);
    if (!isinf(c->prices[i])) continue;
    judge_complain("infinite price taken", c->period, i, c->n, c->prices[i], 0);
  }
  if (refused == c->n) return;
  const double price = c->prices[refused];
  const double safe = input_safe_price(c->period);
  if (!isnan(price) && (largest > safe || fabs(price) > safe)) return;
  judge_complain("price refused", c->period, refused, c->n, price, price);
}

/* SPEC 1.1, 1.2, 2.2, about the result at the place i. */
static void series_check_result(const series_case *c, judge *j, size_t i) {
  const double got = c->expected[i];
  if (!judge_has_value(j)) {
    if (!isnan(got)) judge_complain("early", c->period, i, c->n, got, NAN);
    return;
  }
  const double about = (double)j->value;
  if (!isfinite(got)) {
    judge_complain("not finite", c->period, i, c->n, got, about);
  }
  if (isnan(c->prices[i]) && i > 0 &&
      !judge_same_bits(got, c->expected[i - 1])) {
    judge_complain("gap", c->period, i, c->n, got, c->expected[i - 1]);
  }
  if (c->period == 1 && !isnan(c->prices[i]) &&
      !judge_same_bits(got, c->prices[i])) {
    judge_complain("copy", c->period, i, c->n, got, c->prices[i]);
  }
  if (j->smallest < judge_least_price ||
      j->largest > input_safe_price(c->period)) {
    return;
  }
  if (j->is_constant && !(got == j->first)) {
    judge_complain("constant", c->period, i, c->n, got, j->first);
  }
  judge_accuracy("accuracy", j, c->prices, i + 1, got, series_most_error);
}

static void series_check_results(const series_case *c) {
  judge j = judge_start(c->period);
  for (size_t i = 0; i < c->n; i++) {
    judge_push(&j, c->prices[i]);
    series_check_result(c, &j, i);
  }
}

/* ------------------------------------------------------------------ whole arrays */

static void series_check_array(const series_case *c) {
  double *out = series_array(&series_out, c->n);
  judge_require(smma_into(c->prices, out, c->n, c->period) == SMMA_OK,
                "array refused", c->period);
  judge_same_arrays("array", c->period, out, c->expected, c->n);
  series_check_canary(out, "array wrote before its results", c->period);
}

static void series_check_in_place(const series_case *c) {
  double *both = series_array(&series_out, c->n);
  memcpy(both, c->prices, c->n * sizeof(*both));
  judge_require(smma_into(both, both, c->n, c->period) == SMMA_OK,
                "in place refused", c->period);
  judge_same_arrays("in place", c->period, both, c->expected, c->n);
  series_check_canary(both, "in place wrote before its results", c->period);
}

/* Results behind the prices, or before them. */
static void series_check_overlap(const series_case *c, int is_behind) {
  double *both = series_array(&series_out, c->n + c->shift);
  double *prices = is_behind ? both : both + c->shift;
  double *out = is_behind ? both + c->shift : both;
  memcpy(prices, c->prices, c->n * sizeof(*both));
  judge_require(smma_into(prices, out, c->n, c->period) == SMMA_OK,
                "overlap refused", c->period);
  judge_same_arrays(is_behind ? "overlap behind" : "overlap before", c->period,
                    out, c->expected, c->n);
  series_check_canary(both, "overlap wrote before its results", c->period);
}

/* An array is refused if and only if one of its prices is. */
static void series_check_refused_array(const series_case *c) {
  double *out = series_array(&series_out, c->n);
  judge_require(smma_into(c->prices, out, c->n, c->period) == SMMA_NOT_FINITE,
                "array not refused", c->period);
  series_check_canary(out, "refused array wrote before its results", c->period);
}

/* ----------------------------------------------------------------------- pieces */

/* Puts a stream down and takes it up again elsewhere (SPEC 3.7). */
static void series_reload(smma_stream *stream, size_t period) {
  unsigned char state[SMMA_STATE_SIZE];
  judge_require(smma_stream_save(stream, state) == SMMA_OK, "save", period);
  memset(stream, 0xa5, sizeof(*stream));
  judge_require(smma_stream_load(stream, state, sizeof(state)) == SMMA_OK,
                "load", period);
}

/* Pieces of 1 ... c->piece prices, and the odd one of four times that: so they
** start in every phase of the arithmetic. */
static size_t series_piece(const series_case *c, size_t number, size_t left) {
  const size_t length =
      number % 5 == 4 ? 4 * c->piece : 1 + number * 7 % c->piece;
  return length < left ? length : left;
}

static void series_check_pieces(const series_case *c) {
  double *out = series_array(&series_out, c->n);
  smma_stream stream;
  smma_stream_init(&stream, c->period);
  size_t done = 0;
  for (size_t number = 0; done < c->n; number++) {
    const size_t length = series_piece(c, number, c->n - done);
    const double *prices = c->prices + done;
    if (number % 2 == 0) {
      memcpy(out + done, prices, length * sizeof(*out));
      prices = out + done;
    }
    judge_require(smma_stream_push_array(&stream, prices, out + done, length) ==
                      SMMA_OK,
                  "piece refused", c->period);
    if (number < SERIES_MOST_RELOADS) series_reload(&stream, c->period);
    done += length;
    if (!judge_same_bits(smma_stream_value(&stream), c->expected[done - 1])) {
      judge_complain("value of a stream", c->period, done - 1, c->n,
                     smma_stream_value(&stream), c->expected[done - 1]);
    }
  }
  judge_same_arrays("pieces", c->period, out, c->expected, c->n);
  series_check_canary(out, "pieces wrote before their results", c->period);
}

/* A piece that ends in a refused price leaves the stream as it was. n is where
** that price is. */
static void series_check_refused_piece(const series_case *c, size_t n) {
  double *out = series_array(&series_out, c->n);
  const size_t from = n - n % c->piece;
  smma_stream stream;
  smma_stream_init(&stream, c->period);
  judge_require(smma_stream_push_array(&stream, c->prices, out, from) ==
                    SMMA_OK,
                "piece before a refused one refused", c->period);
  const smma_stream before = stream;
  judge_require(smma_stream_push_array(&stream, c->prices + from, out + from,
                                       n + 1 - from) == SMMA_NOT_FINITE,
                "piece not refused", c->period);
  judge_require(memcmp(&before, &stream, sizeof(stream)) == 0,
                "a refused piece changed the stream", c->period);
}

/* ------------------------------------------------------------------------- frame */

/* SPEC 2.1: a frame that has never slid has the bits of a stream. refused is a
** price that it must refuse, or NULL. */
static void series_check_frame(const series_case *c, const double *refused) {
  smma_frame *frame;
  judge_require(smma_frame_new(&frame, c->period, NULL) == SMMA_OK, "new frame",
                c->period);
  for (size_t i = 0; i < c->n; i++) {
    judge_require(smma_frame_push(frame, c->prices[i]) == SMMA_OK,
                  "frame refused", c->period);
    if (judge_same_bits(smma_frame_value(frame), c->expected[i])) continue;
    judge_complain("frame", c->period, i, c->n, smma_frame_value(frame),
                   c->expected[i]);
  }
  if (refused != NULL) {
    const double before = smma_frame_value(frame);
    judge_require(smma_frame_push(frame, *refused) == SMMA_NOT_FINITE,
                  "frame not refused", c->period);
    judge_require(judge_same_bits(smma_frame_value(frame), before),
                  "a refused push changed the frame", c->period);
  }
  judge_require(smma_frame_size(frame) == c->n, "size of a frame", c->period);
  smma_frame_free(frame);
}

/* ------------------------------------------------------------------------- batch */

/* A range of c->rows periods, of which c->row is the period, up or down; as far
** as there is room above 0 and below SIZE_MAX. */
static smma_batch_config series_range(const series_case *c, size_t *row) {
  const size_t below = (c->period - 1) / c->step;
  const size_t above = (SIZE_MAX - c->period) / c->step;
  const size_t rows_below = c->row < below ? c->row : below;
  const size_t rows_left = c->rows - 1 - rows_below;
  const size_t rows_above = rows_left < above ? rows_left : above;
  const size_t low = c->period - rows_below * c->step;
  const size_t high = c->period + rows_above * c->step;
  const int is_up = c->piece % 2 == 0;
  *row = is_up ? rows_below : rows_above;
  const smma_batch_config config = {is_up ? low : high, is_up ? high : low,
                                    c->step};
  return config;
}

static void series_check_row(const series_case *c, const double *row,
                             size_t period, smma_status *status) {
  double *out = series_array(&series_out, c->n);
  const smma_status own = smma_into(c->prices, out, c->n, period);
  if (own != SMMA_OK) *status = own;
  if (row == NULL || own != SMMA_OK) return;
  judge_same_arrays("batch", period, row, out, c->n);
}

/* The rows of a batch once more, price by price. */
static void series_check_sweep(const series_case *c,
                               const smma_batch_config *config,
                               const double *values) {
  smma_sweep *sweep;
  judge_require(smma_sweep_new(&sweep, config, NULL) == SMMA_OK, "new sweep",
                c->period);
  const double *averages = smma_sweep_values(sweep);
  for (size_t i = 0; i < c->n; i++) {
    judge_require(smma_sweep_push(sweep, c->prices[i]) == SMMA_OK,
                  "sweep refused", c->period);
    for (size_t r = 0; r < smma_sweep_size(sweep); r++) {
      const double expected = values[r * c->n + i];
      if (judge_same_bits(averages[r], expected)) continue;
      judge_complain("sweep", c->period, i, c->n, averages[r], expected);
    }
  }
  smma_sweep_free(sweep);
}

/* Each row is what an array of its period is, and a batch is refused if and only
** if one of those is. */
static void series_check_batch(const series_case *c) {
  size_t row, rows;
  const smma_batch_config config = series_range(c, &row);
  size_t periods[SERIES_MOST_ROWS];
  judge_require(smma_batch_rows(&config, &rows) == SMMA_OK &&
                    rows <= SERIES_MOST_ROWS && row < rows,
                "rows of a batch", c->period);
  double *values =
      series_at_end(series_batch_memory, SERIES_BATCH_ROOM, rows * c->n);
  const smma_status status =
      smma_batch_into(c->prices, c->n, &config, values, periods);
  smma_status expected = SMMA_OK;
  judge_require(periods[row] == c->period, "period of a row", c->period);
  for (size_t r = 0; r < rows; r++) {
    series_check_row(c, status == SMMA_OK ? values + r * c->n : NULL,
                     periods[r], &expected);
  }
  judge_require(status == expected, "status of a batch", c->period);
  /* The slowest of the paths: not every time. */
  if (status == SMMA_OK && c->shift % 4 == 0) {
    series_check_sweep(c, &config, values);
  }
  series_check_canary(values, "batch wrote before its results", c->period);
}

/* --------------------------------------------------------------------- one input */

/* The kernels of this machine take turns from input to input. Asking which there
** are takes long on a virtual machine: once is enough. */
static void series_use_kernel(size_t choice) {
  enum { MOST = 8 };
  static const smma_kernel *kernels[MOST];
  static size_t count;
  while (count == 0 || (count < MOST && kernels[count - 1] != NULL)) {
    kernels[count] = smma_kernel_at(count);
    count++;
  }
  smma_kernel_use(kernels[choice % (count - 1)]);
}

/* Short is fast: two periods and a bit, and no more than a bit where the period
** is longer than any data. */
static size_t series_most_prices(size_t period) {
  if (period > SERIES_MOST_LONG) return SERIES_MOST;
  const size_t most = SERIES_MOST + 2 * period;
  return most < SERIES_MOST_LONG ? most : SERIES_MOST_LONG;
}

static void series_decode(input *from, series_case *c) {
  c->period = input_period(from);
  c->shift = 1 + input_last_byte(from) % (SERIES_MOST_SHIFT - 1);
  c->piece = 1 + input_last_byte(from) % 64;
  const size_t batch = input_last_byte(from);
  c->rows = 2 + batch % (SERIES_MOST_ROWS - 1);
  c->row = batch / 8 % c->rows;
  c->step = 1 + batch / 64;
  c->n = input_prices(from, c->period, series_decoded.memory,
                      series_most_prices(c->period));
  double *prices = series_array(&series_given, c->n);
  memcpy(prices, series_decoded.memory, c->n * sizeof(*prices));
  c->prices = prices;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  input from = {data, size};
  series_case c;
  series_decode(&from, &c);
  series_use_kernel(c.shift);
  double *expected = series_array(&series_reference, c.n);
  c.expected = expected;
  const size_t refused = series_push(&c, expected);
  series_check_refusal(&c, refused);
  series_check_batch(&c);
  const double *bad = NULL;
  if (refused < c.n) {
    series_check_refused_array(&c);
    series_check_refused_piece(&c, refused);
    bad = &c.prices[refused];
    c.n = refused;
  }
  series_check_results(&c);
  series_check_array(&c);
  series_check_in_place(&c);
  series_check_overlap(&c, 0);
  series_check_overlap(&c, 1);
  series_check_pieces(&c);
  series_check_frame(&c, bad);
  return 0;
}
