/* call.c - see call.h. */
#include "call.h"

#include <stddef.h>

void smma_call_drop_values(smma_call *call) {
  for (int k = 0; k < SMMA_SERIES_VALUES; k++) {
    sqlite3_value_free(call->values[k]);
    call->values[k] = NULL;
  }
}
