// registry.mjs - a registry of the packages on this machine, for npm to choose from as its users' does.

import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import http from 'node:http';
import path from 'node:path';

import { made } from './support.mjs';

/** @param {string} file */
function entryOf(file) {
  const bytes = fs.readFileSync(file);
  const manifest = JSON.parse(execFileSync('tar', ['-xzOf', file, 'package/package.json'], { encoding: 'utf8' }));
  return { manifest, bytes, integrity: `sha512-${createHash('sha512').update(bytes).digest('base64')}` };
}

/**
 * Serves every .tgz of make packages-npm.
 * @param {import('node:test').TestContext} t which ends it
 * @returns {Promise<string>} its address
 */
export async function startRegistry(t) {
  const entries = fs.readdirSync(made).filter((name) => name.endsWith('.tgz')).map((name) => entryOf(path.join(made, name)));
  const server = http.createServer((request, response) => {
    const name = decodeURIComponent(request.url ?? '').slice(1);
    const file = entries.find(({ manifest }) => name === `${manifest.name}.tgz`);
    const entry = entries.find(({ manifest }) => name === manifest.name);
    if (file !== undefined) response.end(file.bytes);
    else if (entry !== undefined) response.end(JSON.stringify(documentOf(entry)));
    else response.writeHead(404).end('{}');
  });
  await new Promise((resolve) => { server.listen(0, '127.0.0.1', () => resolve(undefined)); });
  t.after(() => new Promise((resolve) => { server.close(resolve).closeAllConnections(); }));
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  const address = `http://127.0.0.1:${port}`;
  const documentOf = ({ manifest, integrity }) => ({
    name: manifest.name,
    'dist-tags': { latest: manifest.version },
    versions: { [manifest.version]: { ...manifest, dist: { tarball: `${address}/${manifest.name}.tgz`, integrity } } },
  });
  return address;
}
