// csv-reader.mjs - the rows of a CSV file, piece by piece, with the line each begins on.
//
// Papa Parse takes the fields apart. What it does not do is done here: pieces of a file that end
// where a row ends, and lines as an editor counts them.

import Papa from 'papaparse';
import { ImportError } from '../../calls/errors.mjs';
import { encodingOf, readBytes } from './encoding.mjs';

/**
 * Rows, and the line each begins on. `problems` are rows that are no CSV, by their place in rows.
 * @typedef {{ rows: string[][], lines: number[], problems: Map<number, string>, bytes: number }} Batch
 */

const PIECE_BYTES = 1 << 18;
// In order: a file with tabs may well have commas in its numbers, and not the other way round.
const SEPARATORS = ['\t', ';', '|', ','];
// How far a separator is looked for.
const HEAD_LINES = 50;
// Of the evenest separator's lines: those before it in the order are preferred.
const NEARLY = 0.7;
const HEAD_LETTERS = 1 << 16;
// What is longer is not one row: a quote has not been closed.
const LONGEST_ROW = 1 << 26;

/**
 * Reads the rows of a file in order. Fields come without the spaces around them; an empty line is
 * a row of one empty field.
 * @param {Blob} file
 * @param {number} [pieceBytes] how much is read at a time
 * @param {import('./encoding.mjs').Encoding} [encoding] where it is known
 * @returns {AsyncGenerator<Batch & { separator: string }, void>} throws an ImportError where the
 *   file is no text or cannot be read
 */
export async function* readCsv(file, pieceBytes = PIECE_BYTES, encoding) {
  const cutter = new RowCutter();
  const decoder = new TextDecoder(encoding ?? await encodingOf(file));
  let line = 1;
  let separator = '';
  for (let offset = 0; offset < file.size; offset += pieceBytes) {
    const bytes = await readBytes(file, offset, Math.min(file.size, offset + pieceBytes));
    const isLast = offset + pieceBytes >= file.size;
    const added = decoder.decode(bytes, { stream: !isLast });
    if (added.includes('\0')) throw new ImportError('The file is not text, so it is no CSV file.');
    cutter.add(added, isLast);
    separator ||= separatorOf(cutter.pending, isLast);
    if (separator === '') continue;
    const text = cutter.cut(separator, isLast);
    if (text === undefined) continue;
    const batch = parse(text, separator, line);
    line += 1 + newlinesIn(text);
    yield { ...batch, bytes: offset + bytes.length, separator };
  }
}

/** @param {string} text */
function newlinesIn(text) {
  let count = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) count++;
  return count;
}

/**
 * What separates fields: Excel's "sep=;" line, or what stands as often in the most lines; notes above the
 * rows may have others.
 * @param {string} text
 * @param {boolean} isLast whether no text will follow
 * @returns {string} '' when it is too early to tell
 */
