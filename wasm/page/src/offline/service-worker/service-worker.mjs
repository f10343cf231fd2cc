// service-worker.mjs - keeps the files of one build in this browser, so that the page works without network.
//
// A build is kept whole, in a cache of its own, before any of it is used: never a page with the script of another build.
// The build before stays too, for tabs that still have it open and load parts of it later. Nothing but files of this site
// is ever asked for here, and what is kept has the headers of the policy, whatever the host sends.

import { files, headers, version } from 'virtual:build';

const worker = /** @type {ServiceWorkerGlobalScope} */ (/** @type {unknown} */ (self));
const { scope } = worker.registration;
// Other pages of this origin may have caches too.
const PREFIX = `${scope} `;
const CACHE = `${PREFIX}${version}`;

/** @param {string} path */
const addressOf = (path) => new URL(path, scope).href;
/** Whatever a host says of it, the same address is the same file. @type {CacheQueryOptions} */
const ANY = { ignoreVary: true };
const own = new Set(files.map(({ path }) => addressOf(path)));

worker.addEventListener('install', (event) => event.waitUntil(keepBuild()));
worker.addEventListener('activate', (event) => event.waitUntil(takeOver()));
worker.addEventListener('message', ({ data }) => {
  if (data === 'take over') void worker.skipWaiting();
});
worker.addEventListener('fetch', (event) => {
  const address = askedFor(event.request);
  if (address !== undefined) event.respondWith(answer(address, event.request));
});

async function keepBuild() {
  const cache = await caches.open(CACHE);
  await Promise.all(files.map(async ({ path, integrity, isNamedByContent }) => {
    const address = addressOf(path);
    const known = isNamedByContent ? await caches.match(address, ANY) : undefined;
    // With the digest of this build: a host that is just being given another is not mixed with it.
    const response = known ?? await fetch(address, { integrity, cache: isNamedByContent ? 'default' : 'no-cache' });
    if (!response.ok) throw new Error(`${address}: ${response.status}`);
    await cache.put(address, withPolicy(response));
  }));
}

async function takeOver() {
  const others = (await caches.keys()).filter((name) => name.startsWith(PREFIX) && name !== CACHE);
  await Promise.all(others.slice(0, -1).map((name) => caches.delete(name)));
  await worker.clients.claim();
}

/**
 * The address of what is kept that a request is for; undefined leaves it to the browser.
 * @param {Request} request
 */
function askedFor({ method, mode, url }) {
  if (method !== 'GET') return undefined;
  const address = new URL(url);
  if (mode === 'navigate') {
    address.search = '';
    address.hash = '';
    const isPage = [scope, addressOf('index.html')].includes(address.href);
    return isPage ? scope : undefined;
  }
  return own.has(address.href) || address.href.startsWith(addressOf('assets/')) ? address.href : undefined;
}

/**
 * @param {string} address
 * @param {Request} request
 */
async function answer(address, request) {
  const cache = await caches.open(CACHE);
  // What this build does not have may be of the one before.
  return await cache.match(address, ANY) ?? await caches.match(address, ANY) ?? fetch(request);
}

/** @param {Response} response */
function withPolicy({ body, headers: sent }) {
  const all = new Headers(sent);
  for (const [name, value] of Object.entries(headers)) all.set(name, value);
  // The body comes unpacked.
  for (const name of ['Content-Encoding', 'Content-Length']) all.delete(name);
  return new Response(body, { headers: all });
}
