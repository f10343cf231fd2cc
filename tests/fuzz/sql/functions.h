/*
** functions.h - the functions that statements are made of, one a line.
**
** A function that the connection does not have makes a statement that SQLite
** refuses, which is as good as any other.
*/
#ifndef SMMA_FUZZ_FUNCTIONS_H
#define SMMA_FUZZ_FUNCTIONS_H

typedef enum function_kind {
  FUNCTION_SCALAR,
  FUNCTION_AGGREGATE,
  FUNCTION_WINDOW, /* and aggregate */
  FUNCTION_TABLE
} function_kind;

/* What verdicts.h asks of a result. */
typedef enum function_result {
  RESULT_ANY,
  RESULT_REAL,     /* NULL, or a finite number */
  RESULT_AVERAGE,  /* the average of the rows' prices */
  RESULT_AVERAGES, /* all of them, as an array */
  RESULT_STATE
} function_result;

/* What an argument is for; a statement has something else there now and then. */
typedef enum function_argument {
  ARGUMENT_NONE, /* the end of a list */
  PRICE,
  HIGH,
  LOW,
  CLOSE,
  PERIOD,
  STEP,
  KEY,
  STATE,
  QUERY,
  VALUE
} function_argument;

enum { FUNCTION_MOST_ARGUMENTS = 12 };

typedef struct function {
  const char *name;
  function_kind kind;
  function_result result;
  function_argument needed[FUNCTION_MOST_ARGUMENTS];
  function_argument optional[FUNCTION_MOST_ARGUMENTS];
} function;

static const function functions[] = {
    {"smma", FUNCTION_WINDOW, RESULT_AVERAGE, {PRICE, PERIOD}, {KEY}},
    {"smma_array", FUNCTION_AGGREGATE, RESULT_AVERAGES, {PRICE, PERIOD}, {KEY}},
    {"float64_array", FUNCTION_AGGREGATE, RESULT_ANY, {PRICE}, {KEY}},
    {"smma_state", FUNCTION_AGGREGATE, RESULT_STATE, {PRICE, PERIOD}, {KEY}},
    {"smma_append", FUNCTION_SCALAR, RESULT_STATE, {STATE, PRICE}, {0}},
    {"smma_value", FUNCTION_SCALAR, RESULT_REAL, {STATE}, {0}},
    {"smma_start", FUNCTION_SCALAR, RESULT_STATE, {PERIOD}, {0}},
    {"rsi", FUNCTION_WINDOW, RESULT_REAL, {PRICE, PERIOD}, {KEY}},
    {"atr", FUNCTION_WINDOW, RESULT_REAL, {HIGH, LOW, CLOSE, PERIOD}, {KEY}},
    {"adx", FUNCTION_WINDOW, RESULT_REAL, {HIGH, LOW, CLOSE, PERIOD}, {KEY}},
    {"plus_di",
     FUNCTION_WINDOW,
     RESULT_REAL,
     {HIGH, LOW, CLOSE, PERIOD},
     {KEY}},
    {"minus_di",
     FUNCTION_WINDOW,
     RESULT_REAL,
     {HIGH, LOW, CLOSE, PERIOD},
     {KEY}},
    {"smma_series",
     FUNCTION_TABLE,
     RESULT_REAL,
     {QUERY, PERIOD},
     {PERIOD, STEP, VALUE, VALUE, VALUE, VALUE, VALUE, VALUE, VALUE, VALUE}},
    {"smma_version", FUNCTION_SCALAR, RESULT_ANY, {0}, {0}},
    {"smma_debug", FUNCTION_SCALAR, RESULT_ANY, {0}, {0}},
    /* SQLite's own, beside them in one statement */
    {"avg", FUNCTION_WINDOW, RESULT_ANY, {PRICE}, {0}},
    {"count", FUNCTION_WINDOW, RESULT_ANY, {VALUE}, {0}},
    {"lag", FUNCTION_WINDOW, RESULT_ANY, {VALUE}, {PERIOD, VALUE}},
    {"first_value", FUNCTION_WINDOW, RESULT_ANY, {VALUE}, {0}},
    {"row_number", FUNCTION_WINDOW, RESULT_ANY, {0}, {0}},
    {"typeof", FUNCTION_SCALAR, RESULT_ANY, {VALUE}, {0}},
    {"hex", FUNCTION_SCALAR, RESULT_ANY, {VALUE}, {0}},
    {"abs", FUNCTION_SCALAR, RESULT_ANY, {PRICE}, {0}},
};
enum { FUNCTIONS = sizeof(functions) / sizeof(functions[0]) };

#endif