function separatorOf(text, isLast) {
  const lines = text.split('\n', HEAD_LINES);
  const isHead = isLast || lines.length === HEAD_LINES || text.length > HEAD_LETTERS;
  // The last line may not be complete yet.
  if (!isHead) return '';
  const told = /^sep=(.)$/i.exec(lines[0]);
  if (told !== null) return told[1];
  const bare = lines.slice(0, isLast ? undefined : -1).map((line) => line.replace(/"[^"]*"/g, '').trim()).filter((line) => line !== '');
  const scores = SEPARATORS.map((candidate) => evenness(bare.map((line) => line.split(candidate).length)));
  const best = Math.max(...scores);
  if (best > 0) return SEPARATORS[scores.findIndex((score) => score >= best * NEARLY)];
  // Columns of spaces: a date and a time alone are no columns.
  const words = bare.map((line) => line.split(/ +/).length);
  return evenness(words.map((count) => count > 2 ? count : 1)) >= bare.length * NEARLY ? ' ' : ',';
}

/**
 * In how many lines there are as many fields as in most of those that have several.
 * @param {number[]} counts
 */
function evenness(counts) {
  /** @type {Map<number, number>} */
  const lines = new Map();
  for (const count of counts) if (count > 1) lines.set(count, (lines.get(count) ?? 0) + 1);
  return Math.max(0, ...lines.values());
}

/**
 * @param {string} text whole rows, without the newline after the last
 * @param {string} separator
 * @param {number} firstLine
 * @returns {Omit<Batch, 'bytes'>}
 */
function parse(text, separator, firstLine) {
  if (separator === ' ') return parse(text.replace(/^ +| +$/gm, '').replace(/ +/g, '\t'), '\t', firstLine);
  // Papa Parse finds no row in an empty text, but a file may begin with an empty line.
  const { data, errors } = text === '' ? { data: [['']], errors: [] }
    : Papa.parse(text, { delimiter: separator, newline: '\n' });
  const rows = /** @type {string[][]} */ (data);
  /** @type {number[]} */
  const lines = [];
  let line = firstLine;
  for (const row of rows) {
    lines.push(line);
    line += 1;
    for (let index = 0; index < row.length; index++) {
      const field = row[index];
      if (field.includes('\n')) line += newlinesIn(field);
      row[index] = bareField(field);
    }
  }
  /** @type {Map<number, string>} */
  const problems = new Map();
  for (const { type, code, row } of errors) {
    if (type !== 'Quotes' || row === undefined) continue;
    problems.set(row, code === 'MissingQuotes' ? 'a quote is opened and not closed' : 'a quote stands inside a field');
  }
  return { rows, lines, problems };
}

/**
 * A field without spaces around it, and without what keeps a spreadsheet from reading it: ="0123" and '0123.
 * @param {string} text
 */
function bareField(text) {
  const field = text.trim();
  if (field.startsWith('=')) return field.replace(/^="(.*)"$/, '$1');
  return field.startsWith("'") ? field.slice(1) : field;
}

/** Collects text and gives it back in pieces that end where a row ends. */
class RowCutter {
  #pending = '';
  #heldBack = '';
  // Up to where pending has been looked through, and whether that is within quotes.
  #seen = 0;
  #isQuoted = false;
  #lastEnd = -1;

  get pending() {
    return this.#pending;
  }

  /**
   * @param {string} text
   * @param {boolean} isLast
   */
  add(text, isLast) {
    const whole = this.#heldBack + text;
    // A CR at the end may be half a line end.
    this.#heldBack = !isLast && whole.endsWith('\r') ? '\r' : '';
    const ready = this.#heldBack === '' ? whole : whole.slice(0, -1);
    this.#pending += ready.replace(/\r\n?/g, '\n');
  }

  /**
   * @param {string} separator
   * @param {boolean} isLast
   * @returns {string | undefined} whole rows without the newline after the last; undefined when
   *   there is none yet
   */
  cut(separator, isLast) {
    const text = this.#pending;
    if (isLast) {
      this.#pending = '';
      return text === '' ? undefined : text.endsWith('\n') ? text.slice(0, -1) : text;
    }
    this.#look(separator);
    const end = this.#lastEnd;
    if (end < 0) {
      if (text.length <= LONGEST_ROW) return undefined;
      throw new ImportError('A line of the file does not end, or a quote is not closed: it is no CSV file.');
    }
    this.#pending = text.slice(end + 1);
    this.#seen -= end + 1;
    this.#lastEnd = -1;
    return text.slice(0, end);
  }

  /**
   * Finds the last newline outside quotes. A quote opens only where a field begins.
   * @param {string} separator
   */
  #look(separator) {
    const text = this.#pending;
    if (!this.#isQuoted && text.indexOf('"', this.#seen) < 0) {
      const newline = text.lastIndexOf('\n');
      // What was looked through before may have newlines within quotes.
      if (newline >= this.#seen) this.#lastEnd = newline;
      this.#seen = text.length;
      return;
    }
    for (let at = this.#seen; at < text.length; at++) {
      const letter = text[at];
      if (letter === '"') {
        const before = at === 0 ? '\n' : text[at - 1];
        if (this.#isQuoted) this.#isQuoted = false;
        else if (before === '\n' || before === separator || before === '"') this.#isQuoted = true;
      } else if (letter === '\n' && !this.#isQuoted) {
        this.#lastEnd = at;
      }
    }
    this.#seen = text.length;
  }
}
