// chart.mjs - candles or a line, volume below, and their lines (lines.mjs), by lightweight-charts.

import { CandlestickSeries, CrosshairMode, HistogramSeries, LineSeries, LineStyle, PriceScaleMode, createChart } from 'lightweight-charts';
import { isWhole, secondsOf, suitCandles, timesAfter, tsOf, withValue } from '../shared/bars.mjs';
import { decimalsFor, formatPrice, formatVolume } from '../shared/format.mjs';
import { Lines, priceFormat, tellable } from './lines.mjs';
import { colourOf, onThemeChange } from '../shared/theme.mjs';

/** @typedef {import('../worker/calls/types.mjs').Bars} Bars */
/** @typedef {import('lightweight-charts').ISeriesApi<'Line'>} LineApi */
/** @typedef {import('lightweight-charts').UTCTimestamp} Seconds */

/** @typedef {import('./lines.mjs').Line} Line */

// The share of the pane that the volume takes.
const VOLUME_SHARE = 0.18;
const SECONDS_A_YEAR = 365.25 * 86_400;
// Empty bars to the right of the last one.
const MARGIN = 4;

const FIGURES = /** @type {const} */ (['open', 'high', 'low', 'close', 'volume']);

const seconds = (/** @type {number} */ time) => /** @type {Seconds} */ (time);

export class PriceChart {
  #chart;
  #container;
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
  #lines;
  /** @type {number | undefined} the bar the crosshair is on */
  #cursor;
  #onPoint;

  /**
   * @param {HTMLElement} container
   * @param {(index: number | undefined) => void} onPoint hears of the bar under the crosshair; an
   *   index past the last bar is a place where only shifted lines are
   */
  constructor(container, onPoint) {
    this.#container = container;
    this.#onPoint = onPoint;
    this.#chart = createChart(container, {
      autoSize: true,
      // Its licence asks for a link to its makers: it is in the page's foot.
      layout: { attributionLogo: false, fontSize: 11 },
      crosshair: { mode: CrosshairMode.Normal },
      rightPriceScale: { borderVisible: false, minimumWidth: 72, entireTextOnly: true },
      timeScale: { borderVisible: false, minBarSpacing: 0.01, rightOffset: MARGIN },
      // A finger that moves up or down scrolls the page.
      handleScroll: { vertTouchDrag: false },
      localization: {
        locale: 'en-GB',
        timeFormatter: (/** @type {unknown} */ time) => tsOf(Number(time), this.#withTime),
      },
    });
    this.#lines = new Lines(this.#chart);
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
   * Draws other bars instead of all that is drawn. Their lines follow with setLines().
   * @param {Bars} bars
   */
  setBars(bars) {
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

    const options = { priceFormat: priceFormat(this.#decimals), priceLineVisible: false };
    if (suitCandles(bars)) {
      const series = this.#chart.addSeries(CandlestickSeries, options);
      series.setData(this.#candles(bars));
      this.#prices = series;
    } else {
      const series = this.#chart.addSeries(LineSeries, { ...options, lineWidth: 2, title: '' });
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
    const furthest = Math.max(0, ...lines.map((line) => line.shift));
    this.#lines.set(lines, this.#timesAhead(furthest), this.#decimals);
  }

  /**
   * Adds a bar at the end, and its values to the lines. Where the end is in sight, the view moves on
   * with it. Nothing else is drawn again.
   * @param {import('../worker/queries/random-bars.mjs').Bar} bar
   * @param {readonly number[]} values of the lines, in their order
   */
  append(bar, values) {
    const bars = this.#bars;
    if (bars === undefined) return;
    const time = secondsOf(bar.ts);
    this.#times.push(time);
    bars.ts.push(bar.ts);
    for (const name of FIGURES) bars[name] = withValue(bars[name], bar[name]);
    this.#lines.all.forEach((line, index) => { line.values = withValue(line.values, values[index]); });

    const last = this.#times.length - 1;
    if (this.#prices?.seriesType() === 'Candlestick') this.#prices.update(this.#candle(bars, last));
    else this.#prices?.update({ time: seconds(time), value: bar.close });
    this.#volume?.update({ time: seconds(time), value: bar.volume >= 0 ? bar.volume : 0 });
    this.#lines.extend(this.#timesAhead(this.#lines.furthest));
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
    const lines = tellable(this.#lines.all).map((line) => {
      const value = line.values[index - line.shift] ?? NaN;
      return { label: line.label, colour: line.colour, value: Number.isNaN(value) ? line.lacks ?? '–' : this.#lines.text(line, value, this.#decimals) };
    });
    return { ts: tsOf(time, this.#withTime), figures, lines, direction };
  }

  /** Bars to the right of the last one that stay in sight: the lines drawn ahead, and some air. */
  #ahead() {
    return Math.max(MARGIN, 1 + this.#lines.furthest);
  }

  /** @param {number} count of places after the last bar */
  #timesAhead(count) {
    return count === 0 || this.#times.length === 0 ? this.#times : [...this.#times, ...timesAfter(this.#times, count)];
  }

  /** @param {Bars} bars */
  #candles(bars) {
    return this.#times.map((_, index) => this.#candle(bars, index));
  }

  /**
   * @param {Bars} bars
   * @param {number} index
   */
  #candle(bars, index) {
    const time = seconds(this.#times[index]);
    const close = bars.close[index];
    if (!isWhole(bars, index)) return { time, open: close, high: close, low: close, close };
    return { time, open: bars.open[index], high: bars.high[index], low: bars.low[index], close };
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
    this.#lines.paint();
  }
}
