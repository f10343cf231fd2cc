// packages.mjs - makes the packages of npm as they are published (SPEC 6.2): packages.mjs BINARIES FOLDER
//
// BINARIES is where make binaries puts its folders. FOLDER gets a .tgz of each package, and the list of what is in them.
// The same sources give the same bytes: npm packs all files with one time.

import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import { platformPackages } from './platforms.mjs';
import { writeBill } from './bill.mjs';
import { npm, stageMain, stagePlatform } from './stage.mjs';

const [binaries, folder] = process.argv.slice(2).map((name) => path.resolve(name));
if (binaries === undefined || folder === undefined) {
  console.error('packages.mjs BINARIES FOLDER');
  process.exit(2);
}

const work = fs.mkdtempSync(path.join(os.tmpdir(), 'smma-packages-'));
try {
  const main = path.join(work, 'sqlite-smma');
  stageMain(main);
  // Where they are for their users.
  const folders = platformPackages.map((platform) => path.join(main, 'node_modules', platform.package));
  platformPackages.forEach((platform, at) => stagePlatform(platform, /** @type {string} */ (folders[at]), binaries));
  fs.rmSync(folder, { recursive: true, force: true });
  fs.mkdirSync(folder, { recursive: true });
  npm(['pack', '--silent', '--ignore-scripts', '--pack-destination', folder, ...[main, ...folders].map((one) => `file:${one}`)], work);
  writeBill(main, folder);
} finally {
  fs.rmSync(work, { recursive: true });
}
