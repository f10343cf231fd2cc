// sweep-plot.mjs - what was earned against the period, as a line; a slider moves along it.

import { formatCount, formatPrice } from '../shared/format.mjs';
import { bestOf, pointsText, readingOf, ticksOf } from './sweep-summary.mjs';

/** @typedef {import('../worker/calls/types.mjs').Sweep} Sweep */

/**
 * A period whose average is on the chart.
 * @typedef {{ period: number, colour: string }} Shown
 */

const MARGIN = { top: 22, right: 18, bottom: 24, left: 64 };
// Up to this many periods are shown as points as well.
const FEW = 40;
const PAGE = 10;
const NAMESPACE = 'http://www.w3.org/2000/svg';

/**
 * @param {string} tag
 * @param {Record<string, string | number>} attributes
 * @param {...(Node | string)} children
 */
function draw(tag, attributes, ...children) {
  const element = document.createElementNS(NAMESPACE, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  element.append(...children);
  return element;
}

export class SweepPlot {
  #container;
  #onMove;
  #onChoose;
  /** @type {Sweep | undefined} */
  #sweep;
  /** @type {readonly Shown[]} */
  #shown = [];
  #at = 0;
  /** @type {(index: number) => number} */
  #x = () => 0;
  /** @type {(points: number) => number} */
  #y = () => 0;
  #cursor = draw('g', { class: 'cursor' }, draw('line', {}), draw('circle', { r: 5 }));

  /**
   * @param {HTMLElement} container of role slider
   * @param {(index: number) => void} onMove hears which period the slider is on
   * @param {(index: number) => void} onChoose hears which one was clicked, or entered
   */
  constructor(container, onMove, onChoose) {
    this.#container = container;
    this.#onMove = onMove;
    this.#onChoose = onChoose;
    new ResizeObserver(() => this.#render()).observe(container);
    container.addEventListener('pointermove', (event) => {
      if (event.pointerType === 'mouse') this.moveTo(this.#indexAt(event));
    });
    container.addEventListener('click', (event) => {
      this.moveTo(this.#indexAt(event));
      this.#onChoose(this.#at);
    });
    container.addEventListener('keydown', (event) => this.#onKey(event));
  }

  /**
   * @param {Sweep} sweep with results
   * @param {readonly Shown[]} shown
   */
  show(sweep, shown) {
    this.#sweep = sweep;
    this.#shown = shown;
    this.#container.setAttribute('aria-valuemin', String(sweep.periods[0]));
    this.#container.setAttribute('aria-valuemax', String(sweep.periods[sweep.periods.length - 1]));
    this.#at = bestOf(sweep);
    this.#render();
    this.moveTo(this.#at);
  }

  /** @param {readonly Shown[]} shown */
  mark(shown) {
    this.#shown = shown;
    this.#render();
  }

  get at() {
    return this.#at;
  }

  /** @param {number} index of a period */
  moveTo(index) {
    const sweep = this.#sweep;
    if (sweep === undefined) return;
    this.#at = Math.max(0, Math.min(sweep.periods.length - 1, index));
    this.#container.setAttribute('aria-valuenow', String(sweep.periods[this.#at]));
    this.#container.setAttribute('aria-valuetext', readingOf(sweep, this.#at));
    this.#placeCursor();
    this.#onMove(this.#at);
  }

  /** @param {MouseEvent} event */
  #indexAt(event) {
    const count = this.#sweep?.periods.length ?? 1;
    const from = this.#x(0);
    const along = (event.clientX - this.#container.getBoundingClientRect().left - from) / Math.max(1, this.#x(count - 1) - from);
    return Math.round(along * (count - 1));
  }

  /** @param {KeyboardEvent} event */
  #onKey(event) {
    if (this.#sweep === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    const at = this.#at;
    /** @type {Record<string, number | undefined>} */
    const places = {
      ArrowRight: at + 1, ArrowUp: at + 1, ArrowLeft: at - 1, ArrowDown: at - 1,
      PageUp: at + PAGE, PageDown: at - PAGE, Home: 0, End: this.#sweep.periods.length - 1,
    };
    const place = places[event.key];
    if (place !== undefined) this.moveTo(place);
    else if (event.key === 'Enter' || event.key === ' ') this.#onChoose(at);
    else return;
    event.preventDefault();
  }

  #render() {
    const sweep = this.#sweep;
    const { clientWidth: width, clientHeight: height } = this.#container;
    if (sweep === undefined || width === 0 || height === 0) return;
    const { periods, points, hold } = sweep;
    const count = periods.length;
    const low = Math.min(0, hold, ...points);
    const high = Math.max(0, hold, ...points);
    const right = width - MARGIN.right;
    const bottom = height - MARGIN.bottom;
    this.#x = (index) => MARGIN.left + (count === 1 ? 0.5 : index / (count - 1)) * (right - MARGIN.left);
    this.#y = (value) => bottom - (high === low ? 0.5 : (value - low) / (high - low)) * (bottom - MARGIN.top);
    const xOf = (/** @type {number} */ period) => this.#x((period - periods[0]) / (count === 1 ? 1 : periods[1] - periods[0]));

    const svg = draw('svg', { 'aria-hidden': 'true' });
    const ticks = ticksOf(low, high, Math.max(2, Math.floor(height / 44)));
    const decimals = ticks.length < 2 ? 0 : Math.min(20, Math.max(0, -Math.floor(Math.log10(ticks[1] - ticks[0]))));
    for (const value of ticks) {
      const y = this.#y(value);
      svg.append(draw('line', { class: value === 0 ? 'zero' : 'grid-line', x1: MARGIN.left, x2: right, y1: y, y2: y }),
        draw('text', { x: MARGIN.left - 8, y: y + 4, 'text-anchor': 'end' }, formatPrice(value, decimals).replace('-', '−')));
    }
    for (const period of ticksOf(periods[0], periods[count - 1], Math.max(2, Math.floor(width / 80))).filter(Number.isInteger)) {
      svg.append(draw('text', { x: xOf(period), y: bottom + 16, 'text-anchor': 'middle' }, formatCount(period)));
    }
    for (const { period, colour } of this.#shown) {
      if (period < periods[0] || period > periods[count - 1]) continue;
      const line = draw('line', { class: 'shown', x1: xOf(period), x2: xOf(period), y1: MARGIN.top, y2: bottom });
      line.style.setProperty('--line-colour', `var(${colour})`);
      svg.append(line);
    }
    const held = this.#y(hold);
    svg.append(
      draw('text', { x: MARGIN.left - 8, y: 12, 'text-anchor': 'end' }, 'points'),
      draw('line', { class: 'hold', x1: MARGIN.left, x2: right, y1: held, y2: held }),
      draw('text', { x: MARGIN.left + 6, y: held < MARGIN.top + 14 ? held + 14 : held - 6 }, `bought and held ${pointsText(hold, sweep)}`),
      draw('polyline', { class: 'earned', points: Array.from(points, (value, index) => `${this.#x(index).toFixed(1)},${this.#y(value).toFixed(1)}`).join(' ') }));
    if (count <= FEW) {
      points.forEach((value, index) => svg.append(draw('circle', { class: 'point', cx: this.#x(index), cy: this.#y(value), r: 3 })));
    }
    const best = bestOf(sweep);
    const [x, y] = [this.#x(best), this.#y(points[best])];
    const isRight = x > width - 90;
    // Above the point, and above the line of holding where that runs through it.
    const labelY = Math.abs(held - (y - 14)) < 12 ? Math.min(y - 10, held - 6) : y - 10;
    svg.append(draw('circle', { class: 'best', cx: x, cy: y, r: 5 }),
      draw('text', { class: 'best-label', x: isRight ? x + 5 : x, y: labelY, 'text-anchor': isRight ? 'end' : 'middle' }, `best ${formatCount(periods[best])}`),
      this.#cursor);
    this.#container.replaceChildren(svg);
    this.#placeCursor();
  }

  #placeCursor() {
    if (this.#sweep === undefined) return;
    const x = this.#x(this.#at);
    const [line, circle] = this.#cursor.children;
    for (const [name, value] of Object.entries({ x1: x, x2: x, y1: MARGIN.top, y2: this.#container.clientHeight - MARGIN.bottom })) {
      line.setAttribute(name, String(value));
    }
    circle.setAttribute('cx', String(x));
    circle.setAttribute('cy', String(this.#y(this.#sweep.points[this.#at])));
  }
}

