// path.mjs - where the extension for this platform lies: in a package of its own, which npm has chosen (SPEC 6.2).

import fs from 'node:fs';
import { createRequire } from 'node:module';

import { platforms, version } from '../dist/native/platforms.mjs';
import { SmmaError } from '../module.mjs';
import { libcHere } from './libc.mjs';

/** @typedef {import('../dist/native/platforms.mjs').Platform} Platform */

/** @type {string | undefined} */
let known;

/**
 * The path of the extension, smma.so, smma.dylib or smma.dll, for those who load it themselves; SQLite has to be 3.25 or
 * newer.
 * @returns {string}
 */
export function getLoadablePath() {
  known ??= outOfArchive(findPackage());
  return known;
}

/** @returns {string} */
function findPackage() {
  const candidates = platformsHere();
  for (const platform of candidates) {
    const path = resolve(`${platform.package}/${platform.file}`);
    if (path !== undefined) return path;
  }
  throw new SmmaError(missingText(candidates));
}

/**
 * This platform; two of them where it cannot be told which of two C libraries it has.
 * @returns {Platform[]}
 */
function platformsHere() {
  const { platform: os, arch: cpu } = process;
  const libc = os === 'linux' ? libcHere() : undefined;
  const found = platforms.filter((one) => one.os === os && one.cpu === cpu
    && (libc === undefined || one.libc === libc));
  if (found.length === 0) {
    throw new SmmaError(`sqlite-smma has no binary for ${[os, cpu, libc].filter(Boolean).join(', ')}; it has them for `
      + `${platforms.map(({ title }) => title).join('; ')}. Elsewhere build it: make, with the sources in `
      + 'https://github.com/sqlite-smma/sqlite-smma, and give the file to your SQLite by hand');
  }
  return found;
}

/**
 * The file of a package: as this file sees it, or as the package sqlite-smma does, or from the script that was started;
 * for a bundler may have put this code into a file of the application, and forgotten where it was.
 * @param {string} name
 * @returns {string | undefined}
 */
function resolve(name) {
  for (const place of [ownFile(), process.argv[1]]) {
    const path = place && (resolveFrom(place, name) ?? resolveBeside(place, name));
    if (path) return path;
  }
  return undefined;
}

/** In CommonJS, which bundlers make of this too, import.meta is empty. @returns {string | undefined} */
const ownFile = () => (typeof __filename === 'string' ? __filename : import.meta.url);

/**
 * @param {string} place
 * @param {string} name
 */
function resolveBeside(place, name) {
  const own = resolveFrom(place, 'sqlite-smma/package.json');
  return own === undefined ? undefined : resolveFrom(own, name);
}

/**
 * @param {string} place a path or a URL of a file
 * @param {string} name
 */
function resolveFrom(place, name) {
  try {
    return createRequire(place).resolve(name);
  } catch {
    return undefined;
  }
}

/** @param {Platform[]} candidates */
function missingText(candidates) {
  const names = candidates.map((one) => one.package).join(' or ');
  const install = candidates.map((one) => `npm install ${one.package}@${version}`).join(' or ');
  const other = platforms.find((one) => resolve(`${one.package}/${one.file}`) !== undefined);
  const reason = other === undefined
    ? 'npm leaves it out with --omit=optional, and may do so where package-lock.json was made on another platform: '
      + 'then remove node_modules and package-lock.json, and install again'
    : `there is ${other.package} instead, so node_modules was made on, or for, another platform: install there where it `
      + 'runs (in a container, do not copy node_modules into it; Node for another processor is another platform too)';
  return `the package ${names}, which has the extension for ${candidates[0]?.title}, is not installed: ${reason}; or `
    + `install it by name: ${install}`;
}

/**
 * The system's loader cannot look into Electron's archive: the file has to lie beside it, where Electron's packagers put
 * what they are told to.
 * @param {string} path
 */
function outOfArchive(path) {
  const outside = path.replace(/\.asar(?=[\\/])/, '.asar.unpacked');
  if (outside === path || fs.existsSync(outside)) return outside;
  throw new SmmaError(`the extension is inside Electron's archive, from where it cannot be loaded, as ${outside} is not `
    + "there: have it unpacked, in electron-builder by asarUnpack: ['**/node_modules/@sqlite-smma/**'], in Electron Forge "
    + "and @electron/packager by asar: { unpack: '**/node_modules/@sqlite-smma/**' }");
}
