// rows-in-sight.mjs - of many rows of one height, only those in sight are in the document.

// Rows above and below those in sight.
const OVERSCAN = 12;

/**
 * @typedef {object} Options
 * @property {HTMLElement} scroller has a head of one row above the body
 * @property {HTMLElement} body as high as all rows, which stand in it absolutely
 * @property {number} count
 * @property {number} rowHeight
 * @property {(index: number) => HTMLElement} makeRow
 * @property {() => number} held a row that stays in the document wherever it is scrolled to; -1 for none
 */

export class RowsInSight {
  #options;
  /** @type {Map<number, HTMLElement>} those in the document, by index */
  #rows = new Map();
  #listeners = new AbortController();
  #sizes = new ResizeObserver(() => this.render());

  /** @param {Options} options */
  constructor(options) {
    this.#options = options;
    const { scroller } = options;
    scroller.addEventListener('scroll', () => this.render(), { passive: true, signal: this.#listeners.signal });
    this.#sizes.observe(scroller);
  }

  /** @param {number} index @returns {HTMLElement | undefined} undefined while it is not in the document */
  row(index) {
    return this.#rows.get(index);
  }

  /** How many rows are in sight. */
  get page() {
    const { scroller, rowHeight } = this.#options;
    return Math.max(1, Math.floor(scroller.clientHeight / rowHeight) - 1);
  }

  render() {
    const { scroller: { scrollTop, clientHeight }, body, count, rowHeight, makeRow, held } = this.#options;
    const first = Math.max(0, Math.floor(scrollTop / rowHeight) - OVERSCAN);
    const end = Math.min(count, Math.ceil((scrollTop + clientHeight) / rowHeight) + OVERSCAN);
    const isWanted = (/** @type {number} */ index) => (index >= first && index < end) || index === held();
    for (const [index, row] of this.#rows) {
      if (isWanted(index)) continue;
      row.remove();
      this.#rows.delete(index);
    }
    const add = (/** @type {number} */ index) => {
      if (this.#rows.has(index)) return;
      const row = makeRow(index);
      row.style.transform = `translateY(${index * rowHeight}px)`;
      this.#rows.set(index, row);
      body.append(row);
    };
    for (let index = first; index < end; index++) add(index);
    if (held() >= 0 && held() < count) add(held());
  }

  /** Scrolls as little as it takes to see a row. @param {number} index */
  scrollTo(index) {
    const { scroller, rowHeight } = this.#options;
    const top = index * rowHeight;
    const lowest = top + 2 * rowHeight - scroller.clientHeight;
    if (top < scroller.scrollTop) scroller.scrollTop = top;
    else if (lowest > scroller.scrollTop) scroller.scrollTop = lowest;
    this.render();
  }

  end() {
    this.#listeners.abort();
    this.#sizes.disconnect();
  }
}
