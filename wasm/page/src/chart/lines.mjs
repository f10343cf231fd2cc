// lines.mjs - the lines of the chart as series of lightweight-charts: over the bars, or in panes below.

import { LineSeries, LineStyle, createTextWatermark } from 'lightweight-charts';
import { formatPrice } from '../shared/format.mjs';
import { colourOf } from '../shared/theme.mjs';

/** @typedef {import('lightweight-charts').ISeriesApi<'Line'>} LineApi */
/** @typedef {import('lightweight-charts').UTCTimestamp} Seconds */

/**
 * @typedef {object} Line
 * @property {string} id
 * @property {string} label
 * @property {string} colour a custom property of style/tokens.css
 * @property {Float64Array<ArrayBuffer>} values one a point of the chart, NaN for none; one that is drawn ahead goes on past the last
 * @property {number} latest the value at the last bar of the series
 * @property {number} shift how many bars ahead it is drawn
 * @property {Pane} [pane] that it stands in; over the bars if left out
 * @property {string} [lacks] why it has no values at all
 * @property {string} [group] what it is a part of, when that has more lines than one
 */

/**
 * A pane below the bars.
 * @typedef {object} Pane
 * @property {string} id
 * @property {string} label
 * @property {readonly number[]} [guides] levels from 0 to 100 marked across it; its axis has such levels
 * @property {number} [decimals] of its figures, if not those of the prices
 */

/** Height of a pane as it is made, in pixels; separators can be drawn to change it. */
export const PANE_HEIGHT = 116;
// A pane shows at least this much beyond its guides.
const GUIDE_MARGIN = 5;
// Nearer to a guide than this there is no room for another figure on the axis.
const GUIDE_ROOM = 10;

/**
 * The lines that text mentions: of the lines of a group without values, one for all.
 * @param {Line[]} lines
 * @returns {Line[]}
 */
export function tellable(lines) {
  const told = lines.map((line) => (line.lacks === undefined ? line : { ...line, label: line.group ?? line.label }));
  return told.filter(({ label, lacks }, index) => lacks === undefined || told.findIndex((other) => other.label === label) === index);
}

// A line without values is drawn too: bars that are added may bring some. One that lacks something
// is not.
const isDrawn = (/** @type {Line} */ { lacks }) => lacks === undefined;

/**
 * @typedef {object} Drawn
 * @property {Line} line
 * @property {LineApi} [series] none for a line that lacks what it needs
 */

export class Lines {
  #chart;
  /** @type {Map<string, Drawn>} */
  #drawn = new Map();
  /** @type {Pane[]} as they stand below the bars */
  #panes = [];
  /** @type {Map<string, import('lightweight-charts').ITextWatermarkPluginApi<import('lightweight-charts').Time>>} */
  #labels = new Map();

  /** @param {import('lightweight-charts').IChartApi} chart */
  constructor(chart) {
    this.#chart = chart;
  }

