// libc.mjs - which C library this process runs on, as a binary for Linux is for one of the two.

import fs from 'node:fs';

/** @typedef {'glibc' | 'musl'} Libc */

/**
 * Undefined where nothing tells. Deno is asked first, as its process.report has the same glibc everywhere, and wants a
 * permission; then the program's own loader, as Bun's report says little; what nix and its like have patched has the
 * path of its loader elsewhere in the file, and a report.
 * @returns {Libc | undefined}
 */
export function libcHere() {
  return fromDeno() ?? fromLoader() ?? fromReport();
}

/** @returns {Libc | undefined} */
function fromDeno() {
  const { Deno } = /** @type {{ Deno?: { build: { env?: string } } }} */ (globalThis);
  if (Deno === undefined) return undefined;
  return Deno.build.env === 'musl' ? 'musl' : 'glibc';
}

// The path of the loader follows the headers of an ELF file, which are some hundred bytes.
const BEGINNING = 4096;

/** @returns {Libc | undefined} */
function fromLoader() {
  const bytes = Buffer.alloc(BEGINNING);
  try {
    const file = fs.openSync('/proc/self/exe', 'r');
    try {
      fs.readSync(file, bytes, 0, BEGINNING, 0);
    } finally {
      fs.closeSync(file);
    }
  } catch {
    return undefined;
  }
  const loader = /\/ld-(linux|musl)-[\w.-]+\0/.exec(bytes.toString('latin1'));
  if (loader === null) return undefined;
  return loader[1] === 'musl' ? 'musl' : 'glibc';
}

/** @returns {Libc | undefined} */
function fromReport() {
  const report = readReport();
  if (report?.header?.glibcVersionRuntime) return 'glibc';
  const isMusl = report?.sharedObjects?.some((file) => /\/(libc\.musl-|ld-musl-)/.test(file));
  return isMusl ? 'musl' : undefined;
}

/** @returns {{ header?: { glibcVersionRuntime?: string }, sharedObjects?: string[] } | undefined} */
function readReport() {
  /** @type {any} excludeNetwork is of Node 20.13 and newer */
  const report = process.report;
  if (typeof report?.getReport !== 'function') return undefined;
  // It would ask for the names of all addresses that there are connections to, which may take seconds.
  const before = report.excludeNetwork;
  report.excludeNetwork = true;
  try {
    const found = report.getReport();
    return typeof found === 'string' ? JSON.parse(found) : found;
  } finally {
    report.excludeNetwork = before;
  }
}
