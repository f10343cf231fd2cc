/* arguments.c - see arguments.h. */
#include "arguments.h"
#include "functions.h"

const char smma_is_not_a_number[] = "is not a number";
const char smma_is_not_finite[] = "is not finite";
const char smma_is_not_a_period[] =
    "is not an integer between 1 and 2147483647";

const char *smma_ordinal_ending(int number) {
  static const char endings[][3] = {"st", "nd", "rd", "th"};
  return endings[number < 4 ? number - 1 : 3];
}

char *smma_argument_text(const char *function, int argument,
                         const char *complaint) {
  return sqlite3_mprintf("%lld%s argument to %s() %s", (sqlite3_int64)argument,
                         smma_ordinal_ending(argument), function, complaint);
}

char *smma_argument_text_of(const char *function, int argument,
                            const char *complaint, char *shown) {
  return smma_quote_join(smma_argument_text(function, argument, complaint),
                         ": ", shown);
}

void smma_report_text(sqlite3_context *context, char *text) {
  if (text == NULL) {
    sqlite3_result_error_nomem(context);
    return;
  }
  sqlite3_result_error(context, text, -1);
  sqlite3_free(text);
}

static void argument_report(sqlite3_context *context, int argument,
                            const char *complaint, char *shown) {
  smma_report_text(context,
                   smma_argument_text_of(smma_function_of(context)->name,
                                         argument, complaint, shown));
}

/* -------------------------------------------------------------- numbers in text */

/* Where text goes on after blanks, a sign or digits. The NUL at its end is none of
** them. */
static const unsigned char *argument_skip_blanks(const unsigned char *text) {
  while (*text == ' ' || (*text >= '\t' && *text <= '\r')) {
    text++;
  }
  return text;
}

static const unsigned char *argument_skip_sign(const unsigned char *text) {
  return text + (*text == '-' || *text == '+');
}

static const unsigned char *argument_skip_digits(const unsigned char *text) {
  while (*text >= '0' && *text <= '9') {
    text++;
  }
  return text;
}

/* Whether TEXT is entirely a number, which is what a column of type NUMERIC
** takes for one. sqlite3_value_numeric_type() would say so too, but turn value
** into that number, and an error has to show what was given. */
static bool argument_is_number(sqlite3_value *value) {
  const unsigned char *at = sqlite3_value_text(value);
  if (at == NULL) return false;
  const unsigned char *end = at + sqlite3_value_bytes(value);
  const unsigned char *first = argument_skip_sign(argument_skip_blanks(at));
  at = argument_skip_digits(first);
  const bool has_point = *at == '.';
  if (has_point) at = argument_skip_digits(at + 1);
  if (at - first == has_point) return false; /* no digit */
  if (*at == 'e' || *at == 'E') {
    first = argument_skip_sign(at + 1);
    at = argument_skip_digits(first);
    if (at == first) return false;
  }
  return argument_skip_blanks(at) == end;
}

/* ------------------------------------------------------------------- the checks */

smma_price_kind smma_price_of(sqlite3_value *value, double *price) {
  const int type = sqlite3_value_type(value);
  if (type == SQLITE_NULL) return SMMA_PRICE_MISSING;
  if (type == SQLITE_BLOB) return SMMA_PRICE_WRONG;
  if (type == SQLITE_TEXT && !argument_is_number(value)) {
    return SMMA_PRICE_WRONG;
  }
  *price = sqlite3_value_double(value);
  return SMMA_PRICE_PRESENT;
}

int32_t smma_integer_of(sqlite3_value *value, int32_t least) {
  double number;
  /* No integer that is too large becomes one that is not by being rounded. */
  if (smma_price_of(value, &number) == SMMA_PRICE_PRESENT && number >= least &&
      number <= INT32_MAX && number == (double)(int32_t)number) {
    return (int32_t)number;
  }
  return least - 1;
}

smma_price_kind smma_argument_other_price(sqlite3_context *context,
                                          sqlite3_value *value, int argument,
                                          double *price) {
  const smma_price_kind kind = smma_price_of(value, price);
  if (kind == SMMA_PRICE_WRONG) {
    argument_report(context, argument, smma_is_not_a_number, smma_quote(value));
  }
  return kind;
}

int32_t smma_argument_period(sqlite3_context *context, sqlite3_value *value,
                             int argument) {
  const int32_t period = smma_integer_of(value, 1);
  if (period == 0) {
    argument_report(context, argument, smma_is_not_a_period, smma_quote(value));
  }
  return period;
}

bool smma_argument_other_row_period(sqlite3_context *context,
                                    sqlite3_value *value, int argument,
                                    int32_t *period) {
  const int32_t found = smma_argument_period(context, value, argument);
  if (found == 0) return false;
  if (*period != 0 && *period != found) {
    argument_report(context, argument, "is not the same for all rows",
                    smma_quote(value));
    return false;
  }
  *period = found;
  return true;
}

/* TEXT where a BLOB belongs is what some drivers make of the bytes of a state. */
static char *argument_quote_state(sqlite3_value *value) {
  return sqlite3_value_type(value) == SQLITE_TEXT
             ? smma_quote_size("TEXT", value, ", where a BLOB belongs")
             : smma_quote(value);
}

void smma_report_status(sqlite3_context *context, smma_status status,
                        int argument, sqlite3_value *value) {
  if (status == SMMA_OUT_OF_MEMORY) {
    sqlite3_result_error_nomem(context);
  } else if (status == SMMA_NOT_FINITE) {
    argument_report(context, argument, smma_is_not_finite, smma_quote(value));
  } else if (status == SMMA_BAD_STATE) { /* untaken: there is no other status */
    argument_report(context, argument, "is not a state",
                    argument_quote_state(value));
  } else {
    sqlite3_result_error(context, smma_status_string(status), -1);
  }
}
