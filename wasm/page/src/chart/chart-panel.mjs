// chart-panel.mjs - what is around the chart: the quote, the range buttons, the legend, its keys and its text.

import { PriceChart } from './chart.mjs';
import { setUpRangeButtons } from './range-buttons.mjs';
import { choiceOf, subjectOf } from '../app/view.mjs';
import { whileBusy } from '../shared/busy.mjs';
import { byId, make } from '../shared/dom.mjs';
import { countOf, decimalsFor, formatPrice } from '../shared/format.mjs';
import { linesOf, plansOf } from './indicators.mjs';
import { PANE_HEIGHT, tellable } from './lines.mjs';
import { partFor } from './parts.mjs';
import { downloadPicture } from './picture.mjs';
import { ALL, rangesFor } from '../shared/ranges.mjs';
import { notify } from '../app/status.mjs';

/** @typedef {import('../worker/queries/series.mjs').SeriesSummary} SeriesSummary */
/** @typedef {import('../worker/queries/series.mjs').SeriesPart} SeriesPart */
/** @typedef {import('../worker/queries/series.mjs').WantedLine} WantedLine */
/** @typedef {import('../worker/queries/buckets.mjs').Part} Part */
/** @typedef {import('./indicators.mjs').Plan} Plan */

/**
 * Where the bars and the values of their lines come from.
 * @typedef {object} Source
 * @property {(symbol: string) => Promise<SeriesSummary>} series
 * @property {(symbol: string, part: Part, wanted: readonly WantedLine[]) => Promise<SeriesPart>} part
 */

// The first view is the shortest range with at least this many bars, unless it has TOO_MANY times
// as many.
const FIRST_BARS = 200;
const FIRST_BARS_NARROW = 100;
const TOO_MANY = 4;
// For showRecent().
const RECENT_BARS = 100;
const RECENT_BARS_NARROW = 50;

/**
 * @param {import('../app/view.mjs').ViewStore} view
 * @param {() => Source} source where what is to be shown comes from
 */
