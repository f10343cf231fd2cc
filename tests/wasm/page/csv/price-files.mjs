// price-files.mjs - price files in the forms in which brokers, exchanges and sites hand them out; the figures
// are made up.

import { gzipSync, zipSync } from '../../../../wasm/page/node_modules/fflate/esm/index.mjs';
import { random } from '../../series.mjs';

/** @typedef {{ ts: string, open: number, high: number, low: number, close: number, volume: number }} Bar */

export const two = (number) => String(number).padStart(2, '0');
export const cents = (value, decimals) => Number(value.toFixed(decimals));

/**
 * A random walk.
 * @param {string[]} times
 * @param {number} from
 * @param {number} [decimals]
 * @returns {Bar[]} oldest first
 */
export function walk(times, from, decimals = 2) {
  const next = random(11);
  let close = from;
  return times.map((ts) => {
    const open = close;
    close = cents(open * (1 + (next() - 0.5) / 50), decimals);
    const high = cents(Math.max(open, close) * (1 + next() / 200), decimals);
    const low = cents(Math.min(open, close) * (1 - next() / 200), decimals);
    return { ts, open, high, low, close, volume: 1000001 + Math.floor(next() * 8e7) };
  });
}

export const from = (start, count, step) => Array.from({ length: count }, (_, index) =>
  new Date(Date.parse(`${start.replace(' ', 'T')}Z`) + index * step * 1000).toISOString().slice(0, 19).replace('T', ' '));
export const WEEKDAYS = from('2024-09-02 00:00:00', 54, 86400).map((ts) => ts.slice(0, 10)).filter((day) => new Date(day).getUTCDay() % 6 !== 0);

export const days = walk(WEEKDAYS, 100);
export const high = walk(WEEKDAYS, 5100);
export const months = walk(Array.from({ length: 30 }, (_, index) => `${2021 + Math.floor(index / 12)}-${two(index % 12 + 1)}-01`), 5100);
export const fives = walk(from('2024-11-04 00:00:00', 60, 300), 1.05, 5);
export const hours = walk(from('2024-11-01 00:00:00', 60, 3600), 97000);
export const whole = walk(WEEKDAYS, 71500, 0);

export const unix = ({ ts }) => Date.parse(`${ts.replace(' ', 'T')}Z`) / 1000;
export const parts = ({ ts }) => [ts.slice(0, 4), ts.slice(5, 7), ts.slice(8, 10)];
export const grouped = (value, mark = ',') => String(value).replace(/\B(?=(\d{3})+$)/g, mark);
export const american = (value, decimals = 2) => grouped(Math.trunc(value)) + (decimals === 0 ? '' : value.toFixed(decimals).slice(-1 - decimals));
export const german = (value) => `${grouped(Math.trunc(value), '.')},${value.toFixed(2).slice(-2)}`;
export const indian = (value) => String(value).replace(/(\d)(?=(\d\d)+\d$)/g, '$1,');
export const monthName = ({ ts }) => new Date(ts).toLocaleString('en-US', { month: 'short', timeZone: 'UTC' });
export const ohlc = ({ open, high: top, low, close }) => [open, top, low, close];
export const mmddyyyy = (bar) => { const [y, m, d] = parts(bar); return `${m}/${d}/${y}`; };
export const ddmmyyyy = (bar, mark = '/') => { const [y, m, d] = parts(bar); return [d, m, y].join(mark); };

/** A header and a row for each bar. */
export const csv = (header, bars, fields, { separator = ',', end = '\n' } = {}) =>
  [...(header === '' ? [] : [header]), ...bars.map((bar, index) => fields(bar, index).join(separator)), ''].join(end);
export const newest = (bars) => bars.toReversed();
export const quoted = (fields) => fields.map((field) => `"${field}"`);
export const investing = (header, bars, date, number) => `\ufeff${csv(header, newest(bars), (bar) => quoted([date(bar), number(bar.close), number(bar.open), number(bar.high),
  number(bar.low), number === german ? '13,73M' : '13.73M', '0,35%']))}`;
const yahoo = (bars) => csv('Date,Open,High,Low,Close,Adj Close,Volume', bars, (bar) =>
  [bar.ts, ...ohlc(bar).map((value) => value.toFixed(6)), (bar.close * 0.97).toFixed(6), bar.volume]);
