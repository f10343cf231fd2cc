// chart.mjs - candles or a line, volume below, and their lines (lines.mjs), by lightweight-charts.
//
// The library has a part of the series (parts.mjs). What is in sight of it is kept in bars of the whole
// series, so that it stays when another part takes its place.

import { CandlestickSeries, CrosshairMode, HistogramSeries, LineSeries, LineStyle, PriceScaleMode, createChartEx } from 'lightweight-charts';
import { isWhole, secondsOf, timesAfter, withValue } from '../shared/bars.mjs';
import { Clock } from '../shared/clock.mjs';
import { decimalsFor, formatPrice, formatVolume } from '../shared/format.mjs';
import { Lines, priceFormat, tellable } from './lines.mjs';
import { isShort, partFor, serves } from './parts.mjs';
import { TimeScale, markText } from './time-scale.mjs';
import { colourOf, onThemeChange } from '../shared/theme.mjs';

/** @typedef {import('../worker/queries/series.mjs').SeriesSummary} SeriesSummary */
/** @typedef {import('../worker/queries/series.mjs').SeriesPart} SeriesPart */
/** @typedef {import('../worker/queries/buckets.mjs').Part} Part */
/** @typedef {import('./parts.mjs').View} View */
/** @typedef {import('lightweight-charts').ISeriesApi<'Line'>} LineApi */
/** @typedef {import('lightweight-charts').UTCTimestamp} Seconds */
/** @typedef {import('./lines.mjs').Line} Line */

/**
 * @typedef {object} Listener
 * @property {(point: number | undefined) => void} onPoint hears of the point under the crosshair; one past the last is a
 *   place where only lines drawn ahead are
 * @property {(part: Part) => Promise<{ part: SeriesPart, lines: Line[] } | undefined>} load reads a part of the series; undefined
 *   where the chart is to have another series
 */

// The share of the pane that the volume takes.
const VOLUME_SHARE = 0.18;
// Empty bars to the right of the last one: so many, and one for as many in sight.
const MARGIN = 4;
const MARGIN_SHARE = 125;
// What is asked for while another part is on its way is asked for after it. It may change again meanwhile.
const MOST_TRIES = 4;

const FIGURES = /** @type {const} */ (['open', 'high', 'low', 'close', 'volume']);

const seconds = (/** @type {number} */ time) => /** @type {Seconds} */ (time);

export class PriceChart {
  #chart;
  #container;
  /** @type {SeriesSummary | undefined} of what is drawn */
  #summary;
  /** @type {SeriesPart | undefined} */
  #part;
  #clock = new Clock();
  #decimals = 2;
  /** @type {import('lightweight-charts').ISeriesApi<'Candlestick'> | LineApi | undefined} */
  #prices;
  /** @type {import('lightweight-charts').ISeriesApi<'Histogram'> | undefined} */
  #volume;
  #lines;
  /** @type {View} */
  #view = { from: 0, to: 1 };
  /** @type {View | undefined} what is to be in sight once its part has been read */
  #wanted;
  /** @type {number | undefined} the point the crosshair is on */
  #cursor;
  #isDrawing = false;
  #isPressed = false;
  /** @type {Promise<void> | undefined} */
  #refilling;
  #listener;

