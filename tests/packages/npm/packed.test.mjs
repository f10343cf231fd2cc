// packed.test.mjs - the packages of npm as they are published: what is in them, their size, and that they are the same
// bytes every time.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { describe, test } from 'node:test';
import { publint } from '../../../wasm/node_modules/publint/src/index-node.js';

import { binaries, made, mustRun, newProject, packageOf, platforms, readJson, tarball, top, version } from './support.mjs';

/** @param {string} name @param {string} file */
const read = (name, file) => mustRun('tar', ['-xzOf', tarball(name), `package/${file}`], { encoding: 'buffer' });
const manifestOf = async (name) => JSON.parse(String(await read(name, 'package.json')));
const filesOf = async (name) => (await mustRun('tar', ['-tzf', tarball(name)])).trim().split('\n').sort();

for (const platform of platforms) {
  const name = packageOf(platform);
  describe(name, () => {
    test('is at most 60 KB', () => {
      const { size } = fs.statSync(tarball(name));
      assert.ok(size <= 60 * 1024, `${size} bytes`);
    });

    test('has the binary, licences and a README, and nothing that runs', async () => {
      assert.deepEqual(await filesOf(name), ['LICENSE', 'README.md', 'THIRD-PARTY-LICENSES.txt', 'package.json', platform.file]
        .map((file) => `package/${file}`).sort());
      const built = fs.readFileSync(path.join(binaries, platform.name, platform.file));
      assert.ok(built.equals(await read(name, platform.file)));
      const { version: own, os, cpu, libc, preferUnplugged, scripts, dependencies } = await manifestOf(name);
      assert.deepEqual({ own, os, cpu, libc, preferUnplugged, scripts, dependencies }, { own: version, os: [platform.npm.os],
        cpu: [platform.npm.cpu], libc: platform.npm.libc && [platform.npm.libc], preferUnplugged: true, scripts: undefined,
        dependencies: undefined });
    });

    test('names what is compiled in', async () => {
      const text = String(await read(name, 'THIRD-PARTY-LICENSES.txt'));
      assert.match(text, /^zig .*\n\nThe MIT License/);
      assert.equal(text.includes('Zope Public License'), platform.npm.os === 'win32');
    });

    test('publint has nothing to say', async (t) => {
      const folder = newProject(t);
      await mustRun('tar', ['-xzf', tarball(name), '-C', folder]);
      const { messages } = await publint({ pkgDir: path.join(folder, 'package'), pack: false, strict: true });
      assert.deepEqual(messages, []);
    });
  });
}

test('the main package depends on each, of its own version, and on nothing else', async () => {
  const { optionalDependencies, dependencies, devDependencies, scripts, peerDependenciesMeta } = await manifestOf('sqlite-smma');
  assert.deepEqual(optionalDependencies, Object.fromEntries(platforms.map((platform) => [packageOf(platform), version])));
  assert.deepEqual({ dependencies, devDependencies, scripts },
    { dependencies: undefined, devDependencies: undefined, scripts: undefined });
  assert.equal(peerDependenciesMeta['@sqlite.org/sqlite-wasm'].optional, true);
  // npm ci in wasm/ would ask for packages that may not be published yet.
  assert.equal(readJson('wasm/package.json').optionalDependencies, undefined);
});

test('a second time, by another user, gives the same bytes', async (t) => {
  const again = path.join(newProject(t), 'again');
  await mustRun('sh', ['-c', 'umask 077 && exec "$@"', 'sh', process.execPath, path.join(top, 'wasm/packing/packages.mjs'), binaries, again]);
  const names = fs.readdirSync(made).filter((name) => !name.startsWith('.'));
  assert.deepEqual(fs.readdirSync(again), names);
  for (const name of names) {
    assert.ok(fs.readFileSync(path.join(again, name)).equals(fs.readFileSync(path.join(made, name))), name);
  }
});

test('nobody publishes the folder by mistake', async () => {
  const { scripts } = readJson('wasm/package.json');
  await assert.rejects(mustRun('sh', ['-c', scripts.prepublishOnly]), /make packages/);
});

describe('the bill of materials', () => {
  const file = path.join(made, `sqlite-smma-${version}.cdx.json`);
  const bill = JSON.parse(fs.readFileSync(file, 'utf8'));
  const all = [bill.metadata.component, ...bill.components];

  test('is valid CycloneDX', async () => {
    const script = `
import sys
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
found = JsonStrictValidator(SchemaVersion.from_version(sys.argv[2])).validate_str(open(sys.argv[1]).read())
sys.exit(found and str(found)[:2000])`;
    await mustRun(path.join(binaries, 'tools/bin/python'), ['-c', script, file, bill.specVersion]);
  });

  test('has every package, the digest of its file, and what is compiled into it', () => {
    assert.deepEqual(all.map(({ name }) => name).sort(), ['sqlite-smma', ...platforms.map(packageOf)].sort());
    for (const { name, purl, hashes, components, licenses } of all) {
      const digest = createHash('sha256').update(fs.readFileSync(tarball(name))).digest('hex');
      assert.deepEqual(hashes, [{ alg: 'SHA-256', content: digest }]);
      assert.equal(purl, `pkg:npm/${name.replace('@', '%40')}@${version}`);
      const bundled = name === 'sqlite-smma' ? ['musl'] : name.includes('win32') ? ['zig', 'mingw-w64'] : ['zig'];
      assert.deepEqual(components.map((one) => one.name), bundled);
      for (const list of [licenses, ...components.map((one) => one.licenses)]) assert.ok(list[0].license.id, name);
    }
  });

  test('has the versions of the tools that are pinned', () => {
    const pinned = fs.readFileSync(path.join(top, 'ext/packages/requirements.in'), 'utf8').match(/^ziglang==(\S+)/m)[1];
    const zig = all.flatMap(({ components }) => components).filter(({ name }) => name === 'zig');
    assert.ok(zig.every((one) => one.version === pinned));
    const header = fs.readFileSync(path.join(binaries, 'tools/lib', fs.readdirSync(path.join(binaries, 'tools/lib'))[0],
      'site-packages/ziglang/lib/libc/include/any-windows-any/_mingw_mac.h'), 'utf8');
    const number = ['MAJOR', 'MINOR', 'BUGFIX'].map((part) => header.match(new RegExp(`VERSION_${part} (\\d+)`))[1]).join('.');
    const mingw = all.flatMap(({ components }) => components).filter(({ name }) => name === 'mingw-w64');
    assert.ok(mingw.length > 0 && mingw.every((one) => one.version === number), number);
  });
});
