// static_errors.test.mjs - what the scripts of the static build say when something is missing, and that
// they leave nothing that looks finished. Needs none of the build's tools: stubs stand in for them.

import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

import { root } from './support.mjs';

const top = fileURLToPath(root);
let folder;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'smma-static-'));
  fs.mkdirSync(path.join(folder, 'bin'));
});
afterEach(() => fs.rmSync(folder, { recursive: true }));

const inside = (name) => path.join(folder, name);
const exists = (name) => fs.existsSync(inside(name));

function write(name, text = '') {
  fs.mkdirSync(path.dirname(inside(name)), { recursive: true });
  fs.writeFileSync(inside(name), text, { mode: 0o755 });
  return inside(name);
}

// A command that stands before the real one.
const stub = (name, body) => write(`bin/${name}`, `#!/bin/sh\n${body}\n`);

const options = (env) => ({
  cwd: top,
  encoding: 'utf8',
  env: { ...process.env, EMSDK: '', PATH: `${inside('bin')}:${process.env.PATH}`, ...env },
});

function run(script, args, env = {}) {
  const done = spawnSync('sh', [`wasm/static/${script}`, ...args], options(env));
  if (done.error) throw done.error;
  return done;
}

function refuses(done, message) {
  assert.notEqual(done.status, 0);
  assert.match(done.stderr, message);
}

describe('the tree', { skip: process.platform === 'linux' ? false : 'Linux only' }, () => {
  // Everything as it should be, but debootstrap makes an empty tree.
  const tools = {
    id: 'echo 0',
    df: 'echo; echo disk 9 9 9000000',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the text is for the shell
    unshare: 'while [ "${1#--}" != "$1" ]; do [ "$1" = --propagation ] && shift; shift; done; exec "$@"',
    flock: 'exit 0',
    chroot: 'echo "emscripten 3"',
    debootstrap: 'for part; do case $part in */tree.part) mkdir "$part" ;; esac; done',
  };
  const stubs = (changes) => {
    for (const [name, body] of Object.entries({ ...tools, ...changes })) stub(name, body);
    return { DEBOOTSTRAP_KEYRING: write('keyring') };
  };
  const args = () => [inside('kept'), 'http://mirror.invalid/debian'];
  const prepare = (changes = {}, env = {}) => run('prepare-tree', args(), { ...stubs(changes), ...env });

  test('is there under its name when it is finished, and not made again', () => {
    assert.equal(prepare().status, 0);
    assert.equal(fs.readFileSync(inside('kept/tree/packages.txt'), 'utf8'), 'emscripten 3\n');
    assert.ok(!exists('kept/tree.part'));
    assert.equal(prepare({ debootstrap: 'exit 1' }).status, 0);
  });

  test('what is missing', () => {
    const cases = [
      [/needs Linux/, { uname: 'echo Darwin' }],
      [/needs debootstrap: make setup-static/, {}, { DEBOOTSTRAP: '/no/such/debootstrap' }],
      [/needs the package debian-archive-keyring/, {}, { DEBOOTSTRAP_KEYRING: '/no/such/keyring' }],
      [/needs root/, { id: 'echo 1000' }],
      [/may not mount/, { unshare: 'exit 1' }],
      [/another run is preparing/, { flock: 'exit 1' }],
      [/needs 4000 MB in .*, there are 399 MB/, { df: 'echo; echo disk 9 9 399999' }],
    ];
    for (const [message, changes, env] of cases) {
      const done = prepare(changes, env);
      refuses(done, message);
      if (!/another run/.test(done.stderr)) assert.match(done.stderr, /EMSDK= SQLITE_SRC=/);
      assert.ok(!exists('kept/tree'));
      fs.rmSync(inside('bin'), { recursive: true });
    }
  });

  test('is entered by root alone', () => {
    stub('id', 'echo 1000');
    refuses(run('run', [inside('tree'), inside('static'), 'true']), /runs as root only/);
  });

  test('a failure half-way leaves nothing, and what a killed run left is removed', () => {
    const half = `${tools.debootstrap}; echo "E: Failed getting release file"; exit 1`;
    refuses(prepare({ debootstrap: half }), /E: Failed getting release file[^]*debootstrap failed/);
    assert.deepEqual(fs.readdirSync(inside('kept')).sort(), ['lock', 'tree.log']);
    refuses(prepare({ chroot: 'exit 1' }), /does not run/);
    assert.ok(!exists('kept/tree') && !exists('kept/tree.part'));
    write('kept/tree.part/old');
    assert.equal(prepare().status, 0);
    assert.deepEqual(fs.readdirSync(inside('kept/tree')), ['packages.txt']);
  });

  test('a run that is told to stop ends debootstrap and leaves nothing', { timeout: 60000 }, async () => {
    const env = stubs({ debootstrap: `${tools.debootstrap}; echo $$ > ${inside('pid')}; exec sleep 600` });
    const child = spawn('sh', ['wasm/static/prepare-tree', ...args()], { ...options(env), stdio: 'ignore' });
    while (!exists('pid') || fs.readFileSync(inside('pid'), 'utf8') === '') await pause(10);
    assert.ok(exists('kept/tree.part'));
    child.kill('SIGTERM');
    const [status] = await once(child, 'exit');
    assert.equal(status, 1);
    assert.ok(!exists('kept/tree.part'));
    assert.throws(() => process.kill(Number(fs.readFileSync(inside('pid'), 'utf8')), 0), { code: 'ESRCH' });
  });
});

