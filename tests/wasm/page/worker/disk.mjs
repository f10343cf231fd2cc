// disk.mjs - the browser's file system (OPFS) in Node, as far as sqlite-wasm's pool and the page use it: so that
// every way to lose a part of it can be tried.

import { readFileSync } from 'node:fs';

import { loadSmma } from '../../../../wasm/index.mjs';
import { takeError } from '../../../../wasm/page/src/worker/kept/disk-errors.mjs';

const dist = new URL('../../../../wasm/page/node_modules/@sqlite.org/sqlite-wasm/dist/', import.meta.url);

const failure = (name) => new DOMException(`${name} by the test`, name);

class Handle {
  constructor(disk, name) {
    this.disk = disk;
    this.name = name;
  }
}

class FileHandle extends Handle {
  kind = 'file';
  bytes = new Uint8Array();
  isOpen = false;

  async getFile() {
    return Object.assign(new Blob([this.bytes]), { name: this.name, lastModified: 0 });
  }

  async createSyncAccessHandle() {
    if (this.isOpen) throw failure('NoModificationAllowedError');
    this.isOpen = true;
    return new Access(this);
  }

  async move(folder, name) {
    this.disk.step();
    this.parent.entries.delete(this.name);
    this.name = name;
    folder.add(this);
  }
}

class Access {
  constructor(file) {
    this.file = file;
  }

  getSize() {
    return this.file.bytes.length;
  }

  read(target, { at }) {
    const part = this.file.bytes.subarray(at, at + target.byteLength);
    new Uint8Array(target.buffer, target.byteOffset, target.byteLength).set(part);
    return part.length;
  }

  write(source, { at }) {
    this.file.disk.step();
    const bytes = new Uint8Array(source.buffer, source.byteOffset, source.byteLength);
    if (at + bytes.length > this.file.bytes.length) this.#resize(at + bytes.length);
    this.file.bytes.set(bytes, at);
    return bytes.length;
  }

  truncate(size) {
    this.file.disk.step();
    this.#resize(size);
  }

  flush() {
    this.file.disk.step();
  }

  close() {
    this.file.isOpen = false;
  }

  #resize(size) {
    const { disk, bytes } = this.file;
    if (disk.used() + size - bytes.length > disk.quota) throw failure('QuotaExceededError');
    this.file.bytes = new Uint8Array(size);
    this.file.bytes.set(bytes.subarray(0, size));
  }
}

class Folder extends Handle {
  kind = 'directory';
  entries = new Map();

  add(entry) {
    entry.parent = this;
    this.entries.set(entry.name, entry);
    return entry;
  }

  async getDirectoryHandle(name, { create = false } = {}) {
    if (!this.entries.has(name) && !create) throw failure('NotFoundError');
    return this.entries.get(name) ?? this.add(new Folder(this.disk, name));
  }

  async getFileHandle(name, { create = false } = {}) {
    if (!this.entries.has(name) && !create) throw failure('NotFoundError');
    return this.entries.get(name) ?? this.add(new FileHandle(this.disk, name));
  }

  async removeEntry(name) {
    this.disk.step();
    if (!this.entries.delete(name)) throw failure('NotFoundError');
  }

  async* values() {
    yield* [...this.entries.values()];
  }

  async* [Symbol.asyncIterator]() {
    yield* [...this.entries];
  }
}

export class Disk {
  root = new Folder(this, '');
  quota = Infinity;
  /** Changes made so far, and after how many nothing more is written: as when the power goes. */
  steps = 0;
  lastStep = Infinity;

  step() {
    if (this.steps >= this.lastStep) throw failure('AbortError');
    this.steps += 1;
  }

  used(folder = this.root) {
    return [...folder.entries.values()].reduce((sum, entry) => sum + (entry.kind === 'file' ? entry.bytes.length : this.used(entry)), 0);
  }

  /** The files of the pool. @returns {FileHandle[]} */
  slots() {
    return [...this.root.entries.get('.sqlite-smma')?.entries.get('.opaque').entries.values() ?? []];
  }

  /** The slot with a database. @param {string} path */
  slot(path = '/prices.db') {
    return this.slots().find(({ bytes }) => Buffer.from(bytes.subarray(0, path.length + 1)).toString() === `${path}\0`);
  }

  /** What is on it after the worker has gone: nothing is open any more. */
  restart() {
    const copy = (from, to) => {
      for (const entry of from.entries.values()) {
        if (entry.kind === 'directory') copy(entry, to.add(new Folder(next, entry.name)));
        else to.add(Object.assign(new FileHandle(next, entry.name), { bytes: entry.bytes.slice() }));
      }
    };
    const next = new Disk();
    copy(this.root, next.root);
    return next;
  }

  /** Has the browser's names be this disk from now on. */
  use() {
    const storage = { getDirectory: async () => this.root, estimate: async () => ({ usage: this.used(), quota: this.quota }) };
    Object.defineProperty(globalThis, 'navigator', { value: { storage }, configurable: true });
    return this;
  }
}

Object.assign(globalThis, { FileSystemHandle: Handle, FileSystemFileHandle: FileHandle, FileSystemDirectoryHandle: Folder });
// What the build for browsers looks for.
globalThis.WorkerGlobalScope ??= class {};
globalThis.self ??= globalThis;
globalThis.location ??= new URL(import.meta.url);
new Disk().use();
const config = { disable: { vfs: { 'opfs': true, 'opfs-vfs': true, 'opfs-wl': true } }, error: takeError, warn: () => {} };
globalThis.sqlite3ApiConfig = config;
const { default: sqlite3InitModule } = await import(new URL('index.mjs', dist));
const wasmBinary = readFileSync(new URL('sqlite3.wasm', dist));

/** SQLite as a new worker has it. */
export async function newSqlite() {
  // It is taken away when it has been read.
  globalThis.sqlite3ApiConfig = config;
  const sqlite3 = await sqlite3InitModule({ wasmBinary });
  await loadSmma(sqlite3);
  return sqlite3;
}
