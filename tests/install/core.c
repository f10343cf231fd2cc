/*
** core.c - a program that has found the installed library by pkg-config, and
** links no SQLite. Prints the version (SPEC 4.9) and an average.
*/
#include <smma.h>

#include <stdio.h>
#include <string.h>

int main(void) {
  double prices[] = {1, 2, 3, 7};
  if (strcmp(smma_version(), SMMA_VERSION) != 0) return 1;
  if (smma_into(prices, prices, 4, 3) != SMMA_OK) return 2;
  printf("%s %g\n", smma_version(), prices[3]);
  return 0;
}
