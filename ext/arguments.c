/* arguments.c - see arguments.h. */
#include "arguments.h"

#include <string.h>

const char smma_is_not_a_number[] = "is not a number";
const char smma_is_not_finite[] = "is not finite";
const char smma_is_not_a_period[] =
    "is not an integer between 1 and 2147483647";

char *smma_argument_text(const char *function, int argument,
                         const char *complaint) {
  static const char ordinal[][5] = {"1st", "2nd",  "3rd",  "4th",
                                    "5th", "6th",  "7th",  "8th",
                                    "9th", "10th", "11th", "12th"};
  return sqlite3_mprintf("%s argument to %s() %s", ordinal[argument - 1],
                         function, complaint);
}

static void argument_report(sqlite3_context *context, int argument,
                            const char *complaint) {
  char *text =
      smma_argument_text(sqlite3_user_data(context), argument, complaint);
  if (text == NULL) {
    sqlite3_result_error_nomem(context);
    return;
  }
  sqlite3_result_error(context, text, -1);
  sqlite3_free(text);
}

/* The type of the number in value; SQLITE_TEXT for text that is not entirely a
** number. Text with a NUL in it is not one, although some versions of SQLite
** read only as far as the NUL. */
static int argument_numeric_type(sqlite3_value *value) {
  const int type = sqlite3_value_type(value);
  if (type != SQLITE_TEXT) return type;
  const unsigned char *text = sqlite3_value_text(value);
  const int bytes = sqlite3_value_bytes(value);
  if (text == NULL || memchr(text, 0, (size_t)bytes) != NULL) {
    return SQLITE_TEXT;
  }
  return sqlite3_value_numeric_type(value);
}

smma_price_kind smma_price_of(sqlite3_value *value, double *price) {
  const int type = argument_numeric_type(value);
  if (type == SQLITE_NULL) return SMMA_PRICE_MISSING;
  if (type != SQLITE_FLOAT && type != SQLITE_INTEGER) return SMMA_PRICE_WRONG;
  *price = sqlite3_value_double(value);
  return SMMA_PRICE_PRESENT;
}

int32_t smma_integer_of(sqlite3_value *value, int32_t least) {
  const int type = argument_numeric_type(value);
  if (type == SQLITE_INTEGER) {
    const sqlite3_int64 integer = sqlite3_value_int64(value);
    if (integer >= least && integer <= INT32_MAX) return (int32_t)integer;
  }
  if (type == SQLITE_FLOAT) {
    const double integer = sqlite3_value_double(value);
    if (integer >= least && integer <= INT32_MAX &&
        integer == (double)(int32_t)integer) {
      return (int32_t)integer;
    }
  }
  return least - 1;
}

smma_price_kind smma_argument_other_price(sqlite3_context *context,
                                          sqlite3_value *value, int argument,
                                          double *price) {
  const smma_price_kind kind = smma_price_of(value, price);
  if (kind == SMMA_PRICE_WRONG) {
    argument_report(context, argument, smma_is_not_a_number);
  }
  return kind;
}

int32_t smma_argument_period(sqlite3_context *context, sqlite3_value *value,
                             int argument) {
  const int32_t period = smma_integer_of(value, 1);
  if (period == 0) argument_report(context, argument, smma_is_not_a_period);
  return period;
}

void smma_report_changed_period(sqlite3_context *context, int argument) {
  argument_report(context, argument, "is not the same for all rows");
}

bool smma_argument_other_row_period(sqlite3_context *context,
                                    sqlite3_value *value, int argument,
                                    int32_t *period) {
  const int32_t found = smma_argument_period(context, value, argument);
  if (found == 0) return false;
  if (*period != 0 && *period != found) {
    smma_report_changed_period(context, argument);
    return false;
  }
  *period = found;
  return true;
}

void smma_report_status(sqlite3_context *context, smma_status status,
                        int argument) {
  if (status == SMMA_OUT_OF_MEMORY) {
    sqlite3_result_error_nomem(context);
  } else if (status == SMMA_NOT_FINITE) {
    argument_report(context, argument, smma_is_not_finite);
  } else if (status == SMMA_BAD_STATE) {
    argument_report(context, argument, "is not a state");
  } else {
    sqlite3_result_error(context, smma_status_string(status), -1);
  }
}
