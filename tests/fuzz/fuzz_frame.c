/*
** fuzz_frame.c - a frame that slides (SPEC 2.3, 3.2, 4.6): pushes and pops in
** any order, against an average started anew over the prices in the frame; and
** now and then there is no memory.
*/
#include "../../core/smma.h"
#include "input.h"
#include "judge.h"

#include <stdint.h>

enum {
  SLIDE_MOST = 192, /* prices of a narrow frame */
  SLIDE_MOST_ROWS = 40,
  SLIDE_MOST_WIDE = 2400, /* of one of several chunks */
  SLIDE_MOST_ROWS_WIDE = 1100,
  SLIDE_MOVES_WIDE = 8, /* how much more a move is then */
  SLIDE_MOST_FAIL = 24,
  SLIDE_CREDIT = 6 /* rows that may be judged for each push and pop */
};

static const double slide_most_error = 8; /* SPEC 2.3 */

/* Refuses one allocation, number fail_at from now; 0 is none. */
typedef struct slide_memory {
  size_t fail_at;
} slide_memory;

typedef struct slide_case {
  size_t period;
  smma_frame *frame;
  smma_stream stream; /* the same, until the first pop */
  int slides;
  size_t times; /* each push and pop of a move */
  double *kept; /* the prices that are in the frame: kept[from ... to - 1] */
  size_t from, to;
  size_t present; /* that are not missing */
  size_t credit;  /* rows that may be judged by now */
} slide_case;

static double slide_decoded[SLIDE_MOST_WIDE];
static double slide_kept[SLIDE_MOST_WIDE];

static void *slide_allocate(void *context, size_t bytes) {
  slide_memory *memory = context;
  if (memory->fail_at > 0 && --memory->fail_at == 0) return NULL;
  return malloc(bytes);
}

static void slide_release(void *context, void *block) {
  (void)context;
  free(block);
}

/* Whether the average of the frame is promised to be accurate. */
static int slide_is_promised(const slide_case *c, const judge *j) {
  if (j->smallest < judge_least_price) return 0;
  return c->slides || j->largest <= input_safe_price(c->period);
}

/* SPEC 2.3. All prices of a frame are gone through for one value, so in a wide
** one this comes less often. */
static void slide_check_accuracy(slide_case *c, double value) {
  const size_t n = c->to - c->from;
  if (c->credit < n) return;
  c->credit = 0;
  judge j = judge_start(c->period);
  for (size_t i = c->from; i < c->to; i++) {
    judge_push(&j, c->kept[i]);
  }
  if (!slide_is_promised(c, &j)) return;
  judge_accuracy("accuracy of a frame", &j, c->kept + c->from, n, value,
                 slide_most_error);
}

static void slide_check_value(slide_case *c) {
  const size_t n = c->to - c->from;
  const double value = smma_frame_value(c->frame);
  if (!c->slides && !judge_same_bits(value, smma_stream_value(&c->stream))) {
    judge_complain("frame that has not slid", c->period, c->to, n, value,
                   smma_stream_value(&c->stream));
  }
  if (c->present < c->period) {
    if (!isnan(value)) judge_complain("early", c->period, c->to, n, value, NAN);
    return;
  }
  if (!isfinite(value)) {
    judge_complain("not finite", c->period, c->to, n, value, 0);
  }
  slide_check_accuracy(c, value);
}

static void slide_check_size(const slide_case *c) {
  judge_require(smma_frame_size(c->frame) == c->to - c->from, "size of a frame",
                c->period);
}

/* Without memory, nothing has happened: the frame is as it was. */
static void slide_check_unchanged(const slide_case *c, double before) {
  slide_check_size(c);
  judge_require(judge_same_bits(smma_frame_value(c->frame), before),
                "a push or pop that failed changed the frame", c->period);
}

static smma_status slide_try_push(slide_case *c, double price) {
  const double before = smma_frame_value(c->frame);
  smma_status status = smma_frame_push(c->frame, price);
  if (status == SMMA_OUT_OF_MEMORY) {
    slide_check_unchanged(c, before);
    status = smma_frame_push(c->frame, price);
  }
  if (status != SMMA_OK) slide_check_unchanged(c, before);
  return status;
}

