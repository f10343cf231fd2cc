// in-sight.mjs - a long list of which only what is in sight is in the document: items of one size, one after
// the other in a box that scrolls.

// Items before and after those in sight.
const OVERSCAN = 6;

/**
 * @typedef {object} Listing
 * @property {() => number} size of an item, in pixels
 * @property {() => boolean} isHorizontal
 * @property {(index: number) => HTMLElement} make an item; its place is set here
 * @property {() => number | undefined} [always] an item that is there wherever the box is scrolled to
 */

export class InSight {
  #scroller;
  #listing;
  #count = 0;
  #spacer = document.createElement('li');
  /** @type {Map<number, HTMLElement>} */
  #shown = new Map();

  /**
   * @param {HTMLElement} scroller a list with position: relative, whose items have position: absolute
   * @param {Listing} listing
   */
  constructor(scroller, listing) {
    this.#scroller = scroller;
    this.#listing = listing;
    this.#spacer.setAttribute('role', 'presentation');
    this.#spacer.className = 'in-sight-spacer';
    scroller.addEventListener('scroll', () => this.render(), { passive: true });
    new ResizeObserver(() => this.render()).observe(scroller);
  }

  /** @param {number} count of items, which are all made anew */
  reset(count) {
    this.#count = count;
    this.#shown.clear();
    this.render();
  }

  /** The item, if it is in the document. @param {number} index */
  item(index) {
    return this.#shown.get(index);
  }

  /** Scrolls no more than it takes to have the whole of an item in sight. @param {number} index */
  scrollTo(index) {
    const size = this.#listing.size();
    const isHorizontal = this.#listing.isHorizontal();
    const room = isHorizontal ? this.#scroller.clientWidth : this.#scroller.clientHeight;
    const now = isHorizontal ? this.#scroller.scrollLeft : this.#scroller.scrollTop;
    const wanted = Math.min(index * size, Math.max((index + 1) * size - room, now));
    if (wanted !== now) this.#scroller.scrollTo(isHorizontal ? { left: wanted } : { top: wanted });
    this.render();
  }

  render() {
    const { size, isHorizontal, make, always } = this.#listing;
    const across = isHorizontal();
    const length = size();
    const [start, room] = across ? [this.#scroller.scrollLeft, this.#scroller.clientWidth] : [this.#scroller.scrollTop, this.#scroller.clientHeight];
    const first = Math.max(0, Math.floor(start / length) - OVERSCAN);
    const end = Math.min(this.#count, Math.ceil((start + room) / length) + OVERSCAN);
    const indexes = Array.from({ length: Math.max(0, end - first) }, (_, index) => first + index);
    const kept = always?.();
    if (kept !== undefined && kept < this.#count && !indexes.includes(kept)) {
      if (kept < first) indexes.unshift(kept);
      else indexes.push(kept);
    }
    const items = new Map(indexes.map((index) => [index, this.#shown.get(index) ?? make(index)]));
    for (const [index, item] of items) item.style.transform = across ? `translateX(${index * length}px)` : `translateY(${index * length}px)`;
    const isSame = items.size === this.#shown.size && indexes.every((index) => this.#shown.has(index));
    this.#shown = items;
    Object.assign(this.#spacer.style, across ? { width: `${this.#count * length}px`, height: '1px' } : { width: '1px', height: `${this.#count * length}px` });
    // In their order, for those who have them read out.
    if (!isSame || !this.#spacer.isConnected) this.#scroller.replaceChildren(...items.values(), this.#spacer);
  }
}