export function setUpChartPanel(view, source) {
  const section = byId('chart-section');
  const layout = /** @type {HTMLElement} */ (section.parentElement);
  const container = byId('chart');
  const legendBar = byId('legend-bar');
  const legendLines = byId('legend-lines');
  // Whether the crosshair is on a bar, which the legend then describes.
  let isPointing = false;
  const chart = new PriceChart(container, {
    onPoint: (point) => {
      isPointing = point !== undefined;
      showLegend(point);
    },
    load,
  });
  const ranges = setUpRangeButtons(byId('range-buttons'), (name) => {
    void chart.show(viewOf(name));
    choose(name);
  });
  // What is drawn: the subject of the view, once its bars have come.
  /** @type {string | undefined} */
  let shown;
  /** @type {Source} */
  let from = source();
  /** @type {{ plans: Plan[], wanted: WantedLine[] }} */
  let asked = { plans: [], wanted: [] };
  /** @type {readonly WantedLine[]} */
  let drawn = [];
  // Counts the questions to the database: an answer is dropped when a newer question has been
  // asked.
  let questions = 0;

  /**
   * @param {Part} part
   * @returns {ReturnType<import('./chart.mjs').Listener['load']>}
   */
  async function load(part) {
    const question = questions;
    const { plans, wanted } = asked;
    if (shown === undefined) return undefined;
    try {
      const read = await whileBusy(section, from.part(shown, part, wanted));
      if (question !== questions) return undefined;
      drawn = wanted;
      const lines = linesOf(plans, chart.summary?.hasRanges ?? false);
      return { part: read, lines: lines.map((line, index) => ({ ...line, values: read.lines[index], latest: read.latest[index] })) };
    } catch (error) {
      // A query that was cancelled takes all calls with it; the next move asks again.
      if (!(error instanceof Error && error.name === 'AbortError')) notify(error instanceof Error ? error.message : String(error));
      return undefined;
    }
  }

  /** @param {number | undefined} point the last bar if there is no crosshair */
  function showLegend(point) {
    const reading = chart.reading(point);
    if (reading === undefined) {
      legendBar.replaceChildren();
      legendLines.replaceChildren();
      return;
    }
    const direction = reading.direction < 0 ? 'down' : reading.direction > 0 ? 'up' : '';
    legendBar.replaceChildren(make('span', {}, reading.ts),
      ...(reading.together > 1 ? [make('span', { class: 'legend-label' }, countOf(reading.together, 'bar'))] : []),
      ...reading.figures.map(({ label, value }) =>
        make('span', {}, make('span', { class: 'legend-label' }, `${label} `), make('span', { class: direction }, value))));
    legendLines.replaceChildren(...reading.lines.map(({ label, value, colour }) => {
      const item = make('span', { class: 'legend-line' }, `${label} ${value}`);
      item.style.setProperty('--line-colour', `var(${colour})`);
      return item;
    }));
  }

  /** Reads out the point under the crosshair, for those who move it with keys. */
  function readOut(/** @type {number | undefined} */ point) {
    const reading = point === undefined ? undefined : chart.reading(point);
    if (reading === undefined) return;
    byId('chart-reading').textContent = [reading.ts, ...(reading.together > 1 ? [countOf(reading.together, 'bar')] : []),
      ...[...reading.figures, ...reading.lines].map(({ label, value }) => `${label} ${value}`)].join(', ');
  }

  function showQuote() {
    byId('quote-symbol').textContent = shown ?? 'No prices';
    byId('quote-zone').textContent = chart.clock.zone.replaceAll('_', ' ');
    const change = byId('quote-change');
    if (chart.summary === undefined) {
      byId('quote-close').textContent = '';
      change.textContent = '';
      return;
    }
    const { close } = chart.summary;
    const decimals = decimalsFor(close);
    byId('quote-close').textContent = formatPrice(close, decimals);
    const before = Number.isNaN(chart.summary.before) ? close : chart.summary.before;
    const difference = close - before;
    const sign = difference < 0 ? '−' : '+';
    const percent = before === 0 ? '' : ` (${sign}${formatPrice(Math.abs(100 * difference / before), 2)} %)`;
    change.textContent = `${sign}${formatPrice(Math.abs(difference), decimals)}${percent}`;
    change.className = `quote-change ${difference < 0 ? 'down' : 'up'}`;
  }

  function showSummary() {
    const text = byId('chart-summary');
    if (chart.summary === undefined) {
      text.textContent = 'No prices. Import a CSV file, or restore the sample.';
      return;
    }
    const { bars, first, time, close } = chart.summary;
    const decimals = decimalsFor(close);
    const averages = tellable(chart.lines).map(({ label, latest, pane, lacks }) =>
      `${label} ${Number.isNaN(latest) ? lacks ?? 'none yet' : formatPrice(latest, pane?.decimals ?? decimals)}`);
    const { clock } = chart;
    const zone = clock.zone === '' ? '' : `, times of ${clock.zone.replaceAll('_', ' ')}`;
    text.textContent = `${shown}: ${countOf(bars, 'bar')} from ${clock.text(first)} to ${clock.text(time)}${zone}. `
      + `Last close ${formatPrice(close, decimals)}${averages.length > 0 ? `; ${averages.join(', ')}` : ''}.`;
  }

  /** @param {string} name of a range */
  function viewOf(name) {
    return chart.lastBars(chart.summary?.bars ?? 0, chart.summary?.starts[name] ?? 0);
  }

  /**
   * @param {SeriesSummary} summary
   * @returns {{ first: number, range: string | undefined }} the first bar in sight, and the range that begins with it
   */
  function firstRange({ bars, starts }) {
    const count = isNarrow() ? FIRST_BARS_NARROW : FIRST_BARS;
    const offered = rangesFor(starts, bars);
    // The range that was chosen stays, where it makes sense of these bars.
    const chosen = offered.find((range) => range.name === view.get().range);
    if (chosen !== undefined) return { first: starts[chosen.name], range: chosen.name };
    const { name } = offered.find((range) => range.name === ALL || bars - starts[range.name] >= count) ?? { name: ALL };
    const isDense = bars - starts[name] > TOO_MANY * count;
    return isDense ? { first: bars - count, range: undefined } : { first: starts[name], range: name };
  }

  /** @param {string | undefined} range */
  function choose(range) {
    view.set({ range });
    ranges.press(range);
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

  const move = (/** @type {number} */ distance) => void chart.moveCursor(distance).then(readOut);
  const zoom = (/** @type {number} */ factor) => {
    void chart.zoom(factor);
    choose(undefined);
  };
  /** @type {Record<string, (() => void) | undefined>} */
  const keys = {
    ArrowLeft: () => move(-1),
    ArrowRight: () => move(1),
    PageUp: () => move(-20),
    PageDown: () => move(20),
    Home: () => move(-Infinity),
    End: () => move(Infinity),
    '+': () => zoom(0.7),
    '=': () => zoom(0.7),
    '-': () => zoom(1 / 0.7),
    Escape: () => chart.clearCursor(),
  };
  container.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const act = keys[event.key];
    if (act === undefined) return;
    event.preventDefault();
    act();
  });
  container.addEventListener('blur', () => chart.clearCursor());

  /**
   * @param {string} symbol
   * @param {Source} next
   * @param {boolean} keepView where it is the same series
   * @param {number} question
   * @returns {Promise<void>}
   */
  async function showBars(symbol, next, keepView, question) {
    const summary = await next.series(symbol);
    if (question !== questions) return;
    // A demonstration grows while it is looked at.
    const isSame = keepView && symbol === shown
      && (view.get().demo !== undefined || (summary.bars === chart.summary?.bars && summary.first === chart.summary.first));
    const { first, range } = firstRange(summary);
    const place = isSame ? chart.view : chart.lastBars(summary.bars, first);
    const part = summary.bars === 0 ? undefined
      : await next.part(symbol, partFor(place, { total: summary.bars, width: container.clientWidth }), []);
    if (question !== questions) return;
    shown = symbol;
    from = next;
    // It may have been moved meanwhile; the lines come with the part for that.
    chart.setSeries(part === undefined ? undefined : summary, part, isSame ? chart.view : place);
    ranges.offer(rangesFor(summary.starts, summary.bars));
    if (!isSame) ranges.press(range);
  }

  return {
    /**
     * Draws what is to be shown: first its bars, then its lines.
     * @param {{ keepView?: boolean }} [options]
     */
    async showSymbol({ keepView = false } = {}) {
      questions += 1;
      const question = questions;
      const subject = subjectOf(view.get());
      if (subject === undefined) {
        shown = undefined;
        chart.setSeries(undefined, undefined, chart.view);
        ranges.offer([]);
      } else {
        await whileBusy(section, showBars(subject, source(), keepView, question));
        if (question !== questions) return;
      }
      drawn = [];
      showQuote();
      showLegend(undefined);
      showSummary();
      await this.showLines();
    },

    async showLines() {
      // While the bars of another subject are on their way, its lines come after them.
      if (shown === undefined || shown !== subjectOf(view.get())) return;
      questions += 1;
      const question = questions;
      const plans = plansOf(choiceOf(view.get()));
      asked = { plans, wanted: plans.map(({ indicator, line }) => ({ ...indicator, shift: line.shift })) };
      await chart.reload();
      if (question !== questions) return;
      // The panes come on top of the height there is.
      layout.style.setProperty('--panes-height', `${chart.paneCount * PANE_HEIGHT}px`);
      chart.arrangePanes();
      showLegend(undefined);
      showSummary();
    },

    /** The lines that are drawn; append() wants a value for each. */
    wanted: () => drawn,

    /**
     * Adds a bar at the end.
     * @param {import('../worker/queries/random-bars.mjs').Bar} bar
     * @param {readonly number[]} values of the lines that are drawn
     */
    append(bar, values) {
      chart.append(bar, values);
      showQuote();
      if (!isPointing) showLegend(undefined);
      showSummary();
    },

    /** Has the browser download what is in sight. */
    async download() {
      const { span } = chart;
      if (shown === undefined || span === undefined) return;
      const lines = tellable(chart.lines).filter(({ lacks }) => lacks === undefined);
      await downloadPicture(chart.picture(), devicePixelRatio, { symbol: shown, ...span, zone: chart.clock.zone, lines });
    },

    /** Shows the last bars, from near enough to see them come. */
    showRecent() {
      const bars = chart.summary?.bars ?? 0;
      void chart.show(chart.lastBars(bars, bars - (isNarrow() ? RECENT_BARS_NARROW : RECENT_BARS)));
      ranges.press(undefined);
    },
  };
}

const isNarrow = () => matchMedia('(max-width: 760px)').matches;
