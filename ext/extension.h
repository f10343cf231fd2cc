/*
** extension.h - the entry point of the extension.
**
** Loaded at run time (.load, sqlite3_load_extension, load_extension()), SQLite
** finds sqlite3_smma_init from the file name smma.so, smma.dylib or smma.dll.
**
** Linked statically (libsmma.a, which is core/ and ext/ compiled with
** -DSQLITE_CORE; installed, this header is smma_extension.h), call
**
**     sqlite3_smma_init(db, &message, NULL);
**
** for one connection, or once for all connections to come
**
**     sqlite3_auto_extension((void (*)(void))sqlite3_smma_init);
*/
#ifndef SMMA_EXTENSION_H
#define SMMA_EXTENSION_H

#include "sqlite3.h"

#ifdef __cplusplus
extern "C" {
#endif

#ifndef SMMA_EXPORT
#define SMMA_EXPORT
#endif

struct sqlite3_api_routines;

/* Registers every function of the extension on db. Returns SQLITE_OK, or the
** error code of SQLite and, where message is not NULL, in *message a text to be
** released with sqlite3_free() that says which function failed and why. */
SMMA_EXPORT int sqlite3_smma_init(sqlite3 *db, char **message,
                                  const struct sqlite3_api_routines *api);

#ifdef __cplusplus
}
#endif

#endif
