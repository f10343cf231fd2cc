// chart.mjs - candles or a line, volume below, and lines over them, by lightweight-charts.

import { CandlestickSeries, CrosshairMode, HistogramSeries, LineSeries, LineStyle, PriceScaleMode, createChart } from 'lightweight-charts';
import { isWhole, secondsOf, suitCandles, timesAfter, tsOf } from './bars.mjs';
import { decimalsFor, formatPrice, formatVolume } from './format.mjs';
import { colourOf, onThemeChange } from './theme.mjs';

/** @typedef {import('./database/client.mjs').Bars} Bars */
/** @typedef {import('lightweight-charts').ISeriesApi<'Line'>} LineApi */
/** @typedef {import('lightweight-charts').UTCTimestamp} Seconds */

/**
 * A line over the bars, or in a pane below them.
 * @typedef {object} Line
 * @property {string} id
 * @property {string} label
 * @property {string} colour a custom property of style/tokens.css
 * @property {Float64Array} values one a bar, NaN for none
 * @property {number} shift how many bars ahead it is drawn
 * @property {number} [pane] 0, which it is if left out, has the bars
 */

// The share of the pane that the volume takes.
const VOLUME_SHARE = 0.18;
const SECONDS_A_YEAR = 365.25 * 86_400;
// Empty bars to the right of the last one.
const MARGIN = 4;

const seconds = (/** @type {number} */ time) => /** @type {Seconds} */ (time);

export class PriceChart {
  #chart;
  /** @type {Bars | undefined} */
  #bars;
  /** @type {number[]} */
  #times = [];
  #withTime = false;
  #decimals = 2;
  /** @type {import('lightweight-charts').ISeriesApi<'Candlestick'> | LineApi | undefined} */
  #prices;
  /** @type {import('lightweight-charts').ISeriesApi<'Histogram'> | undefined} */
  #volume;
  /** @type {Map<string, { line: Line, series: LineApi }>} */
  #lines = new Map();
  /** @type {number | undefined} the bar the crosshair is on */
  #cursor;
  #onPoint;

