// column-names.mjs - the names that sites and programs give to the columns of prices.

/** @typedef {'symbol' | 'date' | 'time' | 'open' | 'high' | 'low' | 'close' | 'volume'} Role */

// In order of preference: a file with "Close" and "Adj Close" is read by its "Close". As normalised()
// leaves them: small letters without accents.
/** @type {Record<Role, string[]>} */
export const NAMES = {
  symbol: ['symbol', 'ticker', 'tic', 'instrument', 'pair', 'name', 'kurzel', 'code'],
  date: [
    'ts', 'date', 'datetime', 'date time', 'timestamp', 'trade date', 'trading date', 'trading day',
    'observation date', 'price date', 'day', 'month', 'gmt time', 'utc time', 'local time', 'open time',
    'window start', 'dtyyyymmdd', 'datum', 'data', 'fecha', 'tarih', 'дата', '日期', '日付', '日付け', '날짜',
    'unix', 'unix timestamp', 'unix time', 'time', 'zeit', 't',
  ],
  time: ['time', 'uhrzeit', 'zeit', 'heure', 'hora', 'ora', 'godzina', 'czas'],
  open: [
    'open', 'open price', 'opening price', 'o', 'eroffnung', 'eroffn', 'erster', 'ouverture', 'ouv', 'apertura',
    'abertura', 'otwarcie', 'открытие', 'откр', 'acilis', '开盘', '開盤', '始値', '시가',
  ],
  high: [
    'high', 'high price', 'h', 'hoch', 'tageshoch', 'hoog', 'haut', 'plus haut', 'maximo', 'max', 'massimo', 'maxima',
    'najwyzszy', 'макс', 'yuksek', '高', '高値', '最高', '고가',
  ],
  low: [
    'low', 'low price', 'l', 'tief', 'tagestief', 'laag', 'bas', 'plus bas', 'minimo', 'min', 'minima',
    'najnizszy', 'мин', 'dusuk', '低', '安値', '最低', '저가',
  ],
  close: [
    'close', 'close last', 'close price', 'closing price', 'settle', 'settlement', 'settlement price',
    'last', 'last price', 'price', 'latest', 'c', 'ltp', 'schluss', 'schlusskurs', 'zuletzt', 'letzter', 'slot', 'laatste',
    'cloture', 'dernier', 'cierre', 'ultimo', 'chiusura', 'fechamento', 'zamkniecie', 'ostatnio', 'закрытие', 'цена',
    'simdi', '收盘', '收盤', '終値', '종가', 'value', 'adj close', 'adjusted close', 'close adjusted',
  ],
  volume: [
    'volume', 'vol', 'v', 'total volume', 'trade volume', 'total traded quantity', 'shares', 'shares traded', 'stucke', 'stuecke',
    'volumen', 'wolumen', 'obroty', 'объем', 'hac', '交易量', '成交量', '出来高', '거래량', 'tickvol', 'tick volume',
  ],
};

/**
 * A name as NAMES has it: "<CLOSE>", "Close/Last", "4. close" and "Close (USD)" are "close" and
 * "close last".
 * @param {string} text
 */
export const normalised = (text) => text
  .toLowerCase()
  .replace(/^\s*<|>\s*$|\(.*\)|^\s*\d+[a-z]?\. |[*$]/g, ' ')
  .replace(/[\s_./-]+/g, ' ')
  .trim()
  .replaceAll('ł', 'l').replaceAll('ı', 'i')
  .normalize('NFD').replace(/[\u0300-\u036f]/g, '').normalize('NFC');

/**
 * Which of several columns of one kind it is, where its name has that in parentheses: "close (USD)".
 * @param {string} text
 */
export const seriesOf = (text) => /\(([^()]*)\)\s*$/.exec(text)?.[1].trim() ?? '';
