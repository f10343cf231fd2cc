// path.test.mjs - getLoadablePath(): which platform this is, and where its file lies, as installed (SPEC 6.2).

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { describe, test } from 'node:test';

import { build } from '../../../wasm/node_modules/esbuild/lib/main.js';
import { PATH, binaries, here, mustRun, newProject, npmInstall, packageOf, platforms, projectWith, runScript, tarball } from './support.mjs';

const musl = platforms.find(({ name }) => name === `linux-${process.arch}-musl`);
const fileIn = (folder, platform) => fs.realpathSync(path.join(folder, 'node_modules', packageOf(platform), platform.file));

test('import and require() give the path of the file that was built', async (t) => {
  const folder = await projectWith(t, 'sqlite-smma', packageOf(here));
  const file = fileIn(folder, here);
  assert.equal(await runScript(folder, PATH), file);
  assert.equal((await mustRun(process.execPath, ['--input-type=module', '-e',
    "import { getLoadablePath } from 'sqlite-smma/native'; console.log(getLoadablePath());"], { cwd: folder })).trim(), file);
  assert.ok(fs.readFileSync(file).equals(fs.readFileSync(path.join(binaries, here.name, here.file))));
});

describe('Linux has two C libraries', () => {
  // The program's own loader cannot be read, as where there is no /proc.
  const noLoader = `
    const fs = require('node:fs');
    const { openSync } = fs;
    fs.openSync = (name, ...rest) => {
      if (name === '/proc/self/exe') throw new Error('no /proc');
      return openSync(name, ...rest);
    };`;
  const report = (content) => `${noLoader} process.report.getReport = () => (${content});`;
  const loader = (name) => `
    const fs = require('node:fs');
    const { openSync } = fs;
    fs.writeFileSync('exe', '\\x7fELF' + '.'.repeat(500) + ${JSON.stringify(name)} + '\\0');
    fs.openSync = (name, ...rest) => openSync(name === '/proc/self/exe' ? 'exe' : name, ...rest);
    process.report.getReport = () => { throw new Error('not needed'); };`;
  const MUSL_OBJECTS = "{ header: {}, sharedObjects: ['/lib/ld-musl-x86_64.so.1', '/usr/lib/libstdc++.so.6'] }";
  const OLD_MUSL_OBJECTS = "{ header: {}, sharedObjects: ['/lib/libc.musl-x86_64.so.1'] }";

  const CASES = [
    ['the loader of glibc', loader('/lib64/ld-linux-x86-64.so.2'), here],
    ['the loader of glibc, in nix', loader('/nix/store/abc-glibc-2.40-36/lib/ld-linux-aarch64.so.1'), here],
    ['the loader of musl', loader('/lib/ld-musl-x86_64.so.1'), musl],
    ['a report with the version of glibc', report("{ header: { glibcVersionRuntime: '2.36' } }"), here],
    ['a report as text', report("JSON.stringify({ header: { glibcVersionRuntime: '2.36' } })"), here],
    ['a report with the loader of musl', report(MUSL_OBJECTS), musl],
    ["a report with musl's own name", report(OLD_MUSL_OBJECTS), musl],
    ['Deno for glibc', "globalThis.Deno = { build: { env: 'gnu' } };", here],
    ['Deno for musl', "globalThis.Deno = { build: { env: 'musl' } };", musl],
  ];
  for (const [name, before, expected] of CASES) {
    test(name, async (t) => {
      const folder = newProject(t);
      await npmInstall(folder, '--offline', '--force', ...['sqlite-smma', packageOf(here), packageOf(musl)].map(tarball));
      assert.equal(await runScript(folder, PATH, { before }), fileIn(folder, expected));
    });
  }

  test('where nothing tells, what is installed', async (t) => {
    const folder = newProject(t);
    const before = `${noLoader} delete process.report; Object.defineProperty(process, 'report', { value: undefined });`;
    await npmInstall(folder, '--offline', tarball('sqlite-smma'));
    assert.match(await runScript(folder, PATH, { before }), new RegExp(`${packageOf(here)} or ${packageOf(musl)}.*is not installed`));
    await npmInstall(folder, '--offline', '--force', tarball(packageOf(musl)));
    assert.equal(await runScript(folder, PATH, { before }), fileIn(folder, musl));
  });

  test('the report does not ask for names of addresses, and is put back', async (t) => {
    const folder = await projectWith(t, 'sqlite-smma', packageOf(here));
    const before = `${noLoader} process.report.getReport = () => {
      console.log(process.report.excludeNetwork);
      return { header: { glibcVersionRuntime: '2.36' } };
    };`;
    const lines = await runScript(folder, `process.report.excludeNetwork = false; ${PATH}
      console.log(process.report.excludeNetwork);`, { before });
    assert.deepEqual(lines.split('\n'), ['true', fileIn(folder, here), 'false']);
  });
});

const as = (values) => Object.entries(values)
  .map(([name, value]) => `Object.defineProperty(process, '${name}', { value: '${value}' });`).join('');

