// encoding.mjs - what a file is: text, and in which encoding, or something else that has a name.

import { ImportError } from '../../calls/errors.mjs';
import { NAMES, normalised } from '../table/column-names.mjs';

// Those of files without a mark that are not UTF-8, as spreadsheets save them; the first where nothing speaks for another.
const OLD_ENCODINGS = /** @type {const} */ (['windows-1252', 'shift_jis', 'euc-kr', 'gb18030', 'big5', 'windows-1251', 'windows-1250', 'windows-1254']);

/** @typedef {'utf-8' | 'utf-16le' | 'utf-16be' | typeof OLD_ENCODINGS[number]} Encoding */

const HEAD_BYTES = 1 << 12;
const PIECE_BYTES = 1 << 20;

const asCsv = 'save the sheet as CSV first';
/** @type {[number[], string][]} */
const SIGNATURES = [
  [[0xd0, 0xcf, 0x11, 0xe0], `an old Excel workbook: ${asCsv}`],
  [[0x25, 0x50, 0x44, 0x46], 'a PDF document'],
  [[0x50, 0x41, 0x52, 0x31], 'a Parquet file: write it as CSV first'],
  [[0x53, 0x51, 0x4c, 0x69, 0x74, 0x65, 0x20, 0x66], 'an SQLite database'],
  [[0x42, 0x5a, 0x68], 'compressed with bzip2: unpack it first'],
  [[0x37, 0x7a, 0xbc, 0xaf], 'a 7z archive: unpack it first'],
  [[0x52, 0x61, 0x72, 0x21], 'a RAR archive: unpack it first'],
  [[0xfd, 0x37, 0x7a, 0x58, 0x5a], 'compressed with xz: unpack it first'],
  [[0x28, 0xb5, 0x2f, 0xfd], 'compressed with Zstandard: unpack it first'],
  [[0x89, 0x50, 0x4e, 0x47], 'a picture'],
  [[0xff, 0xd8, 0xff], 'a picture'],
];

/**
 * @param {Blob} file
 * @returns {Promise<Encoding>} throws an ImportError where the file is no text, or a text of another
 *   kind, or cannot be read
 */
export async function encodingOf(file) {
  const head = await readBytes(file, 0, Math.min(file.size, HEAD_BYTES));
  for (const [signature, what] of SIGNATURES) {
    if (signature.every((byte, index) => head[index] === byte)) throw new ImportError(`The file is not CSV text but ${what}.`);
  }
  const encoding = wideEncodingOf(head) ?? (await isUtf8(file) ? 'utf-8' : oldEncodingOf(head));
  const text = new TextDecoder(encoding).decode(head);
  if (/[\0-\x08\x0e-\x1a\x1c-\x1f]/.test(text)) throw new ImportError('The file is not text, so it is no CSV file.');
  refuseMarkup(text.trimStart());
  return encoding;
}

/**
 * UTF-16 by its mark, or because every other byte of what is mostly ASCII is 0.
 * @param {Uint8Array} head
 * @returns {Encoding | undefined}
 */
function wideEncodingOf(head) {
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be';
  const zeros = [0, 0];
  for (let index = 0; index < head.length; index++) if (head[index] === 0) zeros[index % 2] += 1;
  const most = head.length * 0.4;
  if (zeros[1] > most && zeros[0] === 0) return 'utf-16le';
  if (zeros[0] > most && zeros[1] === 0) return 'utf-16be';
  return undefined;
}

/**
 * The encoding in which the most names of columns are names.
 * @param {Uint8Array} head
 * @returns {Encoding}
 */
function oldEncodingOf(head) {
  const known = new Set(Object.values(NAMES).flat());
  const scores = OLD_ENCODINGS.map((encoding) => {
    const words = new TextDecoder(encoding).decode(head).split(/[\n\r,;\t|"]+/).slice(0, 200);
    return words.filter((word) => /[^\0-\x7f]/.test(word) && known.has(normalised(word))).length;
  });
  return OLD_ENCODINGS[scores.indexOf(Math.max(...scores))];
}

/** @param {Blob} file */
async function isUtf8(file) {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  for (let offset = 0; offset < file.size; offset += PIECE_BYTES) {
    const end = Math.min(file.size, offset + PIECE_BYTES);
    const bytes = await readBytes(file, offset, end);
    try {
      decoder.decode(bytes, { stream: end < file.size });
    } catch {
      return false;
    }
  }
  return true;
}

/** @param {string} text the beginning of the file */
function refuseMarkup(text) {
  if (/^<(?:!doctype|html|head|body|\?xml|!--)/i.test(text)) {
    const plain = text.replace(/<(script|style|title)[^]*?<\/\1>/gi, ' ').replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ').trim();
    const says = plain === '' ? '' : ` It says: "${plain.length > 160 ? `${plain.slice(0, 160)}…` : plain}"`;
    throw new ImportError(`The file is a web page, not prices: what it was loaded from may have answered with an error. Load it again there.${says}`);
  }
  if (/^[[{]\s*["{[\]}]/.test(text)) {
    throw new ImportError('The file is JSON, not CSV: ask the site for CSV, or convert it first.');
  }
}

/**
 * @param {Blob} file
 * @param {number} start
 * @param {number} end
 * @returns {Promise<Uint8Array<ArrayBuffer>>} throws an ImportError
 */
export async function readBytes(file, start, end) {
  try {
    return new Uint8Array(await file.slice(start, end).arrayBuffer());
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    throw new ImportError(`The file cannot be read: it may have been changed, moved or deleted. (${detail})`);
  }
}
