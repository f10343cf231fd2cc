/*
** core.c - a program that has found the installed library by pkg-config, and
** links no SQLite. Prints the version (SPEC 4.9), an average and an RSI (SPEC 4.10).
*/
#include <smma.h>
#include <smma_wilder.h>

#include <stdio.h>
#include <string.h>

int main(void) {
  double prices[] = {1, 2, 3, 7};
  if (strcmp(smma_version(), SMMA_VERSION) != 0) return 1;
  if (smma_into(prices, prices, 4, 3) != SMMA_OK) return 2;
  const double closes[] = {1, 4, 3};
  double rsi[3];
  if (smma_wilder_into(SMMA_RSI, NULL, NULL, closes, rsi, 3, 2) != SMMA_OK) {
    return 3;
  }
  printf("%s %g %g\n", smma_version(), prices[3], rsi[2]);
  return 0;
}
