// server.mjs - a static web server on 127.0.0.1: the MIME types a page needs, and no special headers.

import fs from 'node:fs/promises';
import http from 'node:http';
import path from 'node:path';

const TYPES = {
  '.css': 'text/css; charset=utf-8',
  '.csv': 'text/csv; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.map': 'application/json',
  '.mjs': 'text/javascript; charset=utf-8',
  '.png': 'image/png',
  '.sql': 'text/plain; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json',
  '.woff2': 'font/woff2',
};

/**
 * What is sent instead of the file at a path.
 * @typedef {{ status?: number, headers?: Record<string, string>, body?: string | Uint8Array }} Answer
 */

/** @typedef {Answer | ((request: http.IncomingMessage) => Answer | Promise<Answer>)} Answers */

/**
 * @typedef {object} Server
 * @property {string} url ends in a slash
 * @property {() => Promise<void>} close
 */

/** @param {string} folder @param {string} name the path of a URL */
async function readFile(folder, name) {
  const file = path.join(folder, decodeURIComponent(name), name.endsWith('/') ? 'index.html' : '');
  // join() has taken the ".." out; what leads elsewhere is not served.
  if (!file.startsWith(path.join(folder, path.sep))) return undefined;
  try {
    return { body: await fs.readFile(file), type: TYPES[path.extname(file)] ?? 'application/octet-stream' };
  } catch {
    return undefined;
  }
}

/**
 * Serves folder on a free port.
 * @param {string} folder
 * @param {object} [options]
 * @param {Record<string, string>} [options.headers] sent with every file
 * @param {Record<string, Answers>} [options.answers] by path ("/smma.wasm"), instead of the file
 * @param {string} [options.mount] the path of the folder on the server, "/" unless told otherwise
 * @returns {Promise<Server>}
 */
export async function serve(folder, { headers = {}, answers = {}, mount = '/' } = {}) {
  const server = http.createServer(async (request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://127.0.0.1');
    const send = (status, ownHeaders, body) => response
      .writeHead(status, { 'cache-control': 'no-store', ...headers, ...ownHeaders })
      .end(request.method === 'HEAD' ? undefined : body);
    const given = answers[pathname];
    const answer = typeof given === 'function' ? await given(request) : given;
    if (answer !== undefined) return send(answer.status ?? 200, answer.headers ?? {}, answer.body);
    const file = pathname.startsWith(mount) ? await readFile(folder, pathname.slice(mount.length - 1)) : undefined;
    if (file !== undefined) return send(200, { 'content-type': file.type }, file.body);
    // Browsers ask for it by themselves.
    if (pathname === '/favicon.ico') return send(204, {});
    return send(404, { 'content-type': 'text/plain' }, 'not found\n');
  });
  await new Promise((resolve) => { server.listen(0, '127.0.0.1', () => resolve(undefined)); });
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  return {
    url: `http://127.0.0.1:${port}/`,
    close: () => new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    }),
  };
}