describe('the download of SQLite', () => {
  const fetch = (curl, ...versions) => {
    stub('curl', curl);
    return run('fetch-sqlite', [inside('kept/sqlite.tar.xz'), 'http://mirror.invalid/debian', ...versions]);
  };
  // Writes $text to the file after -o.
  const gives = (text) => `while [ "$1" != -o ]; do shift; done; printf '${text}' > "$2"`;

  test('nothing to be had', () => {
    const done = fetch('exit 22', '3.53.4', '3.46.1');
    refuses(done, /no source of SQLite could be downloaded; .*SQLITE_SRC=/);
    assert.match(done.stderr, /could not download http:\/\/mirror.invalid\/debian\/pool\/main\/s\/sqlite3\/sqlite3_3.53.4/);
    assert.match(done.stderr, /could not download https:\/\/snapshot.debian.org\/file\/0a1dee60/);
    assert.deepEqual(fs.readdirSync(inside('kept')), []);
  });

  test('half a file, or another one', () => {
    refuses(fetch(`${gives('half')}; exit 18`, '3.53.4'), /could not download/);
    assert.deepEqual(fs.readdirSync(inside('kept')), []);
    refuses(fetch(gives('<!doctype html>'), '3.53.4'), /sqlite3_3.53.4.orig.tar.xz is not the file it should be/);
    assert.deepEqual(fs.readdirSync(inside('kept')), []);
  });

  test('a version that has no checksum here', () => {
    refuses(fetch(gives('x'), '3.0.0'), /SQLite 3.0.0 is not in .*sources/);
  });

  test('the second where the first is not to be had; again, without a download', () => {
    // The sum of the file is looked up: let it be that of 3.46.1.
    const [, sha256] = /^3\.46\.1 (\w+)/m.exec(fs.readFileSync(path.join(top, 'wasm/static/sources'), 'utf8'));
    stub('sha256sum', `echo ${sha256} $1`);
    const only346 = `case "$*" in *3.46.1*) ${gives('tar')} ;; *) exit 22 ;; esac`;
    assert.equal(fetch(only346, '3.53.4', '3.46.1').status, 0);
    assert.equal(fs.readlinkSync(inside('kept/sqlite.tar.xz')), 'sqlite3_3.46.1.orig.tar.xz');
    fs.utimesSync(inside('kept/sqlite.tar.xz'), 1, 1);
    assert.equal(fetch('exit 22', '3.46.1').status, 0);
    assert.ok(fs.statSync(inside('kept/sqlite.tar.xz')).mtimeMs > 1e12, 'newer, for make');
  });
});

describe('trees of the user', () => {
  test('an EMSDK that is no emsdk', () => {
    refuses(run('tools', ['tree'], { EMSDK: folder }), /EMSDK=.* is no emsdk/);
    write('emsdk_env.sh');
    refuses(run('tools', ['tree'], { EMSDK: folder }), /EMSDK=.* is no emsdk/);
    write('upstream/emscripten/emcc', '#!/bin/sh\necho no python >&2\nexit 1\n');
    refuses(run('tools', ['tree'], { EMSDK: folder }), /the emcc of EMSDK=.* does not run: no python/);
    write('upstream/emscripten/emcc', '#!/bin/sh\necho emcc 3.1.69\n');
    assert.match(run('tools', ['tree'], { EMSDK: folder }).stdout, /^emscripten: emcc 3.1.69, /);
  });

  test('a SQLITE_SRC that is no source tree', () => {
    const files = ['VERSION', 'configure', 'src/sqlite.h.in', 'ext/wasm/GNUmakefile'];
    for (const file of files) {
      refuses(run('unpack-sqlite', [inside('copy'), inside('sqlite')]),
        new RegExp(`is no source tree of SQLite: it has no ${file} `));
      write(`sqlite/${file}`);
    }
    refuses(run('unpack-sqlite', [inside('copy'), inside('sqlite')]), /is too old/);
    assert.ok(!exists('copy'));
  });

  test('a SQLITE_SRC is copied, and what was built in it is not', () => {
    for (const file of ['VERSION', 'configure', 'src/sqlite.h.in', 'sqlite3.c', 'ready', '.git/index']) {
      write(`sqlite/${file}`, file);
    }
    write('sqlite/ext/wasm/GNUmakefile', 'sqlite3_wasm_extra_init.c');
    write('copy/older');
    assert.equal(run('unpack-sqlite', [inside('copy'), inside('sqlite')]).status, 0);
    assert.deepEqual(fs.readdirSync(inside('copy')).sort(), ['VERSION', 'configure', 'ext', 'src']);
    assert.ok(exists('sqlite/sqlite3.c'));
  });

  test('a SQLite that does not build', () => {
    write('sqlite/configure', '#!/bin/sh\necho "no compiler"\nexit 1\n');
    refuses(run('prepare-sqlite', [inside('sqlite')], { EMSDK: inside('emsdk') }),
      /no compiler[^]*SQLite could not be prepared/);
    // Also where the folder is relative, as in the makefile.
    refuses(run('prepare-sqlite', [path.relative(top, inside('sqlite'))], { EMSDK: inside('emsdk') }), /no compiler/);
    assert.ok(!exists('sqlite/ready'));
    write('sqlite/ext/wasm/GNUmakefile', 'clean:\n%:\n\t@echo no emcc; false\n');
    refuses(run('link', [inside('sqlite'), 'lib.a', '-O2', inside('tools'), inside('dist')]),
      /no emcc[^]*SQLite's build failed/);
    assert.ok(!exists('dist'));
  });
});