  /**
   * @param {HTMLElement} container
   * @param {(index: number | undefined) => void} onPoint hears of the bar under the crosshair; an
   *   index past the last bar is a place where only shifted lines are
   */
  constructor(container, onPoint) {
    this.#onPoint = onPoint;
    this.#chart = createChart(container, {
      autoSize: true,
      // Its licence asks for a link to its makers: it is in the page's foot.
      layout: { attributionLogo: false, fontSize: 11 },
      crosshair: { mode: CrosshairMode.Normal },
      rightPriceScale: { borderVisible: false, minimumWidth: 72 },
      timeScale: { borderVisible: false, minBarSpacing: 0.01, rightOffset: MARGIN },
      // A finger that moves up or down scrolls the page.
      handleScroll: { vertTouchDrag: false },
      localization: {
        locale: 'en-GB',
        timeFormatter: (/** @type {unknown} */ time) => tsOf(Number(time), this.#withTime),
      },
    });
    this.#paint();
    onThemeChange(() => this.#paint());
    this.#chart.subscribeCrosshairMove(({ logical, point }) => {
      this.#cursor = point === undefined || logical === undefined ? undefined : Math.max(0, Math.round(logical));
      this.#onPoint(this.#cursor);
    });
  }

  get barCount() {
    return this.#times.length;
  }

  /**
   * Draws other bars in the place of all there is. Their lines follow with setLines().
   * @param {Bars} bars
   */
  setBars(bars) {
    for (const { series } of this.#lines.values()) this.#chart.removeSeries(series);
    this.#lines.clear();
    if (this.#prices !== undefined) this.#chart.removeSeries(this.#prices);
    if (this.#volume !== undefined) this.#chart.removeSeries(this.#volume);
    this.#prices = undefined;
    this.#volume = undefined;
    this.#bars = bars;
    this.#times = bars.ts.map(secondsOf);
    this.#withTime = bars.ts.some((ts) => ts.length > 10);
    this.#decimals = decimalsFor(bars.close[bars.close.length - 1] ?? 0);
    this.#cursor = undefined;
    this.#chart.applyOptions({ timeScale: { timeVisible: this.#withTime } });
    if (bars.ts.length === 0) return;

    const priceFormat = this.#priceFormat();
    if (suitCandles(bars)) {
      const series = this.#chart.addSeries(CandlestickSeries, { priceFormat, priceLineVisible: false });
      series.setData(this.#candles(bars));
      this.#prices = series;
    } else {
      const series = this.#chart.addSeries(LineSeries, { priceFormat, priceLineVisible: false, lineWidth: 2, title: '' });
      series.setData(this.#times.map((time, index) => ({ time: seconds(time), value: bars.close[index] })));
      this.#prices = series;
    }
    const hasVolume = bars.volume.some((volume) => volume > 0);
    if (hasVolume) this.#addVolume(bars);
    this.#chart.priceScale('right').applyOptions({
      autoScale: true,
      scaleMargins: { top: 0.06, bottom: hasVolume ? VOLUME_SHARE + 0.02 : 0.06 },
    });
    this.#paint();
  }

  /**
   * Draws these lines and no others; one whose id is there already keeps its series.
   * @param {Line[]} lines
   */
  setLines(lines) {
    const wanted = new Set(lines.map((line) => line.id));
    for (const [id, { series }] of this.#lines) {
      if (wanted.has(id)) continue;
      this.#chart.removeSeries(series);
      this.#lines.delete(id);
    }
    const furthest = Math.max(0, ...lines.map((line) => line.shift));
    const times = furthest === 0 || this.#times.length === 0 ? this.#times
      : [...this.#times, ...timesAfter(this.#times, furthest)];
    for (const line of lines) {
      const series = this.#lines.get(line.id)?.series ?? this.#chart.addSeries(LineSeries, {
        lineWidth: 2,
        priceLineVisible: false,
        lastValueVisible: false,
        crosshairMarkerRadius: 3,
      }, line.pane ?? 0);
      series.applyOptions({ color: colourOf(line.colour), priceFormat: this.#priceFormat() });
      const points = [];
      for (let index = 0; index < line.values.length; index++) {
        if (Number.isNaN(line.values[index])) continue;
        points.push({ time: seconds(times[index + line.shift]), value: line.values[index] });
      }
      series.setData(points);
      this.#lines.set(line.id, { line, series });
    }
  }

  /** @param {boolean} isLogarithmic */
  setLogarithmic(isLogarithmic) {
    this.#chart.priceScale('right').applyOptions({
      mode: isLogarithmic ? PriceScaleMode.Logarithmic : PriceScaleMode.Normal,
    });
  }

  /**
   * Shows the last years of the bars.
   * @param {number} years Infinity for all
   */
  showYears(years) {
    const last = this.#times.length - 1;
    if (last < 0) return;
    const first = this.#times.findIndex((time) => time >= this.#times[last] - years * SECONDS_A_YEAR);
    this.#chart.priceScale('right').applyOptions({ autoScale: true });
    this.#chart.timeScale().setVisibleLogicalRange({ from: first - 0.5, to: last + this.#ahead() + 0.5 });
  }

  /** @param {number} count of the last bars to show */
  showBars(count) {
    const last = this.#times.length - 1;
    this.#chart.timeScale().setVisibleLogicalRange({ from: last - count + 0.5, to: last + this.#ahead() + 0.5 });
  }

  /** Which part is in sight, for setView(). */
  view() {
    return this.#chart.timeScale().getVisibleLogicalRange();
  }

  /** @param {ReturnType<PriceChart['view']>} view */
  setView(view) {
    if (view !== null) this.#chart.timeScale().setVisibleLogicalRange(view);
  }

  /**
   * Moves the crosshair, as the keyboard does it, and shows the bar it is on.
   * @param {number} distance in bars; -Infinity and Infinity are the first and the last
   * @returns {number | undefined} the bar
   */
  moveCursor(distance) {
    const bars = this.#bars;
    const last = this.#times.length - 1;
    if (bars === undefined || this.#prices === undefined || last < 0) return undefined;
    const from = this.#cursor === undefined ? (distance < 0 ? last + 1 : last) : Math.min(this.#cursor, last);
    const index = Math.max(0, Math.min(last, from + distance));
    const scale = this.#chart.timeScale();
    const range = scale.getVisibleLogicalRange();
    if (range !== null && (index < range.from || index > range.to)) {
      const step = index < range.from ? index - range.from : index - range.to;
      scale.setVisibleLogicalRange({ from: range.from + step - 0.5, to: range.to + step + 0.5 });
    }
    this.#chart.setCrosshairPosition(bars.close[index], seconds(this.#times[index]), this.#prices);
    this.#cursor = index;
    this.#onPoint(index);
    return index;
  }

  clearCursor() {
    this.#cursor = undefined;
    this.#chart.clearCrosshairPosition();
    this.#onPoint(undefined);
  }

  /** @param {number} factor of the time shown: below 1 nearer, above 1 farther */
  zoom(factor) {
    const scale = this.#chart.timeScale();
    const range = scale.getVisibleLogicalRange();
    if (range === null) return;
    const right = Math.min(range.to, this.#times.length - 1 + this.#ahead());
    scale.setVisibleLogicalRange({ from: right - Math.max(8, (right - range.from) * factor), to: right });
  }

  /**
   * What the legend says of a bar.
   * @param {number} index may be past the last bar
   */
  reading(index) {
    const bars = this.#bars;
    if (bars === undefined || this.#times.length === 0) return undefined;
    const last = this.#times.length - 1;
    const time = index <= last ? this.#times[index] : timesAfter(this.#times, index - last)[index - last - 1];
    const price = (/** @type {number} */ value) => formatPrice(value, this.#decimals);
    /** @type {{ label: string, value: string }[]} */
    const figures = [];
    let direction = 0;
    if (index <= last) {
      const { open, high, low, close, volume } = bars;
      if (isWhole(bars, index)) {
        figures.push({ label: 'Open', value: price(open[index]) }, { label: 'High', value: price(high[index]) },
          { label: 'Low', value: price(low[index]) });
      }
      figures.push({ label: 'Close', value: price(close[index]) });
      if (volume[index] >= 0) figures.push({ label: 'Volume', value: formatVolume(volume[index]) });
      if (index > 0) direction = Math.sign(close[index] - close[index - 1]);
    }
    const lines = [...this.#lines.values()].map(({ line }) => {
      const value = line.values[index - line.shift];
      return { label: line.label, colour: line.colour, value: value === undefined || Number.isNaN(value) ? '–' : price(value) };
    });
    return { ts: tsOf(time, this.#withTime), figures, lines, direction };
  }

  /** Bars to the right of the last one that stay in sight: the lines drawn ahead, and some air. */
  #ahead() {
    return Math.max(MARGIN, 1 + Math.max(0, ...[...this.#lines.values()].map(({ line }) => line.shift)));
  }

  /** @returns {import('lightweight-charts').PriceFormatCustom} */
  #priceFormat() {
    return {
      type: 'custom',
      minMove: 10 ** -this.#decimals,
      formatter: (/** @type {number} */ value) => formatPrice(value, this.#decimals),
    };
  }

  /** @param {Bars} bars */
  #candles(bars) {
    return this.#times.map((time, index) => {
      const close = bars.close[index];
      if (!isWhole(bars, index)) return { time: seconds(time), open: close, high: close, low: close, close };
      return { time: seconds(time), open: bars.open[index], high: bars.high[index], low: bars.low[index], close };
    });
  }

  /** @param {Bars} bars */
  #addVolume(bars) {
    this.#volume = this.#chart.addSeries(HistogramSeries, {
      priceScaleId: 'volume',
      priceFormat: { type: 'volume' },
      priceLineVisible: false,
      lastValueVisible: false,
    });
    this.#chart.priceScale('volume').applyOptions({ scaleMargins: { top: 1 - VOLUME_SHARE, bottom: 0 } });
    this.#volume.setData(this.#times.map((time, index) => ({
      time: seconds(time),
      value: bars.volume[index] >= 0 ? bars.volume[index] : 0,
    })));
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
    for (const { line, series } of this.#lines.values()) series.applyOptions({ color: colourOf(line.colour) });
  }
}
