// aside.mjs - damaged databases that have been set aside: kept as they were found, until they are thrown away.

import { CONTENT, openAlone } from './slots.mjs';

const FOLDER = '.sqlite-smma-aside';

/**
 * @typedef {object} Aside
 * @property {string} name
 * @property {number} size in bytes
 * @property {number} since milliseconds since 1970
 */

/** @param {boolean} create @returns {Promise<FileSystemDirectoryHandle | undefined>} */
async function folder(create) {
  try {
    const root = await navigator.storage.getDirectory();
    return await root.getDirectoryHandle(FOLDER, { create });
  } catch (error) {
    if (!create && error instanceof Error && error.name === 'NotFoundError') return undefined;
    throw error;
  }
}

/**
 * Takes a slot out of the pool, which must be closed.
 * @param {FileSystemFileHandle} slot
 * @returns {Promise<string>} the name it has now
 */
export async function setAside(slot) {
  // Nobody else has it open.
  (await openAlone(slot)).close();
  const to = /** @type {FileSystemDirectoryHandle} */ (await folder(true));
  const since = new Date().toISOString().slice(0, 19).replaceAll(':', '-');
  const name = `damaged-prices-${since}-${slot.name}.db`;
  // Missing in the types of TypeScript's library.
  const movable = /** @type {FileSystemFileHandle & { move?: (to: FileSystemDirectoryHandle, name: string) => Promise<void> }} */ (slot);
  if (movable.move !== undefined) await movable.move(to, name);
  else await copy(slot, to, name);
  return name;
}

/**
 * For browsers whose files cannot be moved; the slot is emptied when the copy is whole.
 * @param {FileSystemFileHandle} slot
 * @param {FileSystemDirectoryHandle} to
 * @param {string} name
 */
async function copy(slot, to, name) {
  const file = await slot.getFile();
  const access = await openAlone(await to.getFileHandle(name, { create: true }));
  const CHUNK = 1 << 22;
  try {
    for (let at = 0; at < file.size; at += CHUNK) access.write(new Uint8Array(await file.slice(at, at + CHUNK).arrayBuffer()), { at });
    access.flush();
  } finally {
    access.close();
  }
  const emptied = await openAlone(slot);
  emptied.truncate(0);
  emptied.close();
}

/** @returns {Promise<Aside[]>} the newest first */
export async function listAside() {
  const from = await folder(false);
  if (from === undefined) return [];
  /** @type {Aside[]} */
  const found = [];
  for await (const handle of /** @type {any} */ (from).values()) {
    const { size, lastModified } = await handle.getFile();
    found.push({ name: handle.name, size: Math.max(0, size - CONTENT), since: lastModified });
  }
  return found.sort((one, other) => other.name.localeCompare(one.name));
}

/**
 * @param {string} name
 * @returns {Promise<Blob>} as it was found, without what the pool had put before it
 */
export async function readAside(name) {
  const from = await folder(false);
  if (from === undefined) throw new Error(`${name} is not there any more`);
  return (await (await from.getFileHandle(name)).getFile()).slice(CONTENT);
}

/** @param {string} name */
export async function removeAside(name) {
  await (await folder(false))?.removeEntry(name);
}
