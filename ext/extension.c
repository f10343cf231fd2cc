/* extension.c - the entry point and the table of functions. */
#include "export.h"
#include "extension.h"

#include "sqlite3ext.h"
SQLITE_EXTENSION_INIT1

#include "../core/wilder.h"
#include "functions.h"

#include <stdbool.h>

enum {
  EXTENSION_OLDEST_SQLITE = 3025000, /* window functions (SPEC 3.8) */
  EXTENSION_REPLACES_MODULES = 3030000,
  EXTENSION_EVALUATES_RIGHT = 3039000, /* extension_flags() */
  /* SPEC 3.5 */
  EXTENSION_PURE = SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS
};

typedef struct extension_function {
  smma_function function; /* the user data */
  int arguments;
  bool takes_key; /* one argument more, if it is given (SPEC 3.10) */
  const smma_aggregate *aggregate; /* or */
  void (*scalar)(sqlite3_context *, int, sqlite3_value **);
} extension_function;

static const extension_function extension_functions[] = {
    {{"smma", 0}, 2, true, &smma_average, NULL},
    {{"rsi", SMMA_RSI}, 2, true, &smma_wilder, NULL},
    {{"atr", SMMA_ATR}, 4, true, &smma_wilder, NULL},
    {{"plus_di", SMMA_PLUS_DI}, 4, true, &smma_wilder, NULL},
    {{"minus_di", SMMA_MINUS_DI}, 4, true, &smma_wilder, NULL},
    {{"adx", SMMA_ADX}, 4, true, &smma_wilder, NULL},
    {{"smma_array", SMMA_ARRAY_AVERAGE}, 2, true, &smma_array, NULL},
    {{"float64_array", SMMA_ARRAY_VALUE}, 1, true, &smma_array, NULL},
    {{"smma_state", 0}, 2, true, &smma_state, NULL},
    {{"smma_append", 0}, 2, false, NULL, smma_state_append},
    {{"smma_value", 0}, 1, false, NULL, smma_state_value},
    {{"smma_start", 0}, 1, false, NULL, smma_state_start},
    {{"smma_debug", 0}, 0, false, NULL, smma_about_debug},
};

/* Comes last of all: a connection that has it has the others too. */
static const extension_function extension_version = {
    {"smma_version", 0}, 0, false, NULL, smma_about_version};

typedef struct extension_module {
  const char *name;
  const sqlite3_module *module;
} extension_module;

static const extension_module extension_modules[] = {
    {"smma_series", &smma_series_module},
};

/* No window function reads a subtype. But with SQLITE_SUBTYPE SQLite stores the
** columns that the arguments of a window function read, instead of the values of the
** arguments, and evaluates the arguments when a row enters and when it leaves the
** frame: so a constant period is not stored with every row, which saves a query 5%
** of its time. What that costs is in LIMITS.md, and held by
** tests/ext/extension/test_subtype.c: the price, when it is an expression, is
** evaluated more than once; a subquery in it may not have an aggregate of the query
** around it; ORDER BY in the call sorts more columns.
**
** SQLite before 3.39 evaluates them in the wrong row where another function of the
** statement has the same window. */
static int extension_flags(const smma_aggregate *aggregate) {
  const bool is_old = sqlite3_libversion_number() < EXTENSION_EVALUATES_RIGHT;
  if (is_old) return EXTENSION_PURE; /* untaken: not old */
  const bool is_window = aggregate != NULL && aggregate->value != NULL;
  return is_window ? EXTENSION_PURE | SQLITE_SUBTYPE : EXTENSION_PURE;
}

static int extension_register_arity(sqlite3 *db, const extension_function *f,
                                    int arguments) {
  const smma_aggregate *a = f->aggregate;
  const int flags = extension_flags(a);
  const char *name = f->function.name;
  void *data = (void *)&f->function; /* only ever read */
  if (a == NULL) {
    return sqlite3_create_function_v2(db, name, arguments, flags, data,
                                      f->scalar, NULL, NULL, NULL);
  }
  return sqlite3_create_window_function(db, name, arguments, flags, data,
                                        a->step, a->final, a->value, a->inverse,
                                        NULL);
}

