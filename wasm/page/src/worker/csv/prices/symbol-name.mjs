// symbol-name.mjs - the symbol that the name of a file tells.

// What Investing.com and others call their files, in their languages.
const TITLE = new RegExp(`[- ]*(?:${['historical (?:data|prices)', 'stock price history', 'price history', 'historische (?:daten|gegevens)', 'dati storici', 'datos históricos', 'données historiques',
  'dados históricos', 'dane historyczne', 'historiska (?:data|priser)', 'historiske (?:data|kurser)', 'geçmiş verileri', 'прошлые данные', '过去データ', '過去データ', '历史数据', '歷史數據', '과거 데이터'].join('|')})[- ]*`, 'iu');
const ENDINGS = /(?:\.(?:csv|txt|tsv|tab|dat|prn|asc|gz|zip|xlsx))+$/i;

// Words of sites, markets, intervals and forms; what remains is the symbol.
const WORDS = new Set(`daily weekly monthly hourly intraday minute minutes min hour hours day days week month d w m h
  historical historicaldata historicalprices history hist data download downloaded prices price quote quotes equity eq ohlc ohlcv
  candles candle candlestick bars bid ask mid last close adjusted adj full compact export exported csv table chart series stock
  stocks my own new copy final nasdaq nyse amex arca xetra lse tsx asx nse bse krx hkex oanda fx idc tvc cboe cme comex nymex cbot
  chris ice eurex binance kraken coinbase bitstamp bitfinex bybit okx gemini huobi kucoin yahoo stooq investing google tv unix iso
  tradingview alphavantage barchart wsj cdd dukascopy metastock mt mt4 mt5 quandl polygon ibkr tiingo eod us uk de pl ny z ms spot
  perp utc gmt est local tz multi tab dup whole short dash currency utf8 utf16 cp1252 pandas wkn historic dat ascii firstrate firstratedata histdata
  ninjatrader tradestation thinkorswim amibroker alpaca marketwatch comdirect onvista ariva boerse euronext finanzen coingecko bats kurse wochen trades klines space header bare fxcm quotes eurofxref excel`.split(/\s+/));
const PAIR = /^[A-Z0-9]{2,6}-(?:USD[TC]?|EUR|GBP|JPY|BTC|ETH)$/;
const isForm = (/** @type {string} */ word) => /^(?:[ymdhs]{4,}|\d+|\d+[smhdwy]|[smhdw]\d+|\d+(?:min|days?|hours?|minutes?)|m[on]\d*|\d{1,2}\.\d{1,2}\.\d{2,4})$/i.test(word);

/**
 * @param {string} fileName
 * @param {readonly string[]} [known] symbols that are there
 * @returns {string} '' where the name tells none
 */
export function symbolNamed(fileName, known = []) {
  const name = fileName.replace(/^.*[\\/]/, '').replace(/ ?\(\d+\)(?=\.|$)/, '').replace(ENDINGS, '').trim();
  const [before, after] = name.split(TITLE);
  const title = after === undefined ? undefined : before || after;
  const text = title ?? name;
  const same = known.find((symbol) => symbol.toLowerCase() === text.trim().toLowerCase());
  if (same !== undefined) return same;
  if (title !== undefined && title !== '') return title.trim();
  // BTC-USD is one word, daily-AAPL is two.
  const words = text.split(/[\s_,;]+/).flatMap((word) => PAIR.test(word) ? [word] : word.split('-')).filter((word) => word !== '');
  for (const word of words) {
    const symbol = known.find((other) => other.toLowerCase() === word.toLowerCase());
    if (symbol !== undefined) return symbol;
  }
  // ICE is a market and a share.
  if (words.length === 1 && /^[A-Z][A-Z.]*$/.test(words[0])) return words[0];
  // The codes of Tokyo, Seoul and Mumbai; a year is none.
  if (words.length === 1 && /^\d{4,6}$/.test(words[0]) && !/^(?:19|20)\d\d(?:[01]\d)?$/.test(words[0])) return words[0];
  const left = words.filter((word) => !WORDS.has(word.toLowerCase()) && !isForm(word));
  const first = left[0] ?? '';
  return /^[a-z0-9.^=]+$/.test(first) ? first.toUpperCase() : first;
}
