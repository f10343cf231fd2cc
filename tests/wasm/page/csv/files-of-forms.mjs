// files-of-forms.mjs - price files in forms that spreadsheets and people give them; the figures are made up.

import { zipSync } from '../../../../wasm/page/node_modules/fflate/esm/index.mjs';
import { american, bytes, csv, days, ddmmyyyy, fives, german, grouped, high, hours, latin, mmddyyyy, months, newest, noVolume, of, ohlc, parts, plain, quoted, unix, utf16, walk, zero } from './price-files.mjs';

const serial = ({ ts }, epoch = Date.UTC(1899, 11, 30)) => (Date.parse(`${ts.slice(0, 10)}T${ts.slice(11) || '00:00:00'}Z`) - epoch) / 86400e3;
const bare = () => ({ open: null, high: null, low: null, volume: null });
const everyDay = walk(Array.from({ length: 20 }, (_, index) => new Date(Date.UTC(2024, 9, 1 + index)).toISOString().slice(0, 10)), 60000);
const at = (bar, seconds) => ({ ...bar, ts: new Date((unix(bar) + seconds) * 1000).toISOString().slice(0, 19).replace('T', ' ') });
const fromFields = (bars, fields, options) => csv('Date,Open,High,Low,Close,Volume', bars, fields, options);