static int extension_register(sqlite3 *db, const extension_function *f) {
  const int rc = extension_register_arity(db, f, f->arguments);
  if (rc != SQLITE_OK || !f->takes_key) return rc;
  return extension_register_arity(db, f, f->arguments + 1);
}

static int extension_register_module(sqlite3 *db, const extension_module *m) {
  const int rc = sqlite3_create_module(db, m->name, m->module, NULL);
  /* SQLite before 3.30 answers SQLITE_MISUSE when the connection has the module
  ** already, which is harmless; newer versions replace it. */
  const bool is_old = sqlite3_libversion_number() < EXTENSION_REPLACES_MODULES;
  if (is_old && rc == SQLITE_MISUSE) return SQLITE_OK; /* untaken: not old */
  return rc;
}

/* rc, with a message for who loads the extension unless it is SQLITE_OK. */
static int extension_explain(char **message, const char *what, const char *why,
                             int rc) {
  if (rc != SQLITE_OK && message != NULL /* untaken: in an older SQLite */) {
    *message = sqlite3_mprintf("sqlite-smma: %s: %s", what, why);
  }
  return rc;
}

static int extension_register_all(sqlite3 *db, char **message) {
  const size_t functions =
      sizeof(extension_functions) / sizeof(extension_functions[0]);
  for (size_t i = 0; i < functions; i++) {
    const extension_function *f = &extension_functions[i];
    const int rc = extension_register(db, f);
    if (rc != SQLITE_OK) {
      return extension_explain(message, f->function.name, sqlite3_errmsg(db),
                               rc);
    }
  }
  const size_t modules =
      sizeof(extension_modules) / sizeof(extension_modules[0]);
  for (size_t i = 0; i < modules; i++) {
    const extension_module *m = &extension_modules[i];
    const int rc = extension_register_module(db, m);
    if (rc != SQLITE_OK) {
      return extension_explain(message, m->name, sqlite3_errmsg(db), rc);
    }
  }
  const int rc = extension_register(db, &extension_version);
  return extension_explain(message, extension_version.function.name,
                           sqlite3_errmsg(db), rc);
}

/* Whether the connection has this version of the functions. */
static bool extension_is_loaded(sqlite3 *db) {
  static const char question[] = "SELECT smma_version() = '" SMMA_VERSION "'";
  sqlite3_stmt *query = NULL;
  const bool is_same =
      sqlite3_prepare_v2(db, question, -1, &query, NULL) == SQLITE_OK &&
      sqlite3_step(query) == SQLITE_ROW && sqlite3_column_int(query, 0) == 1;
  (void)sqlite3_finalize(query); /* the error of the step, if any */
  return is_same;
}

#ifndef SQLITE_CORE
/* SQLITE_EXTENSION_INIT2 without its data race: other threads may be loading the
** file too, or use it already, and then nothing is written. */
static void extension_take_routines(const sqlite3_api_routines *api) {
  sqlite3_mutex *mutex = api->mutex_alloc(SQLITE_MUTEX_STATIC_APP1);
  api->mutex_enter(mutex);
  if (sqlite3_api != api) sqlite3_api = api;
  api->mutex_leave(mutex);
}
#endif

int sqlite3_smma_init(sqlite3 *db, char **message,
                      const struct sqlite3_api_routines *api) {
#ifdef SQLITE_CORE
  (void)api;
#else
  extension_take_routines(api);
#endif
  const int version = sqlite3_libversion_number();
  if (version < EXTENSION_OLDEST_SQLITE) { /* untaken: tests need windows */
    return extension_explain(message, "SQLite 3.25 or newer is needed, this is",
                             sqlite3_libversion(), SQLITE_ERROR);
  }
  char *why = NULL;
  int rc = extension_register_all(db, &why);
  /* A function that is there already is not replaced while a statement runs, as
  ** it may where connections are pooled. It need not be (SPEC 3.9). */
  if (rc == SQLITE_BUSY && extension_is_loaded(db)) rc = SQLITE_OK;
  if (rc == SQLITE_OK || message == NULL) {
    sqlite3_free(why);
  } else {
    *message = why;
  }
  return rc;
}
