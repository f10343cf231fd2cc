// files-of-sites.mjs - price files as sites, exchanges and brokers of many countries hand them out; the figures are made up.

import { american, csv, days, ddmmyyyy, fives, german, grouped, high, hours, investing, latin, mmddyyyy, monthName, newest, noVolume, of, offset, ohlc, parts,
  quoted, rounded, two, unix, whole } from './price-files.mjs';

const twelve = (bar) => { const [h, m] = bar.ts.slice(11).split(':').map(Number); return `${h % 12 === 0 ? 12 : h % 12}:${two(m)}:00 ${h < 12 ? 'AM' : 'PM'}`; };
const french = (value, space = '\u202f') => `${grouped(Math.trunc(value), space)},${value.toFixed(2).slice(-2)}`;
const swiss = (value) => `${grouped(Math.trunc(value), '’')}.${value.toFixed(2).slice(-2)}`;
const only = (...names) => () => Object.fromEntries(['open', 'high', 'low', 'volume'].filter((name) => !names.includes(name)).map((name) => [name, null]));
const monthIn = (locale, form = 'short') => (bar) => new Intl.DateTimeFormat(locale, { month: form, day: 'numeric', timeZone: 'UTC' }).formatToParts(new Date(bar.ts)).find(({ type }) => type === 'month').value;
const encoded = (text, table) => Uint8Array.from([...text].flatMap((letter) => letter.charCodeAt(0) < 128 ? [letter.charCodeAt(0)] : table[letter]));
const cjkInvesting = (header, date) => investing(header, high, date, american);
// 始値 and others in Shift JIS, 시가 and others in EUC-KR, 开 and others in GB 18030.
const SHIFT_JIS = { 日: [0x93, 0xfa], 付: [0x95, 0x74], 始: [0x8e, 0x6e], 値: [0x92, 0x6c], 高: [0x8d, 0x82], 安: [0x88, 0xc0], 終: [0x8f, 0x49], 出: [0x8f, 0x6f], 来: [0x97, 0x88] };
const EUC_KR = { 일: [0xc0, 0xcf], 자: [0xc0, 0xda], 종: [0xc1, 0xbe], 가: [0xb0, 0xa1], 시: [0xbd, 0xc3], 고: [0xb0, 0xed], 저: [0xc0, 0xfa], 거: [0xb0, 0xc5], 래: [0xb7, 0xa1], 량: [0xb7, 0xae], 대: [0xb4, 0xeb], 비: [0xba, 0xf1] };
const GB = { 日: [0xc8, 0xd5], 期: [0xc6, 0xda], 开: [0xbf, 0xaa], 盘: [0xc5, 0xcc], 高: [0xb8, 0xdf], 低: [0xb5, 0xcd], 收: [0xca, 0xd5], 交: [0xbd, 0xbb], 易: [0xd2, 0xd7], 量: [0xc1, 0xbf] };
const isoZ = (bar) => `${bar.ts.replace(' ', 'T')}Z`;

// Of a day that tells the order of the date.
const later = hours.map((bar) => ({ ...bar, ts: `${bar.ts.slice(0, 8)}${two(Number(bar.ts.slice(8, 10)) + 12)}${bar.ts.slice(10)}` }));