export const plain = (bars, options) => csv('Date,Open,High,Low,Close,Volume', bars, (bar) => [bar.ts, ...ohlc(bar), bar.volume], options);
const mt5 = csv('<DATE>\t<TIME>\t<OPEN>\t<HIGH>\t<LOW>\t<CLOSE>\t<TICKVOL>\t<VOL>\t<SPREAD>', fives, (bar, index) =>
  [bar.ts.slice(0, 10).replaceAll('-', '.'), bar.ts.slice(11), ...ohlc(bar), 100 + index, 0, 12], { separator: '\t', end: '\r\n' });
const binance = (digits) => csv('', hours, (bar) => [`${unix(bar)}${'0'.repeat(digits - 10)}`, ...ohlc(bar).map((value) => value.toFixed(8)), bar.volume,
  `${unix(bar) + 3599}${'9'.repeat(digits - 10)}`, '1210520.375', 1000, '6.0', '581049.78', 0]);
export const latin = (text) => Uint8Array.from(text, (letter) => letter.charCodeAt(0));
export const bytes = (text) => new TextEncoder().encode(text);
export function utf16(text, withMark = true) {
  const view = new DataView(new ArrayBuffer((text.length + (withMark ? 1 : 0)) * 2));
  [...(withMark ? `\ufeff${text}` : text)].forEach((letter, index) => view.setUint16(index * 2, letter.charCodeAt(0), true));
  return new Uint8Array(view.buffer);
}
export const offset = (bar, hoursEast) => `${new Date((unix(bar) + hoursEast * 3600) * 1000).toISOString().slice(0, 19)}${hoursEast < 0 ? '-' : '+'}${two(Math.abs(hoursEast))}:00`;

export const of = (symbol, bars, change = () => ({})) => bars.map((bar) => ({ symbol, ...bar, ...change(bar) }));
export const ticks = (bar) => ({ volume: 100 + fives.indexOf(bar) });
export const rounded = () => ({ volume: 13730000 });
export const noVolume = () => ({ volume: null });
export const zero = () => ({ volume: 0 });

/**
 * Files that go in without a question: name, content, the bars. `skipped`: reasons and how many rows.
 * @type {[string, string | Uint8Array, ReturnType<typeof of>, Record<string, number>?][]}
 */