  /** @returns {Line[]} */
  get all() {
    return [...this.#drawn.values()].map(({ line }) => line);
  }

  get paneCount() {
    return this.#panes.length;
  }

  /** How many bars the furthest is drawn ahead. */
  get furthest() {
    return Math.max(0, ...this.all.map(({ shift }) => shift));
  }

  clear() {
    for (const id of [...this.#drawn.keys()]) this.#remove(id);
    this.#panes = [];
    this.#labels.clear();
  }

  /**
   * Draws these lines and no others; one whose id is there already keeps its series.
   * @param {Line[]} lines
   * @param {ArrayLike<number>} times of the points, and as many after the last as a line goes on
   * @param {number} decimals of the prices
   */
  set(lines, times, decimals) {
    const panes = [...new Map(lines.filter((line) => line.pane !== undefined && isDrawn(line))
      .map(({ pane }) => [pane?.id, /** @type {Pane} */ (pane)])).values()];
    const isArranged = panes.map(({ id }) => id).join() === this.#panes.map(({ id }) => id).join();
    const kept = new Map(lines.map((line) => [line.id, line]));
    for (const [id, { line }] of [...this.#drawn]) {
      const next = kept.get(id);
      // A pane disappears with its last series; so all are made anew, in their order, when the
      // panes change.
      if (next === undefined || !isDrawn(next) || (line.pane !== undefined && !isArranged)) this.#remove(id);
    }
    this.#panes = panes;
    if (!isArranged) this.#labels.clear();

    /** @type {Map<string, Drawn>} */
    const drawn = new Map();
    for (const line of lines) {
      const series = isDrawn(line) ? this.#drawn.get(line.id)?.series ?? this.#add(line) : undefined;
      series?.applyOptions({ color: colourOf(line.colour), priceFormat: line.pane?.guides === undefined ? priceFormat(decimals) : levelFormat(line.pane.guides) });
      const points = [];
      for (let index = 0; index < line.values.length; index++) {
        if (Number.isNaN(line.values[index])) continue;
        points.push({ time: /** @type {Seconds} */ (times[index]), value: line.values[index] });
      }
      series?.setData(points);
      drawn.set(line.id, { line, series });
    }
    this.#drawn = drawn;
    this.#writeLabels();
  }

  /**
   * Goes on by one value of each line, which already is the last one in its values.
   * @param {ArrayLike<number>} times as for set()
   */
  extend(times) {
    for (const { line: { values }, series } of this.#drawn.values()) {
      const last = values.length - 1;
      if (Number.isNaN(values[last])) continue;
      series?.update({ time: /** @type {Seconds} */ (times[last]), value: values[last] });
    }
  }

  /**
   * Shares out the height: PANE_HEIGHT for each pane, the rest for the bars.
   * @param {number} height of the whole chart, in pixels
   */
  arrange(height) {
    const [bars, ...below] = this.#chart.panes();
    const forPanes = height - this.#chart.timeScale().height();
    bars?.setStretchFactor(Math.max(2, (forPanes - below.length * PANE_HEIGHT) / PANE_HEIGHT));
    for (const pane of below) {
      pane.setStretchFactor(1);
      pane.priceScale('right').applyOptions({ scaleMargins: { top: 0.22, bottom: 0.1 } });
    }
  }

  /**
   * A value of a line as text.
   * @param {Line} line
   * @param {number} value
   * @param {number} decimals of the prices
   */
  text({ pane }, value, decimals) {
    return formatPrice(value, pane?.decimals ?? decimals);
  }

  /** Takes the colours of the theme. */
  paint() {
    for (const { line, series } of this.#drawn.values()) {
      series?.applyOptions({ color: colourOf(line.colour) });
      for (const guide of series?.priceLines() ?? []) guide.applyOptions(guideColours());
    }
    this.#writeLabels();
  }

  /** @param {string} id */
  #remove(id) {
    const series = this.#drawn.get(id)?.series;
    if (series !== undefined) this.#chart.removeSeries(series);
    this.#drawn.delete(id);
  }

  /** @param {Line} line */
  #add({ pane }) {
    const at = pane === undefined ? 0 : 1 + this.#panes.findIndex(({ id }) => id === pane.id);
    const guides = pane?.guides ?? [];
    const isFirst = (this.#chart.panes()[at]?.getSeries() ?? []).length === 0;
    const series = this.#chart.addSeries(LineSeries, {
      lineWidth: pane === undefined ? 2 : 1,
      priceLineVisible: false,
      lastValueVisible: false,
      crosshairMarkerRadius: 3,
      autoscaleInfoProvider: (/** @type {() => import('lightweight-charts').AutoscaleInfo | null} */ original) =>
        withGuides(original(), guides),
    }, at);
    if (isFirst) for (const price of guides) {
      series.createPriceLine({ price, lineWidth: 1, lineStyle: LineStyle.Dashed, axisLabelVisible: true, title: '', ...guideColours() });
    }
    return series;
  }

  #writeLabels() {
    this.#panes.forEach(({ id, label }, index) => {
      const pane = this.#chart.panes()[index + 1];
      if (pane === undefined) return;
      const fontFamily = getComputedStyle(document.body).fontFamily;
      // The empty first line keeps the second away from the top.
      const lines = [{ text: '', fontSize: 5, lineHeight: 5 },
        { text: label, color: colourOf('--text-muted'), fontSize: 11, lineHeight: 18, fontFamily }];
      const written = this.#labels.get(id);
      if (written === undefined) this.#labels.set(id, createTextWatermark(pane, { horzAlign: 'left', vertAlign: 'top', lines }));
      else written.applyOptions({ lines });
    });
  }
}

const guideColours = () => ({
  color: colourOf('--line-strong'), axisLabelColor: colourOf('--surface'), axisLabelTextColor: colourOf('--text-muted'),
});

/**
 * @param {import('lightweight-charts').AutoscaleInfo | null} info
 * @param {readonly number[]} guides
 */
function withGuides(info, guides) {
  if (info?.priceRange == null || guides.length === 0) return info;
  const { minValue, maxValue } = info.priceRange;
  return {
    ...info,
    priceRange: {
      minValue: Math.min(minValue, ...guides.map((level) => level - GUIDE_MARGIN)),
      maxValue: Math.max(maxValue, ...guides.map((level) => level + GUIDE_MARGIN)),
    },
  };
}

/**
 * @param {number} decimals
 * @returns {import('lightweight-charts').PriceFormatCustom}
 */
export function priceFormat(decimals) {
  return {
    type: 'custom',
    minMove: 10 ** -decimals,
    formatter: (/** @type {number} */ value) => formatPrice(value, decimals),
  };
}

/**
 * @param {readonly number[]} guides which have labels of their own
 * @returns {import('lightweight-charts').PriceFormatCustom}
 */
function levelFormat(guides) {
  const format = priceFormat(0);
  return {
    ...format,
    tickmarksFormatter: (levels) =>
      levels.map((level) => (guides.some((guide) => Math.abs(level - guide) < GUIDE_ROOM) ? '' : format.formatter(level))),
  };
}
