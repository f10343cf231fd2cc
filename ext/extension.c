/* extension.c - the entry point and the table of functions. */
#include "extension.h"

#include "sqlite3ext.h"
SQLITE_EXTENSION_INIT1

#include "../core/smma.h"
#include "functions.h"

#include <stdbool.h>

#if defined(_WIN32)
#define EXTENSION_EXPORT __declspec(dllexport)
#elif defined(__GNUC__)
#define EXTENSION_EXPORT __attribute__((visibility("default")))
#else
#define EXTENSION_EXPORT
#endif

enum {
  /* SPEC 3.5 */
  EXTENSION_PURE = SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS,
  /* smma() reads no subtype. But with this flag SQLite stores the columns that
  ** the arguments of a window function read, instead of the values of the
  ** arguments, and evaluates the arguments when a row enters and when it leaves
  ** the frame: so a constant period is not stored with every row, which saves a
  ** query 5% of its time. What that costs is in README.md, Limits, and held by
  ** tests/ext/test_subtype.c: the price, when it is an expression, is evaluated
  ** more than once; a subquery in it may not have an aggregate of the query around
  ** it; ORDER BY in the call sorts two columns more. */
  EXTENSION_WINDOW = EXTENSION_PURE | SQLITE_SUBTYPE
};

typedef struct extension_function {
  const char *name;
  int arguments;
  int flags;
  void (*scalar)(sqlite3_context *, int, sqlite3_value **);
  /* or an aggregate: */
  void (*step)(sqlite3_context *, int, sqlite3_value **);
  void (*final)(sqlite3_context *);
  /* and, if it is a window function too: */
  void (*value)(sqlite3_context *);
  void (*inverse)(sqlite3_context *, int, sqlite3_value **);
} extension_function;

static const extension_function extension_functions[] = {
    {.name = "smma",
     .arguments = 2,
     .flags = EXTENSION_WINDOW,
     .step = smma_average_step,
     .final = smma_average_final,
     .value = smma_average_value,
     .inverse = smma_average_inverse},
    {.name = "smma_array",
     .arguments = 2,
     .flags = EXTENSION_PURE,
     .step = smma_array_step,
     .final = smma_array_final},
    {.name = "smma_state",
     .arguments = 2,
     .flags = EXTENSION_PURE,
     .step = smma_state_step,
     .final = smma_state_final},
    {.name = "smma_append",
     .arguments = 2,
     .flags = EXTENSION_PURE,
     .scalar = smma_state_append},
    {.name = "smma_value",
     .arguments = 1,
     .flags = EXTENSION_PURE,
     .scalar = smma_state_value},
    {.name = "smma_start",
     .arguments = 1,
     .flags = EXTENSION_PURE,
     .scalar = smma_state_start},
    {.name = "smma_debug",
     .arguments = 0,
     .flags = EXTENSION_PURE,
     .scalar = smma_about_debug},
};

/* Comes last of all: a connection that has it has the others too. */
static const extension_function extension_version = {.name = "smma_version",
                                                     .arguments = 0,
                                                     .flags = EXTENSION_PURE,
                                                     .scalar =
                                                         smma_about_version};

typedef struct extension_module {
  const char *name;
  const sqlite3_module *module;
} extension_module;

static const extension_module extension_modules[] = {
    {"smma_series", &smma_series_module},
};

static bool extension_runs_before(int version) {
  return sqlite3_libversion_number() < version;
}

/* SQLite before 3.39 (3.38.5) evaluates the arguments of a function with
** SQLITE_SUBTYPE in the wrong row where another function of the statement has the
** same window. */
static int extension_flags(const extension_function *f) {
  if (extension_runs_before(3039000)) { /* untaken: this SQLite is newer */
    return f->flags & ~SQLITE_SUBTYPE;
  }
  return f->flags;
}

static int extension_register(sqlite3 *db, const extension_function *f) {
  const int flags = extension_flags(f);
  void *name = (void *)f->name; /* only ever read */
  if (f->scalar != NULL) {
    return sqlite3_create_function_v2(db, f->name, f->arguments, flags, name,
                                      f->scalar, NULL, NULL, NULL);
  }
  return sqlite3_create_window_function(db, f->name, f->arguments, flags, name,
                                        f->step, f->final, f->value, f->inverse,
                                        NULL);
}

static int extension_register_module(sqlite3 *db, const extension_module *m) {
  const int rc = sqlite3_create_module(db, m->name, m->module, NULL);
  /* SQLite before 3.30 answers SQLITE_MISUSE when the connection has the module
  ** already, which is harmless; newer versions replace it. */
  if (extension_runs_before(3030000)) { /* untaken: this SQLite is newer */
    return rc == SQLITE_MISUSE ? SQLITE_OK : rc; /* untaken: as above */
  }
  return rc;
}

/* rc, with a message for who loads the extension unless it is SQLITE_OK. */
static int extension_explain(char **message, const char *what, const char *why,
                             int rc) {
  if (rc != SQLITE_OK) {
    *message = sqlite3_mprintf("sqlite-smma: %s: %s", what, why);
  }
  return rc;
}

static int extension_register_all(sqlite3 *db, char **message) {
  /* Window functions: SPEC 3.8. */
  if (extension_runs_before(3025000)) { /* untaken: this SQLite is newer */
    return extension_explain(message, "SQLite 3.25 or newer is needed, this is",
                             sqlite3_libversion(), SQLITE_ERROR);
  }
  const size_t functions =
      sizeof(extension_functions) / sizeof(extension_functions[0]);
  for (size_t i = 0; i < functions; i++) {
    const extension_function *f = &extension_functions[i];
    const int rc = extension_register(db, f);
    if (rc != SQLITE_OK) {
      return extension_explain(message, f->name, sqlite3_errmsg(db), rc);
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
  return extension_explain(message, extension_version.name, sqlite3_errmsg(db),
                           rc);
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

EXTENSION_EXPORT int sqlite3_smma_init(sqlite3 *db, char **message,
                                       const struct sqlite3_api_routines *api) {
#ifdef SQLITE_CORE
  (void)api;
#else
  extension_take_routines(api);
#endif
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
