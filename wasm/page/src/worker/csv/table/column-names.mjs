// column-names.mjs - the names that sites and programs give to the columns of prices.

/** @typedef {'symbol' | 'date' | 'time' | 'open' | 'high' | 'low' | 'close' | 'volume'} Role */

const list = (/** @type {string} */ text) => text.split(',').map((name) => name.trim());

// In order of preference: a file with "Close" and "Adj Close" is read by its "Close". As normalised()
// leaves them: small letters without accents.
/** @type {Record<Role, string[]>} */
export const NAMES = {
  symbol: list(`symbol, ticker, tic, tckr symb, instrument, pair, sym, ric, act symbol, contract, security, symbol name, kurzel, symbole, simbolo,
    代码, 股票代码, 銘柄コード, コード, 종목코드, sc name, scrip, name, code, isin`),
  date: list(`ts, date, datetime, date time, timestamp, date time utc, timestamp utc, time utc, trade date, trading date, trading day, trad dt, date1, observation date,
    price date, value date, as of date, quote date, bar date, day, month, period, time period, gmt time, utc time, local time, open time, start time, start, bar time,
    window start, dtyyyymmdd, datum, handelstag, kursdatum, data, data sesji, fecha, tarih, dato, pvm, paivamaara, дата, 日期, 交易日期, 日付, 日付け, 年月日, 日時,
    时间, 時間, 날짜, 일자, unix, unix timestamp, unix time, epoch, time, zeit, t, dt`),
  time: list('time, time utc, bar time, trade time, uhrzeit, zeit, heure, hora, ora, godzina, czas, saat, tijd, tid, время, 时间, 時間, 時刻, 시간'),
  open: list(`open, open price, opening price, opening, opn pric, price open, px open, o, eroffnung, eroffnungskurs, eroffn, eroffnungspreis, erster, anfang, ouverture, ouv, premier, apertura,
    apert, abertura, otwarcie, открытие, откр, acilis, abrir, apri, offen, oppning, oppningskurs, abning, apning, 开盘, 开盘价, 開盤, 開盤價, 今开, 始値, 시가, first`),
  high: list(`high, high price, highest, tages hoch, eleve, alto, highest price, hgh pric, price high, px high, day high, h, hoch, tageshoch, hochst, hochster, hochstkurs, hoog, hoogste, haut, plus haut, maximo, max, maximum,
    massimo, maxima, najwyzszy, макс, максимум, yuksek, hogst, hogstkurs, hogsta, hoj, hojeste, hoy, 高, 最高, 最高价, 最高價, 高値, 고가`),
  low: list(`low, low price, lowest, tages tief, faible, basso, baixo, lowest price, lw pric, price low, px low, day low, l, tief, tagestief, tiefst, tiefster, tiefstkurs, laag, laagste, bas, plus bas, minimo, min, minimum,
    minima, najnizszy, мин, минимум, dusuk, lagst, lagstkurs, lagsta, lav, laveste, 低, 最低, 最低价, 最低價, 安値, 저가`),
  close: list(`close, close last, close price, closing price, closing, cls pric, price close, px close, settle, settlement, settlement price, settle price, sett price,
    last, last price, px last, price, latest, c, ltp, schluss, schlusskurs, schlusspreis, zuletzt, letzter, letzter kurs, slot, slotkoers, laatste,
    cloture, dernier, dernier cours, cours, cierre, cerrar, chiudi, fechar, ultimo, ultimo precio, chiusura, prezzo, fechamento, zamkniecie, ostatnio, kurs zamkniecia, закрытие, цена,
    simdi, kapanis, fiyat, senaste, stangning, slutkurs, stangningskurs, sidste, siste, lukke, lukkekurs, 收盘, 收盘价, 收盤, 收盤價, 終値, 종가, 현재가, kurs, nav, nav per share,
    net asset value, value, obs value, rate, level, index value, fixing, mid, mid price, adj close, adj close price, adjusted close, close adjusted`),
  volume: list(`volume, vol, v, total volume, trade volume, trading volume, traded volume, total traded quantity, tot trd qty, ttl trd qnty, ttl tradg vol, shares, shares traded, no of shares,
    number of shares, number of shares traded, quantity, qty, stucke, stuecke, stuck, volumen, wolumen, wol, obroty, объем, обьем, hac, hacim, volym, antal aktier,
    交易量, 成交量, 成交股數, 成交股数, 出来高, 売買高, 거래량, tickvol, tick volume, tick vol, real volume`),
};

/**
 * A name as NAMES has it: "<CLOSE>", "Close/Last", "4. close", "closePrice" and "Close (USD)" are "close", "close
 * last" and "close price".
 * @param {string} text
 */
export const normalised = (text) => text
  .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
  .toLowerCase()
  .replace(/^\s*<|>\s*$|[([（].*[)\]）]|, *[a-z]{3}\s*$|^\s*\d+[a-z]?\. |[*$%#"']/g, ' ')
  .replace(/[\s_./-]+/g, ' ')
  .trim()
  .replaceAll('ł', 'l').replaceAll('ı', 'i').replaceAll('ø', 'o').replaceAll('ё', 'е')
  .normalize('NFD').replace(/[\u0300-\u036f]/g, '').normalize('NFC');

/**
 * Which of several columns of one kind it is, where its name has that: "close (USD)", "BidClose".
 * @param {string} text
 */
export function seriesOf(text) {
  const inside = /[([]([^()[\]]*)[)\]]\s*$/.exec(text)?.[1].trim() ?? '';
  return inside !== '' ? inside : /^(bid|ask|mid)|(?<=[ _.])(bid|ask|mid)$/i.exec(text)?.[0] ?? '';
}

/** A normalised name without what seriesOf() takes out of it. @param {string} name */
export const withoutSide = (name) => name.replace(/^(?:bid|ask|mid) (?=\S)|(?<=\S) (?:bid|ask|mid)$/, '');

/** Of shares, though the word alone is of money. @param {string} text a name as it is in the file */
export const isShareTurnover = (text) => /(?:umsatz|turnover|volumen|obrot|volume).*\b(?:stk|stück|stuck|shares|units|szt)\b/i.test(text);