/** A workbook of sheets: rows of text, numbers, and dates as their day numbers in { day }. */
export function workbook(sheets) {
  const escaped = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  const cell = (value) => typeof value === 'string' ? `<c t="inlineStr"><is><t>${escaped(value)}</t></is></c>`
    : typeof value === 'number' ? `<c><v>${value}</v></c>` : `<c s="1"><v>${value.day}</v></c>`;
  const names = Object.keys(sheets);
  const head = '<?xml version="1.0" encoding="UTF-8"?>';
  const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
  const relations = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
  const packed = 'http://schemas.openxmlformats.org/package/2006/relationships';
  const files = {
    '[Content_Types].xml': `${head}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"></Types>`,
    'xl/workbook.xml': `${head}<workbook xmlns="${main}" xmlns:r="${relations}"><sheets>${names.map((name, index) => `<sheet name="${name}" sheetId="${index + 1}" r:id="rId${index + 1}"/>`).join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `${head}<Relationships xmlns="${packed}">${names.map((_, index) => `<Relationship Id="rId${index + 1}" Type="${relations}/worksheet" Target="worksheets/sheet${index + 1}.xml"/>`).join('')}<Relationship Id="rId99" Type="${relations}/styles" Target="styles.xml"/></Relationships>`,
    'xl/styles.xml': `${head}<styleSheet xmlns="${main}"><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="22" applyNumberFormat="1"/></cellXfs><cellStyleXfs count="1"><xf numFmtId="0"/></cellStyleXfs></styleSheet>`,
  };
  names.forEach((name, index) => {
    files[`xl/worksheets/sheet${index + 1}.xml`] = `${head}<worksheet xmlns="${main}"><sheetData>${sheets[name].map((row, at) =>
      `<row r="${at + 1}">${row.map((value, column) => cell(value).replace('<c', `<c r="${String.fromCharCode(65 + column)}${at + 1}"`)).join('')}</row>`).join('')}</sheetData></worksheet>`;
  });
  return zipSync(Object.fromEntries(Object.entries(files).map(([name, text]) => [name, bytes(text)])));
}
const names = ['Date', 'Open', 'High', 'Low', 'Close', 'Volume'];
export const sheet = (bars) => [names, ...bars.map((bar) => [{ day: serial(bar) }, ...ohlc(bar), bar.volume])];

/** As `straight` in price-files.mjs. @type {[string, string | Uint8Array, object[], Record<string, number>?][]} */
export const forms = [
  ['A1.csv', fromFields(days, (bar) => [serial(bar), ...ohlc(bar), bar.volume]), of('A1', days)],
  ['A2.csv', fromFields(hours.slice(30), (bar) => [serial(bar), ...ohlc(bar), bar.volume]).replace('Date', 'Datetime'), of('A2', hours.slice(30))],
  ['A3.xlsx', workbook({ Sheet1: sheet(days) }), of('A3', days)],
  ['A4.xlsx', workbook({ Prices: sheet(hours) }), of('A4', hours)],
  ['A5.csv', `sep=;\r\n${csv(names.join(';'), days, (bar) => [ddmmyyyy(bar, '.'), ...ohlc(bar).map(german), bar.volume], { separator: ';', end: '\r\n' })}`, of('A5', days)],
  ['A6.csv', plain(days).replaceAll('\n', '\r'), of('A6', days)],
  ['A7.csv', csv('"Date","Open","High","Low","Close","Volume",', days, (bar) => [...quoted([bar.ts, ...ohlc(bar), bar.volume]), '']), of('A7', days)],
  ['A8.csv', utf16(csv(names.join('\t'), days, (bar) => [mmddyyyy(bar), ...ohlc(bar), american(bar.volume, 0)], { separator: '\t' })), of('A8', days)],
  ['A9.csv', `# exported by hand\n# ${'a,b,c'}\n\n${plain(days)}# end\n`, of('A9', days), { 'a comment': 1 }],
  ['B1.csv', plain(days).replace('2024-10-01', 'Date,Open,High,Low,Close,Volume\n2024-10-01').replace('2024-10-02', '\n\n2024-10-02'), of('B1', days), { 'the header again': 1 }],
  ['B2.csv', plain(days).replace('\n', '\n,USD,USD,USD,USD,shares\n'), of('B2', days), { 'a note': 1 }],
  ['B3.csv', fromFields(days, (bar) => [`"=""${bar.ts}"""`, ...ohlc(bar).map((value) => `$${value}`), `${bar.volume}`]), of('B3', days)],
  ['B4.csv', fromFields(days, (bar) => [`${bar.ts}T00:00:00.000Z`, ...ohlc(bar), `${(bar.volume / 1e6).toFixed(3)}M`]), of('B4', days, (bar) => ({ volume: Number((bar.volume / 1e6).toFixed(3).replace('.', '')) * 1000 }))],
  ['B5.csv', csv('Date,Close', days, (bar) => [bar.ts, `(${bar.close})`]), of('B5', days, (bar) => ({ ...bare(), close: -bar.close }))],
  ['B6.csv', csv('Month;Close', months, (bar) => [bar.ts.slice(0, 7), bar.close], { separator: ';' }), of('B6', months, bare)],
  ['B7.csv', csv('Period,Value', months.filter((_, index) => index % 3 === 0), (bar) => [`${parts(bar)[0]}-Q${(Number(parts(bar)[1]) + 2) / 3}`, bar.close]), of('B7', months.filter((_, index) => index % 3 === 0), bare)],
  ['B8.csv', fromFields(days, (bar) => [bar.ts, ...ohlc(bar).map((value) => `"${german(value)}"`), bar.volume]), of('B8', days)],
  ['B9.csv', csv('Date;Open;High;Low;Close;Volume', high, (bar) => [ddmmyyyy(bar), ...ohlc(bar).map((value) => `${grouped(Math.trunc(value), '\u00a0')},${value.toFixed(2).slice(-2)}`), grouped(bar.volume, '\u00a0')], { separator: ';' }), of('B9', high)],
  ['C1.csv', latin(csv('Fecha;Máximo;Mínimo;Último', high, (bar) => [ddmmyyyy(bar), german(bar.high), german(bar.low), german(bar.close)], { separator: ';' })), of('C1', high, () => ({ open: null, volume: null }))],
  ['C2.csv', csv('Date,Open,High,Low,Close', fives, (bar) => [`${bar.ts.slice(0, 16).replace(' ', 'T')}+00:00`, ...ohlc(bar)]), of('C2', fives, noVolume)],
  ['C3.csv', csv('t,o,h,l,c,v', days, (bar) => [unix(bar), ...ohlc(bar), 0]), of('C3', days, zero)],
  ['C4.csv', csv('Symbol|Date|Open|High|Low|Close', [...of('aaa', days), ...of('AAA', [at(days.at(-1), 3 * 86400)]).map((bar) => ({ ...bar, ts: bar.ts.slice(0, 10) }))], (bar) => [bar.symbol, bar.ts, ...ohlc(bar)], { separator: '|' }),
    of('aaa', [...days, { ...days.at(-1), ts: at(days.at(-1), 3 * 86400).ts.slice(0, 10) }], noVolume)],
  ['C5.csv', `${newest([...days, ...days.slice(3, 5)]).map((bar) => [bar.ts, bar.close].join()).join('\n')}`, of('C5', days, bare), { 'the same row again': 2 }],
  ['C6.csv', csv('Date,Open,High,Low,Close', days, (bar, index) => index % 7 === 0 ? [bar.ts, 0, 0, 0, bar.close] : [bar.ts, ...ohlc(bar)]),
    of('C6', days, (bar) => days.indexOf(bar) % 7 === 0 ? bare() : noVolume())],
  ['C7.csv', csv('start_ms;o;h;l;c', fives, (bar) => [`${unix(bar)}000`, ...ohlc(bar).map((value) => String(value).replace('.', ','))], { separator: ';' }), of('C7', fives, noVolume)],
  ['C8.csv', csv('code,date,close', days, (bar) => ["'600519", bar.ts, bar.close]), of('600519', days, bare)],
];

/** As `open` in price-files.mjs. @type {[string, string, string, [string, object[]], [string, string | number]][]} */
export const asked = [
  // A coin's days that end at 16:00 UTC, every day of the week.
  ['BTC_1D.csv', csv('time,close', everyDay, (bar) => [unix(bar) + 16 * 3600, bar.close]), 'days', ['same', of('BTC', everyDay, bare)], ['next', '2024-10-21']],
  ['CL_cst.csv', csv('time,close', fives, (bar) => [`${bar.ts} CST`, bar.close]), 'zone', ['America/Chicago', of('CL', fives.map((bar) => at(bar, 6 * 3600)), bare)], ['Asia/Shanghai', at(fives[0], -8 * 3600).ts]],
  ['NIFTY_ist.csv', csv('time,close', fives, (bar) => [`${bar.ts} IST`, bar.close]), 'zone', ['Asia/Kolkata', of('NIFTY', fives.map((bar) => at(bar, -19800)), bare)], ['Asia/Jerusalem', at(fives[0], -7200).ts]],
  ['COIN_serial.csv', csv('Date,Close', everyDay.map((bar) => ({ ...bar, ts: bar.ts.replace('2024', '2014') })), (bar) => [serial(bar), bar.close]), 'epoch',
    ['1900', of('COIN', everyDay.map((bar) => ({ ...bar, ts: bar.ts.replace('2024', '2014') })), bare)], ['1904', '2018-10-02']],
  ['eurofxref-hist.csv', csv('Date,USD,JPY,CHF,', newest(days), (bar) => [bar.ts, bar.close, 'N/A', (bar.close / 2).toFixed(2), '']).replaceAll('N/A', '161.5'), 'series', ['USD', of('USD', days, bare)], ['CHF', Number((days[0].close / 2).toFixed(2))]],
  ['fxcm_EURUSD.csv', csv('DateTime,BidOpen,BidHigh,BidLow,BidClose,AskOpen,AskHigh,AskLow,AskClose,Volume', fives, (bar) => [bar.ts, ...ohlc(bar), ...ohlc(bar).map((value) => (value + 1).toFixed(5)), bar.volume]), 'series',
    ['Bid', of('EURUSD', fives)], ['Ask', Number((fives[0].close + 1).toFixed(5))]],
  ['quotes_EURUSD.csv', csv('Timestamp,Bid,Ask', fives, (bar) => [bar.ts, bar.close, (bar.close + 1).toFixed(5)]), 'series', ['Bid', of('EURUSD', fives, bare)], ['Ask', Number((fives[0].close + 1).toFixed(5))]],
];