  /**
   * @param {HTMLElement} container
   * @param {Listener} listener
   */
  constructor(container, listener) {
    this.#container = container;
    this.#listener = listener;
    // The library's types know no marks of time where the scale is of one's own making.
    /** @type {Partial<import('lightweight-charts').TimeScaleOptions>} */
    const timeScale = {
      borderVisible: false, minBarSpacing: 0.01, rightOffset: MARGIN,
      tickMarkFormatter: (time, type) => markText(this.#clock, Number(time), type),
    };
    this.#chart = createChartEx(container, new TimeScale(() => this.#clock), {
      autoSize: true,
      // Its licence asks for a link to its makers: it is in the page's foot.
      layout: { attributionLogo: false, fontSize: 11 },
      crosshair: { mode: CrosshairMode.Normal },
      rightPriceScale: { borderVisible: false, minimumWidth: 72, entireTextOnly: true },
      timeScale,
      // A finger that moves up or down scrolls the page.
      handleScroll: { vertTouchDrag: false },
      localization: { locale: 'en-GB', timeFormatter: (/** @type {unknown} */ time) => this.#clock.text(Number(time)) },
    });
    this.#lines = new Lines(this.#chart);
    this.#paint();
    onThemeChange(() => this.#paint());
    this.#chart.subscribeCrosshairMove(({ logical, point }) => {
      this.#cursor = point === undefined || logical === undefined ? undefined : Math.max(0, Math.round(logical));
      this.#listener.onPoint(this.#cursor);
    });
    this.#chart.timeScale().subscribeVisibleLogicalRangeChange(() => this.#follow());
    // Where the library is in the middle of a drag, its place in the data must not change.
    container.addEventListener('pointerdown', () => { this.#isPressed = true; }, true);
    for (const end of ['pointerup', 'pointercancel']) addEventListener(end, () => this.#release());
    // Let go of outside the window.
    container.addEventListener('pointermove', ({ buttons }) => { if (buttons === 0) this.#release(); });
  }

  get clock() {
    return this.#clock;
  }

  /** What is in sight, or will be. */
  get view() {
    return this.#wanted ?? this.#view;
  }

  /**
   * Draws another series instead of all that is drawn. Its lines follow with reload().
   * @param {SeriesSummary | undefined} summary none: nothing is drawn
   * @param {SeriesPart | undefined} part of it
   * @param {View} view
   */
  setSeries(summary, part, view) {
    this.#lines.clear();
    if (this.#prices !== undefined) this.#chart.removeSeries(this.#prices);
    if (this.#volume !== undefined) this.#chart.removeSeries(this.#volume);
    this.#prices = undefined;
    this.#volume = undefined;
    this.#summary = summary;
    this.#part = undefined;
    this.#cursor = undefined;
    this.#view = view;
    this.#wanted = undefined;
    this.#clock = new Clock(summary?.zone, summary?.withTime);
    this.#decimals = decimalsFor(summary?.close ?? 0);
    if (summary === undefined || part === undefined) return;

    const { withTime, isCandles, hasVolume, bars } = summary;
    this.#chart.applyOptions({
      timeScale: { timeVisible: withTime },
      // It would go on while another part takes the place of this one.
      kineticScroll: { touch: isShort(bars) },
    });
    const options = { priceFormat: priceFormat(this.#decimals), priceLineVisible: false };
    this.#prices = isCandles ? this.#chart.addSeries(CandlestickSeries, options)
      : this.#chart.addSeries(LineSeries, { ...options, lineWidth: 2, title: '' });
    if (hasVolume) this.#addVolume();
    this.#chart.priceScale('right').applyOptions({
      autoScale: true,
      scaleMargins: { top: 0.06, bottom: hasVolume ? VOLUME_SHARE + 0.02 : 0.06 },
    });
    this.#paint();
    this.#draw(part, []);
  }

  /**
   * Reads what is in sight again, and draws it with its lines: these and no others.
   * @returns {Promise<void>}
   */
  async reload() {
    await this.#refilling;
    if (!await this.#read({ isWanted: true }) || this.#summary === undefined) return;
    // Where the last bar is in sight, so are the lines drawn ahead of it.
    const { from, to } = this.#view;
    const hidden = this.#summary.bars + this.#lines.furthest + 1 - to;
    if (to >= this.#summary.bars && hidden > 0) this.#setView({ from: from + hidden, to: to + hidden });
    this.#follow();
  }

  /**
   * @param {View} view
   * @returns {Promise<void>} when it is in sight
   */
  async show(view) {
    // Whatever is read next, also because the data have changed, is read for it.
    this.#wanted = view;
    await this.#refilling;
    if (this.#wanted !== view) return;
    this.#chart.priceScale('right').applyOptions({ autoScale: true });
    if (!this.#serves(view)) {
      await this.#read({ isWanted: true });
      return;
    }
    this.#wanted = undefined;
    this.#setView(view);
  }

  /**
   * The view of the last bars of a series.
   * @param {number} total
   * @param {number} first of them, counted from the first bar of the series
   * @returns {View}
   */
  lastBars(total, first) {
    return { from: first - 0.5, to: total + 0.5 + this.#ahead(total - first) };
  }

  /**
   * Adds a bar at the end of a series that is there as a whole, and its values to the lines. Where the end
   * is in sight, the view moves on with it. Nothing else is drawn again.
   * @param {import('../worker/queries/random-bars.mjs').Bar} bar
   * @param {readonly number[]} values of the lines, in their order
   */
  append(bar, values) {
    const part = this.#part;
    if (part === undefined || this.#summary === undefined) return;
    const time = secondsOf(bar.ts);
    this.#summary = { ...this.#summary, ...bar, time, before: this.#summary.close, bars: this.#summary.bars + 1 };
    part.end += 1;
    part.times = withValue(part.times, time);
    part.ends = part.times;
    for (const name of FIGURES) part[name] = withValue(part[name], bar[name]);
    const last = part.times.length - 1;
    this.#lines.all.forEach((line, index) => {
      line.values = withValue(line.values, values[index]);
      line.latest = line.values[last];
    });

    if (this.#prices?.seriesType() === 'Candlestick') this.#prices.update(candle(part, last));
    else this.#prices?.update({ time: seconds(time), value: bar.close });
    this.#volume?.update(volumeBar(part, last));
    this.#lines.extend(this.#places(this.#lines.all));
  }

  /** What is known of the series, bars that were added included. */
  get summary() {
    return this.#summary;
  }

  /** The lines that are drawn, in their order. */
  get lines() {
    return this.#lines.all;
  }

  /** The times of the first and the last bar in sight, as text. */
  get span() {
    const part = this.#part;
    if (part === undefined) return undefined;
    const last = part.times.length - 1;
    const point = (/** @type {number} */ bar) => Math.max(0, Math.min(last, Math.floor((bar - part.start) / part.per)));
    // A bar that is in sight by less than half is not counted.
    return { from: this.#clock.text(part.times[point(this.#view.from + part.per / 2)]), to: this.#clock.text(part.ends[point(this.#view.to - part.per / 2)]) };
  }

  /** All of it as a picture, without the crosshair. */
  picture() {
    return this.#chart.takeScreenshot(true);
  }

  /** How many panes there are below the bars. */
  get paneCount() {
    return this.#lines.paneCount;
  }

  /** Shares out the chart's height, which is as many panes higher than without them. */
  arrangePanes() {
    this.#lines.arrange(this.#container.clientHeight);
  }

  /** @param {boolean} isLogarithmic */
  setLogarithmic(isLogarithmic) {
    this.#chart.priceScale('right').applyOptions({
      mode: isLogarithmic ? PriceScaleMode.Logarithmic : PriceScaleMode.Normal,
    });
  }

  /**
   * Moves the crosshair, as the keyboard does it, and shows the point it is on.
   * @param {number} distance in points; -Infinity and Infinity are the first and the last
   * @returns {Promise<number | undefined>} the point
   */
  async moveCursor(distance) {
    const summary = this.#summary;
    if (summary === undefined || this.#part === undefined || this.#prices === undefined) return undefined;
    const { per } = this.#part;
    const bar = this.#barAfter(this.#part, summary.bars, distance);
    const { from, to } = this.#view;
    if (bar < from || bar + per > to) {
      const step = bar < from ? bar - per / 2 - from : bar + 1.5 * per - to;
      await this.show({ from: from + step, to: to + step });
    }
    const part = this.#part;
    if (this.#summary !== summary || part === undefined) return undefined;
    const point = Math.floor((bar - part.start) / part.per);
    this.#chart.setCrosshairPosition(part.close[point], seconds(part.times[point]), this.#prices);
    this.#cursor = point;
    this.#listener.onPoint(point);
    return point;
  }

  clearCursor() {
    this.#cursor = undefined;
    this.#chart.clearCrosshairPosition();
    this.#listener.onPoint(undefined);
  }

  /** @param {number} factor of the time shown: below 1 nearer, above 1 farther */
  async zoom(factor) {
    if (this.#summary === undefined) return;
    const { from, to } = this.view;
    const count = (Math.min(to, this.#summary.bars) - from) * factor;
    const right = Math.min(to, this.#summary.bars + this.#ahead(count));
    await this.show({ from: right - Math.max(8, (right - from) * factor), to: right });
  }

  /**
   * What the legend says of a point.
   * @param {number} [point] the last bar of the series if left out; it may be past the last one
   */
  reading(point) {
    const part = this.#part;
    if (part === undefined || this.#summary === undefined) return undefined;
    if (point === undefined) return this.#latest(this.#summary);
    const last = part.times.length - 1;
    const lines = this.#readLines((line) => line.values[point] ?? NaN);
    if (point > last) return { ts: this.#clock.text(this.#places(this.#lines.all, point - last)[point]), together: 1, figures: [], lines, direction: 0 };
    const bar = { open: part.open[point], high: part.high[point], low: part.low[point], close: part.close[point], volume: part.volume[point] };
    return {
      ts: this.#clock.span(part.times[point], part.ends[point]),
      together: Math.min(part.per, part.end - part.start - point * part.per),
      figures: this.#figures(bar), lines, direction: point > 0 ? Math.sign(bar.close - part.close[point - 1]) : 0,
    };
  }

  /** @param {SeriesSummary} summary */
  #latest(summary) {
    return {
      ts: this.#clock.text(summary.time), together: 1, figures: this.#figures(summary), lines: this.#readLines(({ latest }) => latest),
      direction: Math.sign(summary.close - summary.before) || 0,
    };
  }

  /** @param {{ open: number, high: number, low: number, close: number, volume: number }} bar */
  #figures({ open, high, low, close, volume }) {
    const price = (/** @type {number} */ value) => formatPrice(value, this.#decimals);
    const isBar = !Number.isNaN(open + high + low);
    return [
      ...(isBar ? [{ label: 'Open', value: price(open) }, { label: 'High', value: price(high) }, { label: 'Low', value: price(low) }] : []),
      { label: 'Close', value: price(close) },
      ...(volume >= 0 ? [{ label: 'Volume', value: formatVolume(volume) }] : []),
    ];
  }

  /** @param {(line: Line) => number} readLine */
  #readLines(readLine) {
    return tellable(this.#lines.all).map((line) => {
      const value = readLine(line);
      return { label: line.label, colour: line.colour, value: Number.isNaN(value) ? line.lacks ?? '–' : this.#lines.text(line, value, this.#decimals) };
    });
  }

  /**
   * The first bar of the point so far from the one under the crosshair.
   * @param {Part} part
   * @param {number} total
   * @param {number} distance in points
   */
  #barAfter({ start, per }, total, distance) {
    const last = Math.floor((total - 1) / per);
    const from = this.#cursor === undefined ? (distance < 0 ? last + 1 : last) : Math.min(start / per + this.#cursor, last);
    return Math.max(0, Math.min(last, from + distance)) * per;
  }

  /**
   * Bars to the right of the last one that stay in sight: the lines drawn ahead, and some air.
   * @param {number} count of the bars in sight
   */
  #ahead(count) {
    return Math.max(MARGIN, 1 + this.#lines.furthest, count / MARGIN_SHARE);
  }

  /**
   * The times of the points, and of as many after them as a line goes on.
   * @param {readonly Line[]} lines
   * @param {number} [least] of those after them
   * @returns {number[] | Float64Array}
   */
  #places(lines, least = 0) {
    const times = this.#part?.times ?? new Float64Array();
    const count = Math.max(least, ...lines.map(({ values }) => values.length - times.length));
    return count <= 0 || times.length === 0 ? times : [...times, ...timesAfter(times, count)];
  }

  #release() {
    if (!this.#isPressed) return;
    this.#isPressed = false;
    this.#follow();
  }

  /** Something has moved: another part may be wanted. */
  #follow() {
    const range = this.#chart.timeScale().getVisibleLogicalRange();
    if (this.#isDrawing || range === null || this.#part === undefined) return;
    const { start, per } = this.#part;
    this.#view = { from: start + range.from * per, to: start + (range.to + 1) * per };
    if (this.#isPressed || this.#refilling !== undefined || this.#serves(this.#view)) return;
    this.#refilling = this.#refill().finally(() => { this.#refilling = undefined; });
  }

  async #refill() {
    for (let tries = 0; tries < MOST_TRIES && !this.#isPressed && !this.#serves(this.#view); tries++) {
      if (!await this.#read()) return;
    }
  }

  /** @param {View} view */
  #serves(view) {
    return this.#part === undefined || this.#summary === undefined
      || serves(this.#part, view, { total: this.#summary.bars, width: this.#width });
  }

  /**
   * @param {{ isWanted?: boolean }} [options] isWanted: also in the middle of a drag
   * @returns {Promise<boolean>} whether another part is drawn now
   */
  async #read({ isWanted = false } = {}) {
    const summary = this.#summary;
    if (summary === undefined) return false;
    const view = this.#wanted;
    const wanted = partFor(this.view, { total: summary.bars, width: this.#width, now: this.#part });
    const read = await this.#listener.load(wanted);
    if (read === undefined || this.#summary === undefined || (this.#isPressed && !isWanted)) return false;
    if (view !== undefined) this.#view = view;
    if (this.#wanted === view) this.#wanted = undefined;
    this.#draw(read.part, read.lines);
    return true;
  }

  /**
   * Draws a part of the series; the view stays.
   * @param {SeriesPart} part
   * @param {Line[]} lines
   */
  #draw(part, lines) {
    const bar = this.#cursor === undefined || this.#part === undefined ? undefined : this.#part.start + this.#cursor * this.#part.per;
    const isDrawn = this.#part?.start === part.start && this.#part.end === part.end && this.#part.per === part.per;
    this.#isDrawing = true;
    this.#part = part;
    if (!isDrawn) this.#drawBars(part);
    this.#lines.set(lines, this.#places(lines), this.#decimals);
    this.#isDrawing = false;
    this.#setView(this.#view);
    this.#container.dataset.part = `${part.start} ${part.end} ${part.per}`;
    if (bar === undefined) return;
    this.#cursor = Math.max(0, Math.floor((bar - part.start) / part.per));
    this.#listener.onPoint(this.#cursor);
  }

  /** @param {SeriesPart} part */
  #drawBars(part) {
    if (this.#prices?.seriesType() === 'Candlestick') this.#prices.setData(Array.from(part.times, (_, point) => candle(part, point)));
    else this.#prices?.setData(Array.from(part.times, (time, point) => ({ time: seconds(time), value: part.close[point] })));
    this.#volume?.setData(Array.from(part.times, (_, point) => volumeBar(part, point)));
  }

  /** @param {View} view */
  #setView(view) {
    this.#view = view;
    if (this.#part === undefined) return;
    const { start, per } = this.#part;
    this.#chart.timeScale().setVisibleLogicalRange({ from: (view.from - start) / per, to: (view.to - start) / per - 1 });
  }

  /** Of what is drawn, without the scale beside it. */
  get #width() {
    return this.#chart.timeScale().width() || this.#container.clientWidth;
  }

  #addVolume() {
    this.#volume = this.#chart.addSeries(HistogramSeries, {
      priceScaleId: 'volume',
      priceFormat: { type: 'volume' },
      priceLineVisible: false,
      lastValueVisible: false,
    });
    this.#chart.priceScale('volume').applyOptions({ scaleMargins: { top: 1 - VOLUME_SHARE, bottom: 0 } });
  }

  /** Takes the colours of the theme. */
  #paint() {
    const grid = { color: colourOf('--grid') };
    const label = { color: colourOf('--line-strong'), labelBackgroundColor: colourOf('--accent-strong'), style: LineStyle.Dotted };
    this.#chart.applyOptions({
      layout: {
        background: { color: colourOf('--surface') },
        textColor: colourOf('--text-muted'),
        fontFamily: getComputedStyle(document.body).fontFamily,
        panes: { separatorColor: colourOf('--line'), separatorHoverColor: colourOf('--hover') },
      },
      grid: { vertLines: grid, horzLines: grid },
      crosshair: { vertLine: label, horzLine: label },
    });
    const [up, down] = [colourOf('--price-up'), colourOf('--price-down')];
    if (this.#prices?.seriesType() === 'Candlestick') {
      this.#prices.applyOptions({ upColor: up, downColor: down, wickUpColor: up, wickDownColor: down, borderVisible: false });
    } else {
      this.#prices?.applyOptions({ color: colourOf('--price-line') });
    }
    this.#volume?.applyOptions({ color: colourOf('--volume') });
    this.#lines.paint();
  }
}

/**
 * @param {SeriesPart} part
 * @param {number} point
 */
function candle(part, point) {
  const time = seconds(part.times[point]);
  const close = part.close[point];
  if (!isWhole(part, point)) return { time, open: close, high: close, low: close, close };
  return { time, open: part.open[point], high: part.high[point], low: part.low[point], close };
}

/**
 * @param {SeriesPart} part
 * @param {number} point
 */
const volumeBar = ({ times, volume }, point) => ({ time: seconds(times[point]), value: volume[point] >= 0 ? volume[point] : 0 });
