// symbol-name.test.mjs - the symbol that the name of a file tells.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { symbolNamed } from '../../../../wasm/page/src/worker/csv/prices/symbol-name.mjs';

test('names as sites give them', () => {
  for (const [name, expected] of [
    ['AAPL.csv', 'AAPL'], ['aapl_us_d.csv', 'AAPL'], ['C:\\x\\SPX.csv', 'SPX'], ['AAPL (1).csv', 'AAPL'], ['AAPL.csv.gz', 'AAPL'], ['^GSPC.csv', '^GSPC'],
    ['brk.b.txt', 'BRK.B'], ['NASDAQ_AAPL, 1D.csv', 'AAPL'], ['BTCUSDT-1h-2026-11.zip', 'BTCUSDT'], ['XBTUSD_60.csv', 'XBTUSD'],
    ['Binance_BTCUSDT_1h.csv', 'BTCUSDT'], ['S&P 500 Historical Data.csv', 'S&P 500'], ['DAX Historische Daten.csv', 'DAX'],
    ['EURUSD_M5_202611240000_202611241635.csv', 'EURUSD'], ['daily_IBM.csv', 'IBM'], ['Quote-Equity-RELIANCE-EQ.csv', 'RELIANCE'],
    ['CHRIS-CME_CL1.csv', 'CL1'], ['tsla_daily_historical-data-download-11-24-2026.csv', 'TSLA'], ['ICE.csv', 'ICE'],
    ['HistoricalData_1732456.csv', ''], ['prices.csv', ''], ['', ''],
    ['DAX Historische Daten investing_de.csv', 'DAX'], ['Прошлые данные - IMOEX.csv', 'IMOEX'], ['SSEC历史数据.csv', 'SSEC'], ['CAC 40 - Données Historiques.csv', 'CAC 40'],
    ['BTC-USD.csv', 'BTC-USD'], ['7203.csv', '7203'], ['2024.csv', ''], ['AAPL.xlsx', 'AAPL'], ['yyyymmdd_KO.csv', 'KO'],
  ]) {
    assert.equal(symbolNamed(name), expected, name);
  }
});

test('a symbol that is there goes first, as it is written there', () => {
  assert.equal(symbolNamed('my_export_of_aapl.csv', ['MSFT', 'AAPL']), 'AAPL');
  assert.equal(symbolNamed('daily.csv', ['Daily']), 'Daily');
  assert.equal(symbolNamed('spx historical data.csv', ['S&P', 'SPX']), 'SPX');
});