static void slide_push(slide_case *c, double price) {
  const smma_status expected = c->slides
                                   ? isinf(price) ? SMMA_NOT_FINITE : SMMA_OK
                                   : smma_stream_push(&c->stream, price);
  const smma_status status = slide_try_push(c, price);
  if (status != expected) {
    judge_complain("status of a push", c->period, c->to, c->to - c->from,
                   (double)status, (double)expected);
  }
  c->credit += SLIDE_CREDIT;
  if (status != SMMA_OK) return;
  c->kept[c->to++] = price;
  if (!isnan(price)) c->present++;
}

static void slide_pop(slide_case *c) {
  const double before = smma_frame_value(c->frame);
  smma_status status = smma_frame_pop(c->frame);
  if (status == SMMA_OUT_OF_MEMORY) {
    slide_check_unchanged(c, before);
    status = smma_frame_pop(c->frame);
  }
  judge_require(status == SMMA_OK, "status of a pop", c->period);
  if (c->from == c->to) return;
  c->slides = 1;
  c->credit += SLIDE_CREDIT;
  if (!isnan(c->kept[c->from++])) c->present--;
}

/* A byte is a move: so many prices in at the back, so many out at the front.
** Returns how many prices are in now. */
static size_t slide_move(slide_case *c, unsigned move, const double *prices,
                         size_t n) {
  const size_t asked = (move / 16 + (move == 0)) * c->times;
  const size_t pushes = asked < n ? asked : n;
  for (size_t i = 0; i < pushes; i++) {
    slide_push(c, prices[i]);
  }
  slide_check_value(c);
  for (size_t pops = move % 16 * c->times; pops > 0; pops--) {
    slide_pop(c);
  }
  return pushes;
}

/* The moves again and again until the prices are used up. */
static void slide_run(slide_case *c, const input *moves, const double *prices,
                      size_t n, size_t most_rows) {
  size_t done = 0;
  size_t idle = 0; /* moves without a push, one behind the other */
  for (size_t number = 0; done < n; number++) {
    const unsigned move =
        moves->left == 0 || idle > 4 ? 0x11 : moves->at[number % moves->left];
    const size_t pushes = slide_move(c, move, prices + done, n - done);
    done += pushes;
    idle = pushes == 0 ? idle + 1 : 0;
    while (c->to - c->from > most_rows) {
      slide_pop(c);
    }
    slide_check_value(c);
    slide_check_size(c);
  }
}

/* Half of the bytes, at most 64, are moves; the others are prices. */
static input slide_split(input *from) {
  const size_t most = from->left / 2 < 64 ? from->left / 2 : 64;
  const input moves = {from->at + from->left - most, most};
  from->left -= most;
  return moves;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  input from = {data, size};
  slide_case c = {
      .period = input_period(&from), .times = 1, .kept = slide_kept};
  const size_t option = input_byte(&from);
  const int is_wide = option >= 224;
  if (is_wide) c.times = SLIDE_MOVES_WIDE;
  slide_memory memory = {option % 32 < SLIDE_MOST_FAIL ? option % 32 : 0};
  const smma_allocator allocator = {slide_allocate, slide_release, &memory};
  input moves = slide_split(&from);
  const size_t n = input_prices(&from, c.period, slide_decoded,
                                is_wide ? SLIDE_MOST_WIDE : SLIDE_MOST);
  smma_status status = smma_frame_new(&c.frame, c.period, &allocator);
  if (status == SMMA_OUT_OF_MEMORY) {
    status = smma_frame_new(&c.frame, c.period, &allocator);
  }
  judge_require(status == SMMA_OK, "new frame", c.period);
  smma_stream_init(&c.stream, c.period);
  slide_run(&c, &moves, slide_decoded, n,
            is_wide ? SLIDE_MOST_ROWS_WIDE : SLIDE_MOST_ROWS);
  smma_frame_free(c.frame);
  return 0;
}
