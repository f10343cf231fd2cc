/*
** export.h - the mark of the one function that a loadable extension shows; it
** comes before extension.h, whose declaration is to have it.
*/
#ifndef SMMA_EXPORT_H
#define SMMA_EXPORT_H

#if defined(_WIN32) && !defined(SQLITE_CORE)
#define SMMA_EXPORT __declspec(dllexport)
#elif defined(__GNUC__)
#define SMMA_EXPORT __attribute__((visibility("default")))
#endif

#endif
