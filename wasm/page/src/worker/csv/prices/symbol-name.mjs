// symbol-name.mjs - the symbol that the name of a file tells.

const TITLE = /^(.+?) (?:historical data|historische daten|dati storici|datos históricos|données historiques|dados históricos|stock price history|price history|prices?)\b/i;
const ENDINGS = /(?:\.(?:csv|txt|tsv|tab|dat|prn|asc|gz|zip|xlsx))+$/i;

// Words of sites, markets, intervals and forms; what remains is the symbol.
const WORDS = new Set(`daily weekly monthly hourly intraday minute minutes min hour hours day days week month d w m h
  historical historicaldata historicalprices history hist data download downloaded prices price quote quotes equity eq ohlc ohlcv
  candles candle candlestick bars bid ask mid last close adjusted adj full compact export exported csv table chart series stock
  stocks my own new copy final nasdaq nyse amex arca xetra lse tsx asx nse bse krx hkex oanda fx idc tvc cboe cme comex nymex cbot
  chris ice eurex binance kraken coinbase bitstamp bitfinex bybit okx gemini huobi kucoin yahoo stooq investing google tv unix iso
  tradingview alphavantage barchart wsj cdd dukascopy metastock mt mt4 mt5 quandl polygon ibkr tiingo eod us uk de pl ny z ms spot
  perp utc gmt est local tz multi tab dup whole short dash monthly currency utf8 utf16 cp1252`.split(/\s+/));
const isForm = (/** @type {string} */ word) => /^(?:\d+|\d+[smhdwy]|[smhdw]\d+|\d+(?:min|days?|hours?|minutes?)|m[on]\d*|\d{1,2}\.\d{1,2}\.\d{2,4})$/i.test(word);

/**
 * @param {string} fileName
 * @param {readonly string[]} [known] symbols that are there
 * @returns {string} '' where the name tells none
 */
export function symbolNamed(fileName, known = []) {
  const name = fileName.replace(/^.*[\\/]/, '').replace(/ ?\(\d+\)(?=\.|$)/, '').replace(ENDINGS, '').trim();
  const title = TITLE.exec(name)?.[1];
  const text = title ?? name;
  const same = known.find((symbol) => symbol.toLowerCase() === text.trim().toLowerCase());
  if (same !== undefined) return same;
  if (title !== undefined) return title.trim();
  const words = text.split(/[\s_,;-]+/).filter((word) => word !== '');
  for (const word of words) {
    const symbol = known.find((other) => other.toLowerCase() === word.toLowerCase());
    if (symbol !== undefined) return symbol;
  }
  // ICE is a market and a share.
  if (words.length === 1 && /^[A-Z][A-Z.]*$/.test(words[0])) return words[0];
  const left = words.filter((word) => !WORDS.has(word.toLowerCase()) && !isForm(word));
  const first = left[0] ?? '';
  return /^[a-z0-9.^=]+$/.test(first) ? first.toUpperCase() : first;
}
