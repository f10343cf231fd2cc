// chart-panel.mjs - what is around the chart: the quote, the range buttons, the legend, its keys and its text.

import { PriceChart } from './chart.mjs';
import { choiceOf, subjectOf } from '../app/view.mjs';
import { byId, make } from '../shared/dom.mjs';
import { countOf, decimalsFor, formatPrice } from '../shared/format.mjs';
import { linesOf, plansOf } from './indicators.mjs';
import { PANE_HEIGHT, tellable } from './lines.mjs';

/** @typedef {import('../worker/calls/types.mjs').Bars} Bars */
/** @typedef {import('./lines.mjs').Line} Line */
/** @typedef {import('../worker/calls/types.mjs').Indicator} Indicator */

/**
 * Where the bars and the values of their lines come from.
 * @typedef {object} Source
 * @property {(symbol: string) => Promise<Bars>} bars
 * @property {(symbol: string, wanted: readonly Indicator[]) => Promise<Float64Array[]>} indicators
 */

// The first view is the shortest range with at least this many bars, unless it has TOO_MANY times
// as many.
const FIRST_BARS = 200;
const FIRST_BARS_NARROW = 100;
const TOO_MANY = 4;
// The range that was chosen stays for other symbols, where they have at least this many bars in it.
const FEWEST_BARS = 20;
// For showRecent().
const RECENT_BARS = 100;
const RECENT_BARS_NARROW = 50;

/**
 * @param {import('../app/view.mjs').ViewStore} view
 * @param {() => Source} source where what is shown comes from
 */
