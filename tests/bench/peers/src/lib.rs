//! Wickra and `VectorTA` behind the signature `peers_average` of peers.h.

use std::ffi::{c_char, c_int};
use std::slice;

use vector_ta::indicators::moving_averages::smma::{smma_into, SmmaInput, SmmaParams};
use vector_ta::indicators::moving_averages::wilders::{wilders_into, WildersInput, WildersParams};
use wickra_core::{Indicator, Smma};
use wickra_simd::Level;

const DONE: c_int = 0;
const FAILED: c_int = 1;

/// The two arrays of a call.
///
/// # Safety
///
/// `prices` and `out` are arrays of `count` doubles that do not overlap.
unsafe fn arrays<'a>(
    prices: *const f64,
    out: *mut f64,
    count: usize,
) -> (&'a [f64], &'a mut [f64]) {
    (
        slice::from_raw_parts(prices, count),
        slice::from_raw_parts_mut(out, count),
    )
}

fn status<T, E>(result: Result<T, E>) -> c_int {
    result.map_or(FAILED, |_| DONE)
}

/// Wickra's SIMD scan.
///
/// # Safety
///
/// See [`arrays`].
#[no_mangle]
pub unsafe extern "C" fn peers_wickra_fast(
    prices: *const f64,
    out: *mut f64,
    count: usize,
    period: usize,
) -> c_int {
    let (prices, out) = arrays(prices, out, count);
    status(Smma::new(period).map(|mut average| average.batch_fast_into(prices, out)))
}

/// Wickra's exact batch: the bits of its stream.
///
/// # Safety
///
/// See [`arrays`].
#[no_mangle]
pub unsafe extern "C" fn peers_wickra_exact(
    prices: *const f64,
    out: *mut f64,
    count: usize,
    period: usize,
) -> c_int {
    let (prices, out) = arrays(prices, out, count);
    status(Smma::new(period).map(|mut average| average.batch_nan_into(prices, out)))
}

/// `VectorTA`'s smma.
///
/// # Safety
///
/// See [`arrays`].
#[no_mangle]
pub unsafe extern "C" fn peers_vectorta_smma(
    prices: *const f64,
    out: *mut f64,
    count: usize,
    period: usize,
) -> c_int {
    let (prices, out) = arrays(prices, out, count);
    let params = SmmaParams {
        period: Some(period),
    };
    status(smma_into(&SmmaInput::from_slice(prices, params), out))
}

/// `VectorTA`'s wilders: the same average, computed in another way.
///
/// # Safety
///
/// See [`arrays`].
#[no_mangle]
pub unsafe extern "C" fn peers_vectorta_wilders(
    prices: *const f64,
    out: *mut f64,
    count: usize,
    period: usize,
) -> c_int {
    let (prices, out) = arrays(prices, out, count);
    let params = WildersParams {
        period: Some(period),
    };
    status(wilders_into(&WildersInput::from_slice(prices, params), out))
}

/// The instructions Wickra's scan runs with on this processor. Where there is
/// AVX-512 that is still AVX2: Smma has no wider kernel.
#[no_mangle]
pub extern "C" fn peers_wickra_instructions() -> *const c_char {
    match wickra_simd::level() {
        Level::Baseline => c"the baseline's",
        Level::Avx2Fma | Level::Avx512 => c"AVX2",
        Level::Neon => c"NEON",
    }
    .as_ptr()
}
