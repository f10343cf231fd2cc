/*
** sqlite_api.h - SQLite as the extension sees it: through the routines it is
** handed when it is loaded, or directly with -DSQLITE_CORE.
*/
#ifndef SMMA_SQLITE_API_H
#define SMMA_SQLITE_API_H

#include "sqlite3ext.h"
SQLITE_EXTENSION_INIT3

/* Came with SQLite 3.30 and 3.31; older ones ignore them. */
#ifndef SQLITE_SUBTYPE
#define SQLITE_SUBTYPE 0x000100000
#endif
#ifndef SQLITE_INNOCUOUS
#define SQLITE_INNOCUOUS 0x000200000
#endif
#ifndef SQLITE_VTAB_DIRECTONLY
#define SQLITE_VTAB_DIRECTONLY 3
#endif

#endif