export const straight = [
  ['yahoo_AAPL.csv', yahoo(days).replace('2024-10-01', '2024-09-28,null,null,null,null,null,null\n2024-10-01'), of('AAPL', days), { 'no price': 1 }],
  ['yahoo_MSFT_dup.csv', yahoo([...days, days.at(-1)]), of('MSFT', days), { 'the same row again': 1 }],
  ['^GSPC yahoo.txt', csv('Date\tOpen\tHigh\tLow\tClose Close price adjusted for splits.\tAdj Close Adjusted close price adjusted for splits and dividend and/or capital gain distributions.\tVolume',
    newest(high), (bar) => [`${monthName(bar)} ${Number(parts(bar)[2])}, ${parts(bar)[0]}`, ...ohlc(bar).map((value) => american(value)), american(bar.close), american(bar.volume, 0)], { separator: '\t' })
    .replace('\nSep 20,', '\nSep 20, 2024\t0.26 Dividend\nSep 20, 2024\t4:1 Stock Splits\nSep 20,'), of('^GSPC', high), { 'a dividend or a split': 2 }],
  ['yfinance.csv', `Price,Close,High,Low,Open,Volume\nTicker,MSFT,MSFT,MSFT,MSFT,MSFT\n${csv('Date,,,,,', days, (bar) => [bar.ts, bar.close, bar.high, bar.low, bar.open, bar.volume])}`, of('MSFT', days)],
  ['aapl_us_d.csv', plain(days, { end: '\r\n' }), of('AAPL', days)],
  ['eurusd_5min_stooq.txt', csv('<TICKER>,<PER>,<DATE>,<TIME>,<OPEN>,<HIGH>,<LOW>,<CLOSE>,<VOL>,<OPENINT>', fives, (bar) =>
    ['EURUSD', 5, bar.ts.slice(0, 10).replaceAll('-', ''), bar.ts.slice(11).replaceAll(':', ''), ...ohlc(bar), 0, 0]), of('EURUSD', fives, zero)],
  ['wig20_d.csv', plain(days).replace(/.*\n/, 'Data,Otwarcie,Najwyzszy,Najnizszy,Zamkniecie,Wolumen\n'), of('WIG20', days)],
  ['EURUSD_M5_mt5.csv', mt5, of('EURUSD', fives, ticks)],
  ['XAUUSD_M5.csv', utf16(mt5), of('XAUUSD', fives, ticks)],
  ['XAGUSD_M5.csv', utf16(mt5, false), of('XAGUSD', fives, ticks)],
  ['BTCUSDT-1h-2024-11.csv', binance(13), of('BTCUSDT', hours)],
  ['BTCUSDT-1h-2024-11_us.csv', binance(16), of('BTCUSDT', hours)],
  ['BTCUSDT-1h-2024-11.zip', zipSync({ 'BTCUSDT-1h-2024-11.csv': bytes(binance(16)), '__MACOSX/._x': bytes('x') }), of('BTCUSDT', hours)],
  ['AAPL.csv.gz', gzipSync(bytes(plain(days))), of('AAPL', days)],
  ['XBTUSD_60.csv', csv('', hours, (bar, index) => [unix(bar), ...ohlc(bar), bar.volume, 40 + index]), of('XBTUSD', hours)],
  ['Binance_BTCUSDT_1h.csv', `https://www.CryptoDataDownload.com\n${csv('Unix,Date,Symbol,Open,High,Low,Close,Volume BTC,Volume USDT,tradecount', newest(hours), (bar) =>
    [unix(bar) * 1000, bar.ts, 'BTCUSDT', ...ohlc(bar), 3.25, bar.volume, 40])}`, of('BTCUSDT', hours, () => ({ volume: 3.25 }))],
  ['ETHUSD_coinbase.csv', csv('time,low,high,open,close,volume', newest(hours), (bar) => [unix(bar), bar.low, bar.high, bar.open, bar.close, bar.volume]), of('ETHUSD', hours)],
  ['NASDAQ_AAPL, 60.csv', csv('time,open,high,low,close,Volume,Volume MA,RSI,Plot,Plot', hours, (bar) => [unix(bar), ...ohlc(bar), bar.volume, 'NaN', 55.1, 1, 1]), of('AAPL', hours)],
  ['AAPL_1h_ny.csv', csv('time,open,high,low,close,Volume', hours, (bar) => [offset(bar, bar.ts < '2024-11-03 06' ? -4 : -5), ...ohlc(bar), bar.volume]), of('AAPL', hours)],
  ['AAPL_1h_z.csv', csv('time,open,high,low,close,Volume', hours, (bar) => [`${bar.ts.replace(' ', 'T')}Z`, ...ohlc(bar), bar.volume]), of('AAPL', hours)],
  ['S&P 500 Historical Data.csv', investing('"Date","Price","Open","High","Low","Vol.","Change %"', high, mmddyyyy, american), of('S&P 500', high, rounded)],
  ['DAX Historische Daten.csv', investing('"Datum","Zuletzt","Eröffn.","Hoch","Tief","Vol.","+/- %"', high, (bar) => ddmmyyyy(bar, '.'), german), of('DAX', high, rounded)],
  ['dax_de.csv', latin(csv('Datum;Eröffnung;Hoch;Tief;Schlusskurs;Volumen', newest(high), (bar) => [ddmmyyyy(bar, '.'), ...ohlc(bar).map(german), grouped(bar.volume, '.')], { separator: ';', end: '\r\n' })), of('DAX', high)],
  ['samsung_krx.txt', csv('Date\tOpen\tHigh\tLow\tClose\tVolume', whole, (bar) => [bar.ts, ...ohlc(bar).map((value) => grouped(value)), grouped(bar.volume)], { separator: '\t' }), of('SAMSUNG', whole)],
  ['daily_IBM.csv', plain(newest(days), { end: '\r\n' }).replace('Date', 'timestamp'), of('IBM', days)],
  ['2024-11-01.csv', csv('ticker,volume,open,close,high,low,window_start,transactions', [...of('AAPL', fives), ...of('MSFT', fives)], (bar) =>
    [bar.symbol, bar.volume, bar.open, bar.close, bar.high, bar.low, `${unix(bar)}000000000`, 50]), [...of('AAPL', fives), ...of('MSFT', fives)]],
  ['HistoricalData_AMD.csv', csv('Date,Close/Last,Volume,Open,High,Low', newest(days), (bar) => [mmddyyyy(bar), `$${bar.close}`, bar.volume, `$${bar.open}`, `$${bar.high}`, `$${bar.low}`]), of('AMD', days)],
  ['wsj_KO.csv', csv('Date, Open, High, Low, Close, Volume', newest(days), (bar) => [mmddyyyy(bar).replace('/2024', '/24'), ...ohlc(bar), bar.volume], { separator: ', ' }), of('KO', days)],
  ['CHRIS-CME_CL1.csv', csv('Date,Open,High,Low,Last,Change,Settle,Volume', days, (bar) => [bar.ts, bar.open, bar.high, bar.low, bar.open, 0.1, bar.close, bar.volume]), of('CL1', days)],
  ['EURUSD_Candlestick_5_M_BID.csv', csv('Gmt time,Open,High,Low,Close,Volume', fives, (bar) => [`${ddmmyyyy(bar, '.')} ${bar.ts.slice(11)}.000`, ...ohlc(bar), bar.volume]), of('EURUSD', fives)],
  ['tsla_daily.csv', `${csv('Time,Open,High,Low,Latest,Change,%Change,Volume', newest(days), (bar) => [mmddyyyy(bar), ...ohlc(bar), 0.1, '0.1%', bar.volume])}"Downloaded from Barchart.com as of 11-24-2024 05:30pm CST"\n`, of('TSLA', days), { 'a note': 1 }],
  ['GE.csv', `${plain(days)}Total,,,,,5000\n`, of('GE', days), { 'a total': 1 }],
  ['Quote-Equity-RELIANCE-EQ.csv', `\ufeff${csv(quoted(['Date ', 'series ', 'OPEN ', 'HIGH ', 'LOW ', 'PREV. CLOSE ', 'ltp ', 'close ', 'vwap ', 'VOLUME ', 'VALUE ']).join(), newest(high), (bar) =>
    quoted([`${parts(bar)[2]}-${monthName(bar)}-${parts(bar)[0]}`, 'EQ', ...ohlc(bar).slice(0, 3).map((value) => american(value)), '1.00', '1.00', american(bar.close), '1.00', indian(bar.volume), '1.00']))}`, of('RELIANCE', high)],
  ['metastock.csv', csv('<Ticker>,<DTYYYYMMDD>,<Open>,<High>,<Low>,<Close>,<Volume>', newest(days), (bar) => ['VNM', bar.ts.replaceAll('-', ''), ...ohlc(bar), bar.volume]), of('VNM', days)],
  ['KGHM_d.csv', csv('datetime,open,high,low,close,volume', days, (bar) => [`${bar.ts.replaceAll('-', '')}0000`, ...ohlc(bar), bar.volume]), of('KGHM', days)],
  ['SHEL.csv', csv('time,close', [0, 1, 2].map((index) => hours[index]), (bar, index) => [index === 1 ? offset(bar, -5) : `${bar.ts.replace(' ', 'T')}Z`, bar.close]),
    of('SHEL', hours.slice(0, 3), () => ({ open: null, high: null, low: null, volume: null }))],
  ['EURUSD_ibkr.csv', csv('date,open,high,low,close,volume,average,barCount', fives, (bar) => [`${offset(bar, -5).slice(0, 19).replaceAll('-', '').replace('T', ' ')} US/Eastern`, ...ohlc(bar), bar.volume, 1, 40]), of('EURUSD', fives)],
];