/** As `straight` in price-files.mjs. @type {[string, string | Uint8Array, object[], Record<string, number>?][]} */
export const sites = [
  // Investing.com in its languages.
  ['CAC 40 - Données Historiques.csv', investing('"Date","Dernier","Ouv."," Plus Haut","Plus Bas","Vol.","Variation %"', high, (bar) => ddmmyyyy(bar), german), of('CAC 40', high, rounded)],
  ['IBEX 35 - Datos históricos.csv', investing('"Fecha","Último","Apertura","Máximo","Mínimo","Vol.","% var."', high, (bar) => ddmmyyyy(bar, '.'), german), of('IBEX 35', high, rounded)],
  ['FTSE MIB - Dati Storici.csv', investing('"Data","Ultimo","Apertura","Massimo","Minimo","Vol.","Var. %"', high, (bar) => ddmmyyyy(bar, '.'), german), of('FTSE MIB', high, rounded)],
  ['Ibovespa Dados Históricos.csv', investing('"Data","Último","Abertura","Máxima","Mínima","Vol.","Var%"', high, (bar) => ddmmyyyy(bar, '.'), german), of('Ibovespa', high, rounded)],
  ['AEX - Historische gegevens.csv', investing('"Datum","Laatste","Open","Hoog","Laag","Vol.","Verschil %"', high, (bar) => ddmmyyyy(bar, '-'), german), of('AEX', high, rounded)],
  ['BIST 100 Geçmiş Verileri.csv', investing('"Tarih","Şimdi","Açılış","Yüksek","Düşük","Hac.","Fark %"', high, (bar) => ddmmyyyy(bar, '.'), german), of('BIST 100', high, rounded)],
  ['WIG20 - dane historyczne.csv', investing('"Data","Ostatnio","Otwarcie","Max.","Min.","Wol.","Zmiana%"', high, (bar) => ddmmyyyy(bar, '.'), german), of('WIG20', high, rounded)],
  ['OMXS30 Historiska data.csv', investing('"Datum","Senaste","Öppning","Högst","Lägst","Vol.","+/- %"', high, (bar) => bar.ts, german), of('OMXS30', high, rounded)],
  ['Прошлые данные - IMOEX.csv', investing('"Дата","Цена","Откр.","Макс.","Мин.","Объём","Изм. %"', high, (bar) => ddmmyyyy(bar, '.'), german), of('IMOEX', high, rounded)],
  ['日経平均 過去データ.csv', cjkInvesting('"日付け","終値","始値","高値","安値","出来高","変化率 %"', (bar) => { const [y, m, d] = parts(bar); return `${y}年${m}月${d}日`; }), of('日経平均', high, rounded)],
  ['SSEC历史数据.csv', cjkInvesting('"日期","收盘","开盘","高","低","交易量","涨跌幅"', (bar) => { const [y, m, d] = parts(bar).map(Number); return `${y}年${m}月${d}日`; }), of('SSEC', high, rounded)],
  ['KOSPI 과거 데이터.csv', cjkInvesting('"날짜","종가","시가","고가","저가","거래량","변동 %"', (bar) => parts(bar).join('- ')), of('KOSPI', high, rounded)],
  // Germany and its neighbours.
  ['SAP_comdirect.csv', latin(`"SAP SE";"Xetra";"Kursdaten"\n\n${csv('"Datum";"Eröffnung";"Hoch";"Tief";"Schluss";"Volumen"', newest(high), (bar) => quoted([ddmmyyyy(bar, '.'), ...ohlc(bar).map(german), grouped(bar.volume, '.')]), { separator: ';', end: '\r\n' })}`), of('SAP', high)],
  ['history-SIE.csv', csv('Datum;Eroeffnung;Hoch;Tief;Schluss;Volumen', newest(high), (bar) => [ddmmyyyy(bar, '.'), ...ohlc(bar).map(german), bar.volume], { separator: ';' }).replace('Eroeffnung', 'Eröffnung'), of('SIE', high)],
  ['wkn_SAP_historic.csv', csv('Datum;Erster;Hoch;Tief;Schlusskurs;Stuecke;Volumen', newest(high), (bar) => [bar.ts, ...ohlc(bar).map((value) => value.toFixed(2).replace('.', ',')), grouped(bar.volume, '.'), '1.234.567'], { separator: ';' }), of('SAP', high)],
  ['BMW.csv', csv('Datum;Schlusspreis;Eröffnung;Tageshoch;Tagestief;Umsatz (EUR);Umsatz (Stk.)', newest(high), (bar) => [ddmmyyyy(bar, '.'), german(bar.close), german(bar.open), german(bar.high), german(bar.low), '9.999.999,50', grouped(bar.volume, '.')], { separator: ';' }), of('BMW', high)],
  ['NESN.csv', csv('Date;Open;High;Low;Close;Volume', high, (bar) => [ddmmyyyy(bar, '.'), ...ohlc(bar).map(swiss), grouped(bar.volume, '’')], { separator: ';' }), of('NESN', high)],
  ['MC_euronext.csv', `\ufeff"Historical Data"\n"From 2024-09-02 to 2024-10-25"\nFR0000121014\n${csv('Date;Open;High;Low;Last;Close;"Number of Shares";"Number of Trades";Turnover;vwap', newest(high), (bar) => [ddmmyyyy(bar), ...ohlc(bar).slice(0, 3), bar.close, bar.close, bar.volume, 900, 1234567.5, 1], { separator: ';' })}`, of('MC', high)],
  ['OR_boursorama.txt', csv('date\touv\thaut\tbas\tclot\tvol\tdevise', high, (bar) => [ddmmyyyy(bar), ...ohlc(bar).map((value) => french(value)), grouped(bar.volume, '\u202f'), 'EUR'], { separator: '\t' }).replace('clot\t', 'clôture\t'), of('OR', high)],
  ['PKN.csv', csv('Data;Otwarcie;Max;Min;Zamkniecie;Obroty', high, (bar) => [bar.ts, ...ohlc(bar).map((value) => french(value, ' ')), grouped(bar.volume, ' ')], { separator: ';' }), of('PKN', high)],
  // India, Japan, Korea, China, Australia.
  ['500325.csv', csv('Date,Open Price,High Price,Low Price,Close Price,WAP,No.of Shares,No. of Trades,Total Turnover (Rs.),Deliverable Quantity,% Deli. Qty to Traded Qty,Spread High-Low,Spread Close-Open', newest(days), (bar) =>
    [`${Number(parts(bar)[2])}-${monthIn('en-US', 'long')(bar)}-${parts(bar)[0]}`, ...ohlc(bar), 1.5, bar.volume, 10, 5, 5, 5.5, 1, 1, '']).replaceAll(',\n', '\n'), of('500325', days)],
  ['sec_bhavdata_full.csv', `${csv('SYMBOL, SERIES, DATE1, PREV_CLOSE, OPEN_PRICE, HIGH_PRICE, LOW_PRICE, LAST_PRICE, CLOSE_PRICE, AVG_PRICE, TTL_TRD_QNTY, TURNOVER_LACS', ['INFY', 'RELIANCE', 'TCS'].map((symbol) => ({ symbol, ...days[0], close: days[0].close })), (bar) =>
    [bar.symbol, 'EQ', `${parts(bar)[2]}-${monthName(bar)}-${parts(bar)[0]}`, 1, bar.open, bar.high, bar.low, bar.close, bar.close, 1, bar.volume, 2.5], { separator: ', ' })}`, ['INFY', 'RELIANCE', 'TCS'].flatMap((symbol) => of(symbol, days.slice(0, 1)))],
  ['BhavCopy_NSE_CM.csv', csv('TradDt,BizDt,Sgmt,Src,FinInstrmTp,FinInstrmId,ISIN,TckrSymb,SctySrs,OpnPric,HghPric,LwPric,ClsPric,LastPric,PrvsClsgPric,TtlTradgVol,TtlTrfVal', ['ACC', 'BEL'].map((symbol) => ({ symbol, ...days[1] })), (bar) =>
    [bar.ts, bar.ts, 'CM', 'NSE', 'STK', 22, 'INE012A01025', bar.symbol, 'EQ', ...ohlc(bar), bar.close, 1, bar.volume, 9]), ['ACC', 'BEL'].flatMap((symbol) => of(symbol, days.slice(1, 2)))],
  ['7203.csv', encoded(csv('日付,始値,高値,安値,終値,出来高', whole, (bar) => [parts(bar).join('/'), ...ohlc(bar), bar.volume]), SHIFT_JIS), of('7203', whole)],
  ['005930.csv', encoded(csv('"일자","종가","대비","시가","고가","저가","거래량"', newest(whole), (bar) => quoted([parts(bar).join('/'), bar.close, '100', bar.open, bar.high, bar.low, bar.volume])), EUC_KR), of('005930', whole)],
  ['600519.csv', encoded(csv('日期,开盘,高,低,收盘,交易量', days, (bar) => [bar.ts, ...ohlc(bar), bar.volume]), GB), of('600519', days)],
  ['asx_20241025.txt', csv('', [...of('BHP', days), ...of('CBA', days)], (bar) => [bar.symbol, bar.ts.replaceAll('-', ''), ...ohlc(bar), bar.volume]), [...of('BHP', days), ...of('CBA', days)]],
  // America: sites and data vendors.
  ['TSLA_tiingo.csv', csv('date,close,high,low,open,volume,adjClose,adjHigh,adjLow,adjOpen,adjVolume,divCash,splitFactor', days, (bar) => [`${bar.ts} 00:00:00+00:00`, bar.close, bar.high, bar.low, bar.open, bar.volume, 1, 1, 1, 1, 1, 0, 1]), of('TSLA', days)],
  ['AAPL_alpaca.csv', csv('symbol,timestamp,open,high,low,close,volume,trade_count,vwap', days, (bar) => ['AAPL', `${bar.ts}T0${bar.ts < '2024-10-10' ? 4 : 5}:00:00Z`, ...ohlc(bar), bar.volume, 9, 1.5]), of('AAPL', days)],
  ['AAPL_firstrate.txt', csv('', days, (bar) => [bar.ts, ...ohlc(bar), bar.volume]), of('AAPL', days)],
  ['ES_1min_firstrate.txt', csv('', fives, (bar) => [bar.ts, ...ohlc(bar), bar.volume]), of('ES', fives)],
  ['MSFT.csv', `${csv('"","MSFT.Open","MSFT.High","MSFT.Low","MSFT.Close","MSFT.Volume","MSFT.Adjusted"', days, (bar) => [`"${bar.ts}"`, ...ohlc(bar), bar.volume, 1.5])}`, of('MSFT', days)],
  ['pandas_NVDA.csv', csv(',Open,High,Low,Close,Volume,Dividends,Stock Splits', days, (bar) => [`${bar.ts} 00:00:00-04:00`, ...ohlc(bar), bar.volume, 0, 0]), of('NVDA', days)],
  ['DGS10.csv', csv('observation_date,DGS10', days, (bar, index) => [bar.ts, index === 3 ? '' : (bar.close / 25).toFixed(2)]), of('DGS10', days.filter((_, index) => index !== 3), (bar) => ({ ...only()(bar), close: Number((bar.close / 25).toFixed(2)) })), { 'no price': 1 }],
  ['GOOG_sheets.csv', csv('Date,Open,High,Low,Close,Volume', days, (bar, index) => [`${mmddyyyy(bar)} ${index === 5 ? '13:00:00' : '16:00:00'}`, ...ohlc(bar), bar.volume]), of('GOOG', days)],
  ['HSBA_lse.csv', csv('Date,Price (GBX),Open,High,Low,Volume', newest(days), (bar) => [`${parts(bar)[2]} ${monthName(bar)} ${parts(bar)[0]}`, `${bar.close}p`, `${bar.open}p`, `${bar.high}p`, `${bar.low}p`, bar.volume]), of('HSBA', days)],
  ['marketwatch_V.csv', csv('Date,Open,High,Low,Close,Volume', newest(high), (bar) => [mmddyyyy(bar), ...quoted(ohlc(bar).map((value) => american(value))), `"${american(bar.volume, 0)}"`]), of('V', high)],
  // Coins and currencies.
  ['BTCUSDT-1h-header.csv', csv('open_time,open,high,low,close,volume,close_time,quote_volume,count,taker_buy_volume,taker_buy_quote_volume,ignore', hours, (bar) => [`${unix(bar)}000`, ...ohlc(bar), bar.volume, `${unix(bar) + 3599}999`, '1.5', 7, '1.5', '1.5', 0]), of('BTCUSDT', hours)],
  ['ETHUSD_d_cdd.csv', `https://www.CryptoDataDownload.com\n${csv('unix,date,symbol,open,high,low,close,Volume ETH,Volume USD', newest(days), (bar) => [unix(bar), `${bar.ts} 00:00:00`, 'ETH/USD', ...ohlc(bar), 3.25, 9999])}`, of('ETH/USD', days, () => ({ volume: 3.25 }))],
  ['BTC_cdd_differs.csv', csv('Unix Timestamp,Date,Symbol,Open,High,Low,Close,Volume', newest(hours), (bar) => [unix(bar), offset(bar, -5).slice(0, 19).replace('T', ' '), 'BTCUSD', ...ohlc(bar), 3.25]), of('BTCUSD', hours, () => ({ volume: 3.25 }))],
  ['BTC_old_cdd.csv', csv('Date,Symbol,Open,High,Low,Close,Volume BTC', newest(hours), (bar) => { const hour = Number(bar.ts.slice(11, 13)); return [`${bar.ts.slice(0, 10)} ${two(hour % 12 === 0 ? 12 : hour % 12)}-${hour < 12 ? 'AM' : 'PM'}`, 'BTCUSD', ...ohlc(bar), 3.25]; }), of('BTCUSD', hours, () => ({ volume: 3.25 }))],
  ['BTC-USD_coinbase_bare.csv', csv('', newest(hours), (bar) => [unix(bar), bar.low, bar.high, bar.open, bar.close, bar.volume]), of('BTC-USD', hours)],
  ['DAT_ASCII_EURUSD_M1_202411.csv', csv('', fives, (bar) => [`${bar.ts.slice(0, 10).replaceAll('-', '')} ${bar.ts.slice(11).replaceAll(':', '')}`, ...ohlc(bar).map((value) => value.toFixed(6)), 0], { separator: ';' }), of('EURUSD', fives, () => ({ volume: 0 }))],
  ['GBPUSD_dukascopy.csv', csv('Local time,Open,High,Low,Close,Volume', fives, (bar) => [`${ddmmyyyy(bar, '.')} ${offset(bar, 1).slice(11, 19)}.000 GMT+0100`, ...ohlc(bar), bar.volume]), of('GBPUSD', fives)],
  ['coingecko_ETH.csv', csv('snapped_at,price,market_cap,total_volume', days, (bar) => [`${bar.ts} 00:00:00 UTC`, bar.close, 9, bar.volume]), of('ETH', days, (bar) => ({ ...only()(bar), volume: bar.volume }))],
  // Programs for traders.
  ['EURUSD5.csv', csv('', fives, (bar) => [bar.ts.slice(0, 10).replaceAll('-', '.'), bar.ts.slice(11, 16), ...ohlc(bar), bar.volume]), of('EURUSD5', fives)],
  ['NQ_ninjatrader.txt', csv('', hours, (bar) => [`${bar.ts.slice(0, 10).replaceAll('-', '')} ${bar.ts.slice(11).replaceAll(':', '')}`, ...ohlc(bar), bar.volume], { separator: ';' }), of('NQ', hours)],
  ['SPY_tradestation.txt', csv('"Date","Time","Open","High","Low","Close","Vol","OI"', later, (bar) => [mmddyyyy(bar), bar.ts.slice(11, 16), ...ohlc(bar), bar.volume, 0]), of('SPY', later)],
  ['AMZN_amibroker.csv', csv('Ticker,Date/Time,Open,High,Low,Close,Volume', days, (bar) => ['AMZN', mmddyyyy(bar), ...ohlc(bar), bar.volume]), of('AMZN', days)],
  ['IBKR_flex.csv', csv('"Symbol","Date/Time","Open","High","Low","Close","Volume"', hours, (bar) => quoted(['BTC', `${bar.ts.slice(0, 10).replaceAll('-', '')};${bar.ts.slice(11).replaceAll(':', '')}`, ...ohlc(bar), bar.volume])), of('BTC', hours)],
  ['SI_ibkr_utc.csv', csv('date,open,high,low,close,volume', hours, (bar) => [`${bar.ts.slice(0, 10).replaceAll('-', '')}-${bar.ts.slice(11)}`, ...ohlc(bar), bar.volume]), of('SI', hours)],
  ['BATS_SPY, 1W.csv', csv('time,open,high,low,close', days.filter((_, index) => index % 5 === 0), (bar) => [unix(bar) + 48600, ...ohlc(bar)]), of('SPY', days.filter((_, index) => index % 5 === 0), noVolume)],
  ['FX_EURUSD, 1D.csv', csv('time,open,high,low,close', days, (bar) => [unix(bar) - 3 * 3600, ...ohlc(bar)]), of('EURUSD', days, noVolume)],
  ['AAPL_thinkorswim.csv', `Strategy report\nSymbol: AAPL\n\n${csv('Date,Time,Open,High,Low,Close,Volume', later, (bar) => [`${Number(parts(bar)[1])}/${Number(parts(bar)[2])}/${parts(bar)[0].slice(2)}`, twelve(bar), ...ohlc(bar), `"${american(bar.volume, 0)}"`])}`, of('AAPL', later)],
  ['GC_space.prn', csv('Date        Time   Open   High   Low   Close  Volume', fives, (bar) => [bar.ts.slice(0, 10), bar.ts.slice(11, 16), ...ohlc(bar), bar.volume], { separator: '   ' }), of('GC', fives)],
  ['EURUSD_oanda.csv', csv('time,bid open,bid high,bid low,bid close,volume', fives, (bar) => [isoZ(bar).replace('Z', '.000000000Z'), ...ohlc(bar), bar.volume]), of('EURUSD', fives)],
  ['Kurse_DTE.txt', csv('Datum|Schluss', days, (bar) => [`${Number(parts(bar)[2])}. ${monthIn('de', 'long')(bar)} ${parts(bar)[0]}`, `${german(bar.close)} €`], { separator: '|' }), of('DTE', days, only())],
  ['ENI.csv', csv('Data;Prezzo', days, (bar) => [`${Number(parts(bar)[2])} ${monthIn('it')(bar)} ${parts(bar)[0]}`, german(bar.close)], { separator: ';' }), of('ENI', days, only())],
  ['TEF.csv', csv('Fecha;Cierre', days, (bar) => [`${Number(parts(bar)[2])} de ${monthIn('es', 'long')(bar)} de ${parts(bar)[0]}`, german(bar.close)], { separator: ';' }), of('TEF', days, only())],
  ['AIR.csv', csv('Date;Cours', days, (bar) => [`${parts(bar)[2]}-${monthIn('fr')(bar)}-${parts(bar)[0].slice(2)}`, german(bar.close)], { separator: ';' }), of('AIR', days, only())],
  ['INGA.csv', csv('Datum;Slotkoers', days, (bar) => [`${monthIn('nl')(bar)} ${parts(bar)[2]}, ${parts(bar)[0]}`, german(bar.close)], { separator: ';' }), of('INGA', days, only())],
  ['PETR4.csv', csv('Data;Fechamento', days, (bar) => [`${parts(bar)[2]}/${monthIn('pt')(bar).replace('.', '')}/${parts(bar)[0].slice(2)}`, german(bar.close)], { separator: ';' }), of('PETR4', days, only())],
];
