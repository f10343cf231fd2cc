// stage.mjs - the packages as folders: what npm packs is exactly what lies in them.

import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

import { manifest, platformPackages, version } from './platforms.mjs';

/** @typedef {import('./platforms.mjs').PlatformPackage} PlatformPackage */
/** @typedef {{ name: string, version: string, license: string, text: string, url: string, why: string, in: string[] }} Bundled */

const wasm = fileURLToPath(new URL('../', import.meta.url));
const top = path.dirname(path.resolve(wasm));
const licences = path.join(top, 'ext/packages/licences');
const NOTICES = 'THIRD-PARTY-LICENSES.txt';

/** What of others is in a file that a compiler has made. @type {Bundled[]} */
const allBundled = JSON.parse(fs.readFileSync(path.join(licences, 'bundled.json'), 'utf8'));

/** @param {string} system wasm, or the os of a platform */
export const bundledIn = (system) => allBundled.filter((one) => one.in.includes(system));

/**
 * Runs npm, and gives what it prints.
 * @param {string[]} args
 * @param {string} cwd
 * @returns {string}
 */
export function npm(args, cwd) {
  const { status, stdout, stderr, error } = spawnSync('npm', args, { cwd, encoding: 'utf8', shell: process.platform === 'win32' });
  if (status !== 0) throw error ?? new Error(`npm ${args.join(' ')}: ${stderr}`);
  return stdout;
}

/**
 * @param {string} folder
 * @param {string} system
 */
function writeLicences(folder, system) {
  fs.copyFileSync(path.join(top, 'LICENSE'), path.join(folder, 'LICENSE'));
  const notices = bundledIn(system).map(({ name, why, url, text }) =>
    `${name} (${url}): ${why}.\n\n${fs.readFileSync(path.join(licences, text), 'utf8').trim()}\n`);
  fs.writeFileSync(path.join(folder, NOTICES), notices.join(`\n${'-'.repeat(80)}\n\n`));
}

/**
 * @param {string} folder
 * @param {object} content
 */
const writeManifest = (folder, content) =>
  fs.writeFileSync(path.join(folder, 'package.json'), `${JSON.stringify(content, null, 2)}\n`);

/**
 * The main package. Its package.json is that in wasm/ without what is for those who work on it, and with the platform
 * packages, which `npm ci` there could not find before they are published.
 * @param {string} folder
 */
export function stageMain(folder) {
  const [{ files }] = JSON.parse(npm(['pack', '--dry-run', '--json', '--ignore-scripts'], wasm));
  for (const { path: name } of files) {
    fs.mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    fs.copyFileSync(path.join(wasm, name), path.join(folder, name));
  }
  writeLicences(folder, 'wasm');
  const { scripts: _, devDependencies: __, overrides: ___, ...published } = manifest;
  writeManifest(folder, {
    ...published,
    files: [...published.files, NOTICES],
    optionalDependencies: Object.fromEntries(platformPackages.map((platform) => [platform.package, version])),
  });
  evenModes(folder);
}

/**
 * @param {PlatformPackage} platform
 * @param {string} folder
 * @param {string} binaries what make binaries has made
 */
export function stagePlatform(platform, folder, binaries) {
  fs.mkdirSync(folder, { recursive: true });
  fs.copyFileSync(path.join(binaries, platform.name, platform.file), path.join(folder, platform.file));
  writeLicences(folder, platform.os);
  fs.writeFileSync(path.join(folder, 'README.md'), readmeOf(platform));
  writeManifest(folder, {
    name: platform.package,
    version,
    description: `The SQLite extension of sqlite-smma for ${platform.title}`,
    license: manifest.license,
    homepage: manifest.homepage,
    bugs: manifest.bugs,
    repository: { ...manifest.repository, directory: 'ext' },
    // Yarn would leave it in an archive, from where nothing can be loaded.
    preferUnplugged: true,
    type: 'commonjs',
    files: [platform.file, NOTICES],
    os: [platform.os],
    cpu: [platform.cpu],
    ...(platform.libc && { libc: [platform.libc] }),
  });
  evenModes(folder);
}

/**
 * What npm packs has the modes of its files: the same, whatever the umask here.
 * @param {string} folder
 */
function evenModes(folder) {
  for (const entry of fs.readdirSync(folder, { withFileTypes: true })) {
    const name = path.join(folder, entry.name);
    if (entry.isDirectory()) evenModes(name);
    else fs.chmodSync(name, 0o644);
  }
}

/** @param {PlatformPackage} platform */
const readmeOf = ({ package: name, title, file }) => `# ${name}

\`${file}\`, the SQLite extension of [sqlite-smma](https://www.npmjs.com/package/sqlite-smma) for ${title}. It comes with
that package, which knows when it is needed: \`npm install sqlite-smma\`, then \`sqlite-smma/native\`.
`;