/**
 * Files that leave something open: name, content, the question, the first answer that is offered and its bars,
 * another answer and one of its times or closes.
 * @type {[string, string, string, [string, ReturnType<typeof of>], [string, string | number]][]}
 */
export const open = [
  ['FTSE Historical Data.csv', investing('"Date","Price","Open","High","Low","Vol.","Change %"', months, (bar) => ddmmyyyy(bar), american), 'order',
    ['day first', of('FTSE', months, rounded)], ['month first', '2021-01-12']],
  ['UKX.csv', investing('"Date","Price","Open","High","Low","Vol.","Change %"', high.slice(1, 4), (bar) => ddmmyyyy(bar), american), 'order',
    ['day first', of('UKX', high.slice(1, 4), rounded)], ['month first', '2024-04-09']],
  ['US.dash.csv', csv('date,close', high.slice(1, 4), (bar) => [mmddyyyy(bar).replaceAll('/', '-'), bar.close]), 'order',
    ['month first', of('', high.slice(1, 4), () => ({ open: null, high: null, low: null, volume: null }))], ['day first', '2024-03-09']],
  ['DAX.csv', csv('Datum;Eröffnung;Hoch;Tief;Schlusskurs', whole.map((bar) => bar), (bar) => [ddmmyyyy(bar, '.'), ...ohlc(bar).map((value) => grouped(value, '.'))], { separator: ';' }), 'mark',
    [',', of('DAX', whole, noVolume)], ['.', whole[0].close / 1000]],
  ['KOSPI.txt', csv('Date\tClose', whole, (bar) => [bar.ts, grouped(bar.close)], { separator: '\t' }), 'mark',
    ['.', of('KOSPI', whole, () => ({ open: null, high: null, low: null, volume: null }))], [',', whole[0].close / 1000]],
  ['currency_daily_BTC.csv', csv('timestamp,open (CNY),high (CNY),low (CNY),close (CNY),open (USD),high (USD),low (USD),close (USD),volume', newest(high), (bar, index) =>
    [bar.ts, ...ohlc(bar), ...ohlc(newest(days)[index]), bar.volume]), 'series', ['CNY', of('BTC', high)], ['USD', days[0].close]],
  ['yymmdd_KO.csv', csv('Date,Close', days.slice(0, 20), (bar) => [bar.ts.slice(2).replaceAll('-', '/'), bar.close]), 'order',
    ['year first', of('KO', days.slice(0, 20), () => ({ open: null, high: null, low: null, volume: null }))], ['day first', '2002-09-24']],
];

