/*
** averages.c - the native core for the tests of smma-core.wasm.
**
**   averages PERIOD            doubles from stdin, their averages to stdout
**   averages START STOP STEP   the same for a range of periods, row by row
*/
#include "../../core/smma.h"

#include <stdio.h>
#include <stdlib.h>

enum { MOST_PRICES = 1 << 20 };

static size_t argument(const char *text) {
  return (size_t)strtoull(text, NULL, 10);
}

int main(int argc, char **argv) {
  if (argc != 2 && argc != 4) return 2;
  const size_t start = argument(argv[1]);
  const size_t stop = argc == 4 ? argument(argv[2]) : start;
  const size_t step = argc == 4 ? argument(argv[3]) : 0;

  double *prices = malloc(MOST_PRICES * sizeof(double));
  if (prices == NULL) return 1;
  const size_t n = fread(prices, sizeof(double), MOST_PRICES, stdin);

  smma_batch_result sweep;
  const smma_status status =
      smma_batch_range(prices, n, start, stop, step, &sweep);
  free(prices);
  if (status != SMMA_OK) {
    fprintf(stderr, "%s\n", smma_status_string(status));
    return 1;
  }
  const size_t cells = sweep.rows * sweep.cols;
  const size_t written = fwrite(sweep.values, sizeof(double), cells, stdout);
  smma_batch_free(&sweep);
  return written == cells ? 0 : 1;
}
