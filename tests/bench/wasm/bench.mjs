// bench.mjs - measures the WebAssembly modules: `make bench-wasm`.
//
//     node bench.mjs [--quick] [--browsers] --native PROGRAM --plain FOLDER [--compiler TEXT] [--json FILE]
//
// PROGRAM is tests/bench/'s, FOLDER has the modules built without SIMD128, TEXT names their compiler.
// --browsers measures the array calls in the browsers that are installed as well. Prints the tables of
// the reference report, each figure with its target. As in bench.c the exit status says whether the
// program ran, not whether targets were met.

import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

import { loadCore } from '../../../wasm/core.mjs';
import { benchArrays } from './array_part.mjs';
import { benchBrowsers } from './browser_part.mjs';
import { Native } from './native.mjs';
import { benchPackages } from './package_part.mjs';
import { Report } from './report.mjs';
import { packageVersion, staticVersions } from './sql.mjs';
import { benchSql } from './sql_part.mjs';

/** @param {string} name */
const dist = (name) => fileURLToPath(new URL(`../../../wasm/dist/${name}`, import.meta.url));

/** @param {Report} report @param {Record<string, string>} machine @param {boolean} quick */
function printMachine(report, machine, quick) {
  for (const [name, text] of Object.entries(machine)) report.print(`${name.padEnd(12)} ${text}`);
  report.print('\n"report" is the reference report: a Rust library as WebAssembly, on another machine, which it');
  report.print('does not name.');
  if (quick) report.print('\nA short run: it shows that the program works, no more.');
}

/** @param {Report} report @param {string} plain */
function benchSizes(report, plain) {
  report.section('Size');
  const files = [
    { name: 'smma.wasm', file: dist('smma.wasm'), target: { atMost: 15360 } },
    { name: 'smma-core.wasm', file: dist('smma-core.wasm'), target: { atMost: 9216 } },
    { name: 'smma.wasm without SIMD128', file: `${plain}/smma.wasm` },
    { name: 'smma-core.wasm without SIMD128', file: `${plain}/smma-core.wasm` },
  ];
  for (const { name, file, target } of files) {
    report.value(name, fs.statSync(file).size, 'bytes');
    // The program and not node:zlib, which compresses a little less.
    const compressed = execFileSync('gzip', ['-9', '-n', '-c', file]);
    report.figure(`${name}, gzip -9`, compressed.length, 'bytes', target);
  }
}

async function main() {
  const { values } = parseArgs({
    options: {
      browsers: { type: 'boolean', default: false },
      quick: { type: 'boolean', default: false },
      native: { type: 'string' },
      plain: { type: 'string' },
      compiler: { type: 'string', default: 'unknown' },
      json: { type: 'string' },
    },
  });
  const { quick, plain, compiler, json } = values;
  if (values.native === undefined || plain === undefined) throw new Error('--native and --plain are needed');

  const report = new Report();
  const setting = { rounds: quick ? 3 : 41, warm: quick ? 50 : 250 };
  const native = new Native(values.native);
  try {
    const { processor, SQLite, commit, compiler: nativeCompiler } = await native.machine();
    const machine = {
      processor,
      engine: `node ${process.version}, V8 ${process.versions.v8}`,
      wasm: compiler,
      'sqlite-wasm': packageVersion(),
      'static build': staticVersions() ?? 'none',
      native: `${nativeCompiler}; SQLite ${SQLite}`,
      commit,
    };
    printMachine(report, machine, quick);
    await benchArrays(report, {
      core: await loadCore({ wasm: dist('smma-core.wasm') }),
      plainCore: await loadCore({ wasm: `${plain}/smma-core.wasm` }),
      native,
      ...setting,
    });
    await benchPackages(report, { core: await loadCore(), ...setting });
    if (values.browsers) await benchBrowsers(report, setting);
    await benchSql(report, {
      native,
      nativeVersion: SQLite,
      files: { simd: dist('smma.wasm'), plain: `${plain}/smma.wasm` },
      rows: quick ? 100000 : 1000000,
      rounds: quick ? 3 : 7,
    });
    benchSizes(report, plain);
    report.targets();
    if (json !== undefined) fs.writeFileSync(json, report.json(machine, quick));
  } finally {
    await native.close();
  }
}

await main();
