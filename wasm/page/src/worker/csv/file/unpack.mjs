// unpack.mjs - the files that a file has inside, where it is packed.

import { unzipSync } from 'fflate';
import { ImportError } from '../../calls/errors.mjs';

/**
 * A file to read, and what it was taken out of.
 * @typedef {{ name: string, blob: Blob, packed?: 'gzip' | 'zip' | 'workbook' }} PriceFile
 */

const GZIP = [0x1f, 0x8b];
const ZIP = [0x50, 0x4b, 0x03, 0x04];
// Of what is inside: this much fits beside a database.
const MOST_BYTES = 1 << 29;

/**
 * @param {Blob} blob
 * @param {string} name of the file
 * @returns {Promise<PriceFile[]>} one for a file that is not packed; throws an ImportError where the
 *   packing is damaged, or has no text file inside
 */
export async function unpack(blob, name) {
  const first = new Uint8Array(await blob.slice(0, 4).arrayBuffer().catch(() => new ArrayBuffer(0)));
  const begins = (/** @type {number[]} */ signature) => signature.every((byte, index) => first[index] === byte);
  if (begins(GZIP)) {
    const inside = await unpacked(() => gunzip(blob));
    return [{ name: name.replace(/\.gz$/i, ''), blob: inside, packed: 'gzip' }];
  }
  if (!begins(ZIP)) return [{ name, blob }];
  const bytes = new Uint8Array(await blob.arrayBuffer());
  if (await unpacked(() => isWorkbook(bytes))) {
    // Few files are workbooks.
    const { readWorkbook } = await import('./workbook.mjs');
    return readWorkbook(blob, name);
  }
  return filesOf(await unpacked(() => unzip(bytes)));
}

/**
 * @template T
 * @param {() => T | Promise<T>} method
 * @returns {Promise<T>}
 */
async function unpacked(method) {
  try {
    return await method();
  } catch (error) {
    if (error instanceof ImportError) throw error;
    const detail = error instanceof Error ? error.message : String(error);
    throw new ImportError(`The file is packed and cannot be unpacked: it may be damaged. (${detail})`);
  }
}

/**
 * By the platform, piece by piece.
 * @param {Blob} blob
 * @returns {Promise<Blob>}
 */
function gunzip(blob) {
  let size = 0;
  const limit = new TransformStream({
    transform(/** @type {Uint8Array} */ piece, controller) {
      size += piece.length;
      refuseLarge(size);
      controller.enqueue(piece);
    },
  });
  const inside = blob.stream().pipeThrough(/** @type {ReadableWritablePair} */ (new DecompressionStream('gzip'))).pipeThrough(limit);
  return new Response(inside).blob();
}

/** @param {Uint8Array<ArrayBuffer>} bytes */
function isWorkbook(bytes) {
  let found = false;
  unzipSync(bytes, { filter: ({ name }) => { found ||= name.startsWith('xl/'); return false; } });
  return found;
}

/** @param {Uint8Array<ArrayBuffer>} bytes */
function unzip(bytes) {
  let size = 0;
  return unzipSync(bytes, {
    filter: ({ name, originalSize }) => {
      if (!isPriceFile(name)) return false;
      size += originalSize;
      refuseLarge(size);
      return true;
    },
  });
}

/** @param {number} size */
function refuseLarge(size) {
  if (size > MOST_BYTES) throw new ImportError('The file is packed and too large to be unpacked here: unpack it first.');
}

/**
 * Not folders, what macOS adds, and documents beside the prices.
 * @param {string} name
 */
const isPriceFile = (name) => !name.endsWith('/') && !/(^|\/)(__MACOSX\/|\.)/.test(name)
  && !/\.(pdf|md|html?|png|jpe?g|xml|json|checksum|sha256|exe)$/i.test(name);

/** @param {Record<string, Uint8Array>} entries @returns {PriceFile[]} */
function filesOf(entries) {
  const files = Object.entries(entries).map(([path, bytes]) => /** @type {PriceFile} */ ({
    name: path.replace(/^.*\//, ''), blob: new Blob([/** @type {Uint8Array<ArrayBuffer>} */ (bytes)]), packed: 'zip',
  }));
  if (files.length === 0) throw new ImportError('The file is a zip archive without a price file inside.');
  return files;
}
