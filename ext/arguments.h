/*
** arguments.h - prices and periods as SQL values, and the errors they give.
**
** The texts are part of the contract (SPEC 3.3, 3.4): they count the argument,
** name the function and show the value, "2nd argument to smma() is not ...: 0". A
** function reports an error to its context, a virtual table through zErrMsg. So
** each check has a form that only returns what it found and, for functions, one
** that reports it. No check changes the value.
*/
#ifndef SMMA_ARGUMENTS_H
#define SMMA_ARGUMENTS_H

#include "../core/smma.h"
#include "sqlite_api.h"
#include "values/quote.h"

#include <stdbool.h>
#include <stdint.h>

typedef enum smma_price_kind {
  SMMA_PRICE_MISSING, /* NULL */
  SMMA_PRICE_PRESENT,
  SMMA_PRICE_WRONG /* not a number; a reporting check has said so */
} smma_price_kind;

/* ----------------------------------------------------------- the complaints */

/* What an error text says about a price or a period. */
extern const char smma_is_not_a_number[];
extern const char smma_is_not_finite[];
extern const char smma_is_not_a_period[];

/* What makes an ordinal of a number from 1 to 20: "st", "nd", "rd", "th". */
const char *smma_ordinal_ending(int number);

/* "<argument>th argument to <function>() <complaint>", to be released with
** sqlite3_free(); NULL without memory. argument is 1 ... 20. */
char *smma_argument_text(const char *function, int argument,
                         const char *complaint);

/* The same, followed by ": " and shown, which it releases: the value as
** values/quote.h shows it. NULL if that is. */
char *smma_argument_text_of(const char *function, int argument,
                            const char *complaint, char *shown);

/* Reports text, which it releases; NULL means that there was no memory for it. */
void smma_report_text(sqlite3_context *context, char *text);

/* -------------------------------------------------- checks that only return */

/* The number in value (SPEC 3.3); it may be infinite, which the core refuses. */
smma_price_kind smma_price_of(sqlite3_value *value, double *price);

/* The integer in value, or least - 1 when it is not one from least to
** 2147483647. */
int32_t smma_integer_of(sqlite3_value *value, int32_t least);

/* ---------------------------------------- checks that report, for functions */

/* smma_argument_price() of a value that is not a REAL. */
smma_price_kind smma_argument_other_price(sqlite3_context *context,
                                          sqlite3_value *value, int argument,
                                          double *price);

/* The number in value, the argument-th argument of the function (1, 2, ...).
** Reports a value that is neither NULL nor a number (SPEC 3.3). The number may
** be infinite: the core refuses that, and smma_report_status() says so. */
static inline smma_price_kind smma_argument_price(sqlite3_context *context,
                                                  sqlite3_value *value,
                                                  int argument, double *price) {
  if (sqlite3_value_type(value) != SQLITE_FLOAT) {
    return smma_argument_other_price(context, value, argument, price);
  }
  *price = sqlite3_value_double(value);
  return SMMA_PRICE_PRESENT;
}

/* The period in value, 1 ... 2147483647, or 0 after reporting that it is none
** (SPEC 3.4). */
int32_t smma_argument_period(sqlite3_context *context, sqlite3_value *value,
                             int argument);

/* smma_argument_row_period() of the first row of an aggregate, and of a period
** that is not an INTEGER or not the one in *period. */
bool smma_argument_other_row_period(sqlite3_context *context,
                                    sqlite3_value *value, int argument,
                                    int32_t *period);

/* Whether value is the period of an aggregate. *period keeps it from row to row
** and is 0 before the first row, which sets it. Reports a value that is not a
** period or not the same. To be called in every row, also where the price is
** NULL (SPEC 3.4). */
static inline bool smma_argument_row_period(sqlite3_context *context,
                                            sqlite3_value *value, int argument,
                                            int32_t *period) {
  if (*period == 0 || sqlite3_value_type(value) != SQLITE_INTEGER ||
      sqlite3_value_int64(value) != *period) {
    return smma_argument_other_row_period(context, value, argument, period);
  }
  return true;
}

/* Reports a status of the core that is not SMMA_OK. For SMMA_NOT_FINITE and
** SMMA_BAD_STATE value, the argument-th argument, is the price or the state it is
** about; NULL where the status can be neither. */
void smma_report_status(sqlite3_context *context, smma_status status,
                        int argument, sqlite3_value *value);

#endif