/** Files of which nothing is stored, and what is said. @type {[string, string | Uint8Array, RegExp][]} */
export const refused = [
  ['ZN.csv', csv('Date,Open,High,Low,Close', days, (bar, index) => [bar.ts, ...[0, 5, 0, 2].map((half) => `110'${two(index % 32)}${half}`)]), /thirty-seconds of a point, such as 110'000/],
  ['AAPL.csv', '<!DOCTYPE html>\n<html><body>You have hit your daily limit, try again</body></html>\n', /a web page, not prices: .*"You have hit your daily limit, try again"/],
  ['AAPL.csv', '[{"date":"2024-11-04","close":1.5}]', /is JSON, not CSV/],
  ['AAPL.xlsx', zipSync({ '[Content_Types].xml': bytes('<x/>'), 'xl/workbook.xml': bytes('<x/>') }), /an Excel workbook that cannot be read: save the sheet as CSV/],
  ['notes.zip', zipSync({ 'readme.md': bytes('x') }), /a zip archive without a price file inside/],
  ['AAPL.csv.gz', gzipSync(bytes(plain(days))).slice(0, 300), /is packed and cannot be unpacked: it may be damaged/],
];

export const oneBadRow = plain(days).replace(/(2024-10-08,[\d.]+),([\d.]+),([\d.]+)/, '$1,$3,$2');
export const outside = 'date,open,high,low,close\n2024-11-04,10,11,9,110\n2024-11-05,10,11,9,1.0\n';
export const repeatedHour = csv('datetime,close', ['00:30', '01:00', '01:30', '01:00', '01:30', '02:00'].map((time, index) => ({ ts: `2024-11-03 ${time}:00`, close: 100 + index })),
  (bar) => [bar.ts, bar.close]);
export const daily = 'symbol,date,close\nZZZ,2024-11-04,10\nZZZ,2024-11-05,11\n';
export const hourly = 'symbol,date,close\nZZZ,2024-11-05 00:00,12\nZZZ,2024-11-05 01:00,13\n';
export const ownBirch = csv('symbol,date,close', days, (bar) => ['BIRCH', bar.ts, bar.close]);