for (const platform of platforms.filter(({ npm }) => npm.os !== 'linux')) {
  test(`${platform.name} has a package`, async (t) => {
    const folder = newProject(t);
    const { os, cpu } = platform.npm;
    await npmInstall(folder, '--offline', '--force', ...['sqlite-smma', packageOf(platform)].map(tarball));
    assert.equal(await runScript(folder, PATH, { before: as({ platform: os, arch: cpu }) }), fileIn(folder, platform));
  });
}

test('a platform without a package is told what there is', async (t) => {
  const folder = await projectWith(t, 'sqlite-smma');
  const rest = `; it has them for ${platforms.map(({ title }) => title).join('; ')}. Elsewhere build it: make, with the sources `
    + 'in https://github.com/sqlite-smma/sqlite-smma, and give the file to your SQLite by hand';
  const cases = [
    [as({ platform: 'freebsd', arch: 'x64' }), 'freebsd, x64'],
    [as({ arch: 's390x' }), 'linux, s390x, glibc'],
    [`${as({ arch: 'arm' })} globalThis.Deno = { build: { env: 'musl' } };`, 'linux, arm, musl'],
  ];
  for (const [before, named] of cases) {
    assert.equal(await runScript(folder, PATH, { before }), `SmmaError: sqlite-smma has no binary for ${named}${rest}`);
  }
});

describe("Electron's archive", () => {
  // Electron shows an archive as a folder, and what is beside it as another.
  async function packedApp(t) {
    const folder = await projectWith(t, 'sqlite-smma', packageOf(here));
    const archive = path.join(folder, 'resources/app.asar');
    fs.mkdirSync(archive, { recursive: true });
    fs.renameSync(path.join(folder, 'node_modules'), path.join(archive, 'node_modules'));
    return { archive: fs.realpathSync(archive), file: `node_modules/${packageOf(here)}/${here.file}` };
  }

  test('has the file beside it', async (t) => {
    const { archive, file } = await packedApp(t);
    const outside = path.join(`${archive}.unpacked`, file);
    fs.mkdirSync(path.dirname(outside), { recursive: true });
    fs.copyFileSync(path.join(archive, file), outside);
    assert.equal(await runScript(archive, PATH), outside);
  });

  test('or an error that says how it gets there', async (t) => {
    const { archive, file } = await packedApp(t);
    assert.equal(await runScript(archive, PATH), "SmmaError: the extension is inside Electron's archive, from where it cannot "
      + `be loaded, as ${archive}.unpacked/${file} is not there: have it unpacked, in electron-builder by `
      + "asarUnpack: ['**/node_modules/@sqlite-smma/**'], in Electron Forge and @electron/packager by "
      + "asar: { unpack: '**/node_modules/@sqlite-smma/**' }");
  });
});

describe('in a file that a bundler has made', () => {
  const source = "import { getLoadablePath } from 'sqlite-smma/native'; console.log(getLoadablePath());";
  const bundle = (folder, format, outfile) => build({ stdin: { contents: source, resolveDir: folder }, bundle: true,
    platform: 'node', format, outfile, logLevel: 'error' });

  test('the package is found', async (t) => {
    const folder = await projectWith(t, 'sqlite-smma', packageOf(here));
    for (const [format, name] of [['esm', 'server.mjs'], ['cjs', 'server.cjs']]) {
      await bundle(folder, format, path.join(folder, 'dist', name));
    }
    for (const name of ['server.mjs', 'server.cjs']) {
      const printed = await mustRun(process.execPath, [path.join('dist', name)], { cwd: folder });
      assert.equal(printed.trim(), fileIn(folder, here));
    }
  });

  test('also by one that has put another place into it', async (t) => {
    const folder = await projectWith(t, 'sqlite-smma', packageOf(here));
    await build({ stdin: { contents: source, resolveDir: folder }, bundle: true, platform: 'node', format: 'esm',
      outfile: path.join(folder, 'server.mjs'), define: { 'import.meta.url': '"file:///elsewhere/path.mjs"' } });
    assert.equal((await mustRun(process.execPath, [path.join(folder, 'server.mjs')], { cwd: '/' })).trim(), fileIn(folder, here));
  });

  test('also where it lies below sqlite-smma alone, as pnpm has it', async (t) => {
    const folder = await projectWith(t, 'sqlite-smma', packageOf(here));
    await bundle(folder, 'esm', path.join(folder, 'server.mjs'));
    const inner = path.join(folder, 'node_modules/sqlite-smma/node_modules');
    fs.mkdirSync(inner);
    fs.renameSync(path.join(folder, 'node_modules/@sqlite-smma'), path.join(inner, '@sqlite-smma'));
    const printed = await mustRun(process.execPath, ['server.mjs'], { cwd: folder });
    assert.equal(printed.trim(), fs.realpathSync(path.join(inner, packageOf(here), here.file)));
  });
});
