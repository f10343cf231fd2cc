// platforms.mjs - the platform packages, of the one table of platforms.

import fs from 'node:fs';

const read = (/** @type {string} */ name) => JSON.parse(fs.readFileSync(new URL(name, import.meta.url), 'utf8'));

/** @type {{ version: string, [field: string]: any }} */
export const manifest = read('../package.json');
export const { version } = manifest;

/**
 * In a scope, as only its owner can publish there: nobody else can take the name of a platform to come.
 * @typedef {object} PlatformPackage
 * @property {string} name of the platform, and of the folder of its binary
 * @property {string} title
 * @property {string} package
 * @property {string} file
 * @property {string} os
 * @property {string} cpu
 * @property {string} [libc]
 */

/** @type {PlatformPackage[]} */
export const platformPackages = read('../../ext/packages/platforms.json')
  .filter((/** @type {any} */ platform) => platform.npm)
  .map((/** @type {any} */ { name, title, file, npm }) => ({ name, title, package: `@sqlite-smma/${name}`, file, ...npm }));
