// picture.mjs - the chart as a PNG: what is drawn, and above it which symbol, from when to when, and its lines.

import { download } from '../shared/downloads.mjs';
import { colourOf } from '../shared/theme.mjs';

/**
 * @typedef {object} Caption
 * @property {string} symbol
 * @property {string} from when what is in sight begins
 * @property {string} to
 * @property {string} zone of these times, or ''
 * @property {{ label: string, colour: string }[]} lines colour: a custom property of style/tokens.css
 */

const PADDING = 14;
const TITLE = 18;
const ROW = 20;
const GAP = 16;
const SWATCH = 12;

/**
 * @param {HTMLCanvasElement} chart as it is drawn, in the pixels of the screen
 * @param {number} ratio of these to those of styles
 * @param {Caption} caption
 */
export async function downloadPicture(chart, ratio, caption) {
  const canvas = draw(chart, ratio, caption);
  const blob = await new Promise((resolve) => canvas.toBlob(resolve, 'image/png'));
  if (!(blob instanceof Blob)) throw new Error('The picture could not be made: it is larger than the browser takes.');
  download(pictureName(caption), blob, 'image/png');
}

/**
 * MARKET-2019-04-18-2020-04-17.png; within a day, with the time.
 * @param {Pick<Caption, 'symbol' | 'from' | 'to'>} caption
 */
function pictureName({ symbol, from, to }) {
  const isOneDay = from.length > 10 && from.slice(0, 10) === to.slice(0, 10);
  const part = (/** @type {string} */ text) => (isOneDay ? `${text.slice(0, 10)}T${text.slice(11, 16).replace(':', '')}` : text.slice(0, 10));
  return `${symbol.replaceAll(/[^\p{L}\p{N}.^=_-]+/gu, '_')}-${part(from)}-${part(to)}.png`;
}

/**
 * @param {HTMLCanvasElement} chart
 * @param {number} ratio
 * @param {Caption} caption
 */
function draw(chart, ratio, { symbol, from, to, zone, lines }) {
  const width = chart.width / ratio;
  const canvas = document.createElement('canvas');
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
  const { fontFamily } = getComputedStyle(document.body);
  context.font = `12px ${fontFamily}`;
  const rows = inRows(lines, width - 2 * PADDING, (text) => context.measureText(text).width);
  const top = 2 * PADDING + TITLE + rows.length * ROW;
  canvas.width = chart.width;
  canvas.height = chart.height + Math.ceil(top * ratio);
  context.scale(ratio, ratio);
  context.fillStyle = colourOf('--surface');
  context.fillRect(0, 0, width, canvas.height / ratio);
  context.textBaseline = 'middle';

  context.font = `600 ${TITLE}px ${fontFamily}`;
  context.fillStyle = colourOf('--text');
  context.fillText(symbol, PADDING, PADDING + TITLE / 2);
  const right = PADDING + context.measureText(symbol).width + 12;
  context.font = `12px ${fontFamily}`;
  context.fillStyle = colourOf('--text-muted');
  context.fillText(`${from} to ${to}${zone === '' ? '' : ` (${zone})`}`, right, PADDING + TITLE / 2 + 1);
  rows.forEach((row, index) => {
    const y = PADDING + TITLE + 4 + ROW * (index + 0.5);
    for (const { label, colour, x } of row) {
      context.fillStyle = colourOf(colour);
      context.fillRect(PADDING + x, y - 1.5, SWATCH, 3);
      context.fillText(label, PADDING + x + SWATCH + 6, y);
    }
  });
  context.drawImage(chart, 0, top, width, chart.height / ratio);
  return canvas;
}

/**
 * @param {Caption['lines']} lines
 * @param {number} width
 * @param {(text: string) => number} measure
 */
function inRows(lines, width, measure) {
  /** @type {(Caption['lines'][number] & { x: number })[][]} */
  const rows = [];
  let x = width;
  for (const line of lines) {
    const own = SWATCH + 6 + measure(line.label);
    if (x + own > width) {
      rows.push([]);
      x = 0;
    }
    rows[rows.length - 1].push({ ...line, x });
    x += own + GAP;
  }
  return rows;
}
