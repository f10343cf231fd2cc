// history.mjs - the SQL texts that were run, the newest first.

/**
 * How it ended; unrun: it was never run, and has made room for another text.
 * @typedef {{ text: string, at: number, state: 'done' | 'failed' | 'stopped' | 'unrun' }} Entry
 */

export const HISTORY_LENGTH = 100;
// In characters: all of it has to fit into what a browser keeps for a page, 5 million or so.
const LONGEST_TEXT = 100_000;
const MOST_TEXT = 500_000;

const STATES = new Set(['done', 'failed', 'stopped', 'unrun']);

/** @param {unknown} value @returns {value is Entry} */
export function isEntry(value) {
  if (typeof value !== 'object' || value === null) return false;
  const { text, at, state } = /** @type {Record<string, unknown>} */ (value);
  return typeof text === 'string' && text.trim() !== '' && Number.isFinite(at) && typeof state === 'string' && STATES.has(state);
}

/**
 * The history with one more text. A text is there once.
 * @param {readonly Entry[]} history
 * @param {Entry} entry
 * @returns {readonly Entry[]}
 */
export function withEntry(history, entry) {
  const text = entry.text.trim();
  if (text === '' || text.length > LONGEST_TEXT) return history;
  const same = history.find((other) => other.text === text);
  // It was run: that it now makes room says less.
  if (same !== undefined && entry.state === 'unrun') return history;
  return trimmed([{ ...entry, text }, ...history.filter((other) => other !== same)]);
}

/**
 * As many of the newest as are kept.
 * @param {readonly Entry[]} history
 */
function trimmed(history) {
  let length = 0;
  const end = history.findIndex(({ text }) => {
    length += text.length;
    return length > MOST_TEXT;
  });
  return history.slice(0, Math.min(HISTORY_LENGTH, end < 0 ? Infinity : end));
}

/**
 * Those that have all words of a filter.
 * @param {readonly Entry[]} history
 * @param {string} filter
 */
export function matching(history, filter) {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  return history.filter(({ text }) => {
    const lower = text.toLowerCase();
    return words.every((word) => lower.includes(word));
  });
}

/**
 * The text a step leads to from the one in the editor: back to older ones, or on to newer ones. Past the
 * newest is the text that stood there before.
 */
export class HistoryWalk {
  /** Where it is; -1 is the text it began with. */
  #at = -1;
  #begun = '';
  #reached = '';

  /**
   * @param {readonly Entry[]} history
   * @param {string} text in the editor
   * @param {1 | -1} step 1: to an older one
   * @returns {string | undefined} undefined where there is none
   */
  step(history, text, step) {
    // Another text than the one it led to: it begins anew.
    if (text !== this.#reached) {
      this.#at = -1;
      this.#begun = text;
    }
    let next = this.#at + step;
    // The text in the editor is often the newest that was run: that is no step.
    while (next >= 0 && history[next]?.text === text.trim()) next += step;
    if (next < -1 || next >= history.length) return undefined;
    this.#at = next;
    this.#reached = next < 0 ? this.#begun : history[next].text;
    return this.#reached;
  }
}
