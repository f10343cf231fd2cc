// marks.mjs - the decimal mark of a file, from its numbers.
//
// In 1.234,5 the last mark is it; what stands twice, as in 1,234,567, is not; and 0,812 or 12,34 can be
// no thousands. Of 1,234 alone nobody can tell, and where a file has no other number, it is asked.

import { bareOf, withoutMagnitude } from './numbers.mjs';

/** @typedef {import('./numbers.mjs').DecimalMark} DecimalMark */

// 110'165: 110 points, 16 thirty-seconds and half of another; the third digit is a part of eight.
const THIRTY_SECONDS = /^-?\d{1,3}['-](?:[0-2]\d|3[01])[0257]?\+?$/;
const SEPARATOR_NAMES = /** @type {Record<string, string>} */ ({ ',': 'commas', ';': 'semicolons', '\t': 'tabs', '|': 'bars', ' ': 'spaces' });

/**
 * What is known about a mark: reasons for '.' and for ','.
 * @typedef {{ mark: DecimalMark, isOpen: boolean, example?: string, why: Record<DecimalMark, string[]> }} MarkFinding
 */

/** The numbers of a file, looked through for the one that decides. */
export class MarkEvidence {
  /** @type {DecimalMark | undefined} */
  #mark;
  #decider = '';
  // The first number that can be read both ways, by its mark.
  /** @type {Partial<Record<DecimalMark, string>>} */
  #open = {};
  #thirtySeconds = 0;
  #others = 0;
  #thirtySecond = '';

  get isDecided() {
    return this.#mark !== undefined;
  }

  /** A number in thirty-seconds, if all that have an apostrophe or a hyphen inside are. */
  get thirtySeconds() {
    return this.#thirtySeconds > 0 && this.#others === 0 ? this.#thirtySecond : undefined;
  }

  /** @param {string} text of a number; others are passed over */
  add(text) {
    const bare = bareOf(withoutMagnitude(text));
    const body = bare.replace(/^[-+]/, '').replace(/[' ]/g, '');
    if (/^\d+$/.test(body) || bare.includes('-')) return this.#addGroups(bare);
    if (!/^[\d.,]+$/.test(body)) return undefined;
    const mark = decidedBy(body);
    if (mark === undefined) {
      this.#open[body.includes(',') ? ',' : '.'] ??= text;
    } else if (this.#mark === undefined) {
      this.#mark = mark;
      this.#decider = text;
    }
    if (bare.includes("'")) this.#others += 1;
    return undefined;
  }

  /** @param {string} bare */
  #addGroups(bare) {
    if (!/\d['-]\d/.test(bare)) return;
    if (THIRTY_SECONDS.test(bare)) {
      this.#thirtySeconds += 1;
      this.#thirtySecond ||= bare;
    } else {
      this.#others += 1;
    }
  }

  /**
   * @param {{ separator: string, hasDottedDates: boolean, hasAngles: boolean }} file hasAngles: the names of
   *   its columns are in angle brackets, as MetaTrader, MetaStock and Stooq write them
   * @returns {MarkFinding}
   */
  finding({ separator, hasDottedDates, hasAngles }) {
    if (this.#mark !== undefined) {
      const mark = this.#mark;
      return { mark, isOpen: false, why: { '.': [], ',': [], [mark]: [`${this.#decider} decides it`] } };
    }
    const { '.': point, ',': comma } = this.#open;
    const example = point ?? comma;
    if (example === undefined) return { mark: '.', isOpen: false, why: { '.': ['no number has a mark'], ',': [] } };
    if (point !== undefined && comma === undefined && (hasAngles || (separator === ',' && !hasDottedDates))) {
      const reason = hasAngles ? 'the names of the columns are in angle brackets, as programs write them that use a point'
        : 'commas separate the columns';
      return { mark: '.', isOpen: false, why: { '.': [reason], ',': [] } };
    }
    const isGerman = hasDottedDates || separator === ';';
    /** @type {MarkFinding['why']} */
    const why = {
      '.': [...(separator === ';' ? [] : [`${SEPARATOR_NAMES[separator] ?? 'other signs'} separate the columns`]),
        ...(hasDottedDates ? [] : ['dates are not as 24.11.2026'])],
      ',': [...(separator === ';' ? ['semicolons separate the columns'] : []), ...(hasDottedDates ? ['dates are as 24.11.2026'] : [])],
    };
    return { mark: isGerman ? ',' : '.', isOpen: true, example, why };
  }
}

/**
 * @param {string} body digits, points and commas
 * @returns {DecimalMark | undefined} undefined where both are possible
 */
function decidedBy(body) {
  const comma = body.lastIndexOf(',');
  const point = body.lastIndexOf('.');
  if (comma >= 0 && point >= 0) return comma > point ? ',' : '.';
  const at = Math.max(comma, point);
  const other = comma >= 0 ? '.' : ',';
  const own = comma >= 0 ? ',' : '.';
  if (body.indexOf(body[at]) !== at) return other;
  const isGroup = /^[1-9]\d{0,2}[.,]\d{3}$/.test(body);
  return isGroup ? undefined : own;
}