export function setUpChartPanel(view, source) {
  const layout = /** @type {HTMLElement} */ (byId('chart-section').parentElement);
  const container = byId('chart');
  const legendBar = byId('legend-bar');
  const legendLines = byId('legend-lines');
  // Whether the crosshair is on a bar, which the legend then describes.
  let isPointing = false;
  const chart = new PriceChart(container, (index) => {
    isPointing = index !== undefined;
    showLegend(index);
  });
  const ranges = [...byId('range-buttons').querySelectorAll('button')];
  /** @type {Bars | undefined} */
  let bars;
  /** @type {{ subject?: string, wanted: Indicator[], lines: Line[] }} */
  let drawn = { wanted: [], lines: [] };
  // Count the questions to the database: an answer is dropped when a newer question has been asked.
  let askedBars = 0;
  let askedLines = 0;

  /** @param {number | undefined} index of the bar; the last one if there is no crosshair */
  function showLegend(index) {
    const reading = chart.reading(index ?? chart.barCount - 1);
    if (reading === undefined) {
      legendBar.replaceChildren();
      legendLines.replaceChildren();
      return;
    }
    const direction = reading.direction < 0 ? 'down' : reading.direction > 0 ? 'up' : '';
    legendBar.replaceChildren(make('span', {}, reading.ts), ...reading.figures.map(({ label, value }) =>
      make('span', {}, make('span', { class: 'legend-label' }, `${label} `), make('span', { class: direction }, value))));
    legendLines.replaceChildren(...reading.lines.map(({ label, value, colour }) => {
      const item = make('span', { class: 'legend-line' }, `${label} ${value}`);
      item.style.setProperty('--line-colour', `var(${colour})`);
      return item;
    }));
  }

  /** Reads out the bar under the crosshair, for those who move it with keys. */
  function readOut(/** @type {number | undefined} */ index) {
    const reading = index === undefined ? undefined : chart.reading(index);
    if (reading === undefined) return;
    byId('chart-reading').textContent =
      [reading.ts, ...[...reading.figures, ...reading.lines].map(({ label, value }) => `${label} ${value}`)].join(', ');
  }

  function showQuote() {
    byId('quote-symbol').textContent = drawn.subject ?? 'No prices';
    const last = (bars?.ts.length ?? 0) - 1;
    const change = byId('quote-change');
    if (bars === undefined || last < 0) {
      byId('quote-close').textContent = '';
      change.textContent = '';
      return;
    }
    const close = bars.close[last];
    const decimals = decimalsFor(close);
    byId('quote-close').textContent = formatPrice(close, decimals);
    const before = last > 0 ? bars.close[last - 1] : close;
    const difference = close - before;
    const sign = difference < 0 ? '−' : '+';
    const percent = before === 0 ? '' : ` (${sign}${formatPrice(Math.abs(100 * difference / before), 2)} %)`;
    change.textContent = `${sign}${formatPrice(Math.abs(difference), decimals)}${percent}`;
    change.className = `quote-change ${difference < 0 ? 'down' : 'up'}`;
  }

  /** @param {Line[]} lines */
  function showSummary(lines) {
    const summary = byId('chart-summary');
    const last = (bars?.ts.length ?? 0) - 1;
    if (bars === undefined || last < 0) {
      summary.textContent = 'No prices. Import a CSV file, or restore the sample.';
      return;
    }
    const decimals = decimalsFor(bars.close[last]);
    const averages = tellable(lines).map(({ label, values, shift, pane, lacks }) => {
      const value = values[last - shift] ?? NaN;
      return `${label} ${Number.isNaN(value) ? lacks ?? 'none yet' : formatPrice(value, pane?.decimals ?? decimals)}`;
    });
    summary.textContent = `${drawn.subject}: ${countOf(bars.ts.length, 'bar')} from ${bars.ts[0]} to ${bars.ts[last]}. `
      + `Last close ${formatPrice(bars.close[last], decimals)}${averages.length > 0 ? `; ${averages.join(', ')}` : ''}.`;
  }

  /** @param {number | undefined} years */
  function choose(years) {
    view.set({ range: years });
    press(years);
  }

  /** @param {number | undefined} years */
  function press(years) {
    for (const button of ranges) button.setAttribute('aria-pressed', String(Number(button.dataset.years) === years));
  }

  function showFirstRange() {
    if (bars === undefined) return;
    const { range } = view.get();
    if (range !== undefined && barsWithin(bars, range) >= FEWEST_BARS) {
      chart.showYears(range);
      press(range);
      return;
    }
    const count = isNarrow() ? FIRST_BARS_NARROW : FIRST_BARS;
    const spans = ranges.map((button) => Number(button.dataset.years));
    for (const years of spans) {
      const within = barsWithin(bars, years);
      if (within < count && years !== Infinity) continue;
      const isDense = within > TOO_MANY * count;
      if (isDense) chart.showBars(count);
      else chart.showYears(years);
      press(isDense ? undefined : years);
      return;
    }
  }

  for (const button of ranges) {
    button.addEventListener('click', () => {
      chart.showYears(Number(button.dataset.years));
      choose(Number(button.dataset.years));
    });
  }
  container.addEventListener('wheel', () => choose(undefined), { passive: true });
  container.addEventListener('pointerdown', () => choose(undefined));
  const logSwitch = byId('log-switch', HTMLInputElement);
  const scale = () => {
    logSwitch.checked = view.get().logarithmic;
    chart.setLogarithmic(logSwitch.checked);
  };
  logSwitch.addEventListener('change', () => view.set({ logarithmic: logSwitch.checked }));
  view.subscribe(scale, ['logarithmic']);
  scale();

  /** @type {Record<string, (() => void) | undefined>} */
  const keys = {
    ArrowLeft: () => readOut(chart.moveCursor(-1)),
    ArrowRight: () => readOut(chart.moveCursor(1)),
    PageUp: () => readOut(chart.moveCursor(-20)),
    PageDown: () => readOut(chart.moveCursor(20)),
    Home: () => readOut(chart.moveCursor(-Infinity)),
    End: () => readOut(chart.moveCursor(Infinity)),
    '+': () => zoom(0.7),
    '=': () => zoom(0.7),
    '-': () => zoom(1 / 0.7),
    Escape: () => chart.clearCursor(),
  };
  const zoom = (/** @type {number} */ factor) => {
    chart.zoom(factor);
    choose(undefined);
  };
  container.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const act = keys[event.key];
    if (act === undefined) return;
    event.preventDefault();
    act();
  });
  container.addEventListener('blur', () => chart.clearCursor());

  return {
    /**
     * Draws what is to be shown: first its bars, then its lines.
     * @param {{ keepView?: boolean }} [options]
     */
    async showSymbol({ keepView = false } = {}) {
      const question = ++askedBars;
      const subject = subjectOf(view.get());
      const next = subject === undefined ? undefined : await source().bars(subject);
      if (question !== askedBars) return;
      const isSame = subject === drawn.subject && (view.get().demo !== undefined || next?.ts.length === bars?.ts.length);
      bars = next;
      drawn = { subject, wanted: [], lines: [] };
      const place = chart.view();
      chart.setBars(next ?? EMPTY);
      if (keepView && isSame) chart.setView(place);
      else showFirstRange();
      showQuote();
      showLegend(undefined);
      showSummary([]);
      await this.showLines();
    },

    async showLines() {
      const { subject } = drawn;
      // While the bars of another subject are on their way, its lines come after them.
      if (subject === undefined || subject !== subjectOf(view.get())) return;
      const question = ++askedLines;
      const plans = plansOf(choiceOf(view.get()));
      const wanted = plans.map(({ indicator }) => indicator);
      const values = wanted.length === 0 ? [] : await source().indicators(subject, wanted);
      if (question !== askedLines || subject !== drawn.subject || bars === undefined) return;
      drawn = { subject, wanted, lines: linesOf(plans, values, bars) };
      chart.setLines(drawn.lines);
      // The panes come on top of the height there is.
      layout.style.setProperty('--panes-height', `${chart.paneCount * PANE_HEIGHT}px`);
      chart.arrangePanes();
      showLegend(undefined);
      showSummary(drawn.lines);
    },

    /** The indicators that are drawn; append() wants a value for each. */
    wanted: () => drawn.wanted,

    /**
     * Adds a bar at the end.
     * @param {import('../worker/queries/random-bars.mjs').Bar} bar
     * @param {readonly number[]} values of the indicators that are drawn
     */
    append(bar, values) {
      chart.append(bar, values);
      showQuote();
      if (!isPointing) showLegend(undefined);
      showSummary(drawn.lines);
    },

    /** Shows the last bars, from near enough to see them come. */
    showRecent() {
      chart.showBars(isNarrow() ? RECENT_BARS_NARROW : RECENT_BARS);
      press(undefined);
    },
  };
}

const isNarrow = () => matchMedia('(max-width: 760px)').matches;

const NONE = new Float64Array();
/** @type {Bars} */
const EMPTY = { ts: [], open: NONE, high: NONE, low: NONE, close: NONE, volume: NONE };

/**
 * @param {Bars} bars
 * @param {number} years before the last bar
 */
function barsWithin({ ts }, years) {
  if (years === Infinity || ts.length === 0) return ts.length;
  const start = new Date(`${ts[ts.length - 1].slice(0, 10)}T00:00:00Z`);
  start.setUTCDate(start.getUTCDate() - Math.round(years * 365.25));
  const from = start.toISOString().slice(0, 10);
  return ts.length - ts.findIndex((time) => time >= from);
}
