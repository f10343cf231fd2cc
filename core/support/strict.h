/*
** strict.h - keeps the compiler from changing the arithmetic.
**
** One arithmetic on every target (SPEC 2.1) needs each operation rounded once,
** to double, in the order written: no fused multiply-add, no reassociation, no
** wider intermediate results. The Makefile says so too, but this source is
** also compiled by people who link it statically with flags of their own, so
** every file with floating point in it includes this one first.
*/
#ifndef SMMA_STRICT_H
#define SMMA_STRICT_H

#if defined(__FAST_MATH__) || defined(_M_FP_FAST) ||                           \
    (defined(__FINITE_MATH_ONLY__) && __FINITE_MATH_ONLY__)
#error "sqlite-smma needs strict arithmetic: compile without -ffast-math"
#endif

#include <float.h>

#if FLT_RADIX != 2 || DBL_MANT_DIG != 53
#error "sqlite-smma needs IEEE 754 binary64 doubles"
#endif
#if defined(FLT_EVAL_METHOD) && (FLT_EVAL_METHOD == 2 || FLT_EVAL_METHOD < 0)
#error                                                                         \
    "sqlite-smma needs doubles computed as doubles: on x86 use -msse2 -mfpmath=sse"
#endif

#if defined(__clang__)
#pragma STDC FP_CONTRACT OFF
#elif defined(__GNUC__)
#pragma GCC optimize("fp-contract=off")
#elif defined(_MSC_VER)
#pragma fp_contract(off)
#endif

#endif
