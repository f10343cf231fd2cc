// unpack.mjs - the files that a file has inside, where it is packed.

import { gunzipSync, unzipSync } from 'fflate';
import { ImportError } from '../../calls/errors.mjs';

/**
 * A file to read, and what it was taken out of.
 * @typedef {{ name: string, blob: Blob, packed?: 'gzip' | 'zip' }} PriceFile
 */

const GZIP = [0x1f, 0x8b];
const ZIP = [0x50, 0x4b, 0x03, 0x04];
// Of what is inside. A packed file is read as a whole, and this much fits beside a database.
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
    const inside = await unpacked(blob, gunzip);
    return [{ name: name.replace(/\.gz$/i, ''), blob: new Blob([inside]), packed: 'gzip' }];
  }
  if (begins(ZIP)) return filesOf(await unpacked(blob, unzip));
  return [{ name, blob }];
}

/**
 * @template T
 * @param {Blob} blob
 * @param {(bytes: Uint8Array<ArrayBuffer>) => T} method
 * @returns {Promise<T>}
 */
async function unpacked(blob, method) {
  const bytes = new Uint8Array(await blob.arrayBuffer());
  try {
    return method(bytes);
  } catch (error) {
    if (error instanceof ImportError) throw error;
    const detail = error instanceof Error ? error.message : String(error);
    throw new ImportError(`The file is packed and cannot be unpacked: it may be damaged. (${detail})`);
  }
}

/** @param {Uint8Array<ArrayBuffer>} bytes */
function gunzip(bytes) {
  // The last four bytes tell how long it was, modulo 2^32.
  const size = new DataView(bytes.buffer, bytes.byteOffset + bytes.length - 4).getUint32(0, true);
  // Nothing is packed more than a thousandfold: then these are not the last bytes.
  if (size > bytes.length * 1100) throw new Error('its end is missing');
  refuseLarge(size);
  return gunzipSync(bytes);
}

/** @param {Uint8Array<ArrayBuffer>} bytes */
function unzip(bytes) {
  let size = 0;
  return unzipSync(bytes, {
    filter: ({ name, originalSize }) => {
      if (/^xl\//.test(name)) {
        throw new ImportError('The file is not CSV text but an Excel workbook: save the sheet as CSV first.');
      }
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
