// stored.mjs - what the page keeps in the browser's file system, as its tests reach it from a worker of their own.

// Served beside the page, whose policy admits no other script.
const WORKER = '/stored-worker.js';

const SOURCE = `
const POOL = '.sqlite-smma';
async function slots() {
  const root = await navigator.storage.getDirectory();
  const folder = await (await root.getDirectoryHandle(POOL)).getDirectoryHandle('.opaque');
  const found = [];
  for await (const handle of folder.values()) found.push(handle);
  return found;
}
const nameOf = async (handle) => (await (await handle.getFile()).slice(0, 512).text()).split('\\0')[0];
async function change(path, edit) {
  for (const handle of await slots()) {
    if (await nameOf(handle) !== path) continue;
    const access = await handle.createSyncAccessHandle();
    try {
      const { at, fill, length, size } = edit;
      if (size !== undefined) access.truncate(access.getSize() + size);
      else access.write(new Uint8Array(length).fill(fill), { at });
      access.flush();
    } finally {
      access.close();
    }
    return true;
  }
  return false;
}
onmessage = async ({ data: { path, edit } }) => postMessage(await change(path, edit));
`;

/** What a site answers so that change() works. */
export const answers = {
  [WORKER]: { headers: { 'content-type': 'text/javascript' }, body: SOURCE },
  '/nothing.html': { headers: { 'content-type': 'text/html' }, body: '<!doctype html><html lang="en"><title>nothing</title><link rel="icon" href="data:,">' },
};

/**
 * Damages a file of the pool while no page has it.
 * @param {import('../browser/harness.mjs').Browser} browser
 * @param {string} url of the site
 * @param {{ at: number, fill: number, length: number } | { size: number }} edit bytes to write, the pool's header of 4096
 *   included, or by how much it changes its size
 * @param {string} [path]
 */
export async function change(browser, url, edit, path = '/prices.db') {
  const page = await browser.open(new URL('nothing.html', url).href);
  const isDone = await page.evaluate((address, path, edit) => new Promise((resolve) => {
    const worker = new Worker(address);
    worker.onmessage = ({ data }) => resolve(data);
    worker.onerror = (event) => resolve(event.message);
    worker.postMessage({ path, edit });
  }), WORKER, path, edit);
  await page.close();
  if (isDone !== true) throw new Error(`${path} could not be changed: ${isDone}`);
}
