// columns.test.mjs - headers as sites write them, and files without one.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { guessColumns, isLikeHeader, readHeader } from '../../../../wasm/page/src/worker/csv/table/columns.mjs';

// "date=0 close=4": what is there.
const shown = (columns) => Object.entries(columns).filter(([, at]) => at !== -1).map(([name, at]) => `${name}=${at}`).join(' ');

test('headers of well-known sites', () => {
  for (const [header, expected] of [
    ['symbol,ts,open,high,low,close,volume', 'symbol=0 date=1 open=2 high=3 low=4 close=5 volume=6'],
    ['Date,Open,High,Low,Close,Adj Close,Volume', 'date=0 open=1 high=2 low=3 close=4 volume=6'],
    ['Date,Close/Last,Volume,Open,High,Low', 'date=0 open=3 high=4 low=5 close=1 volume=2'],
    ['Date,Price,Open,High,Low,Vol.,Change %', 'date=0 open=2 high=3 low=4 close=1 volume=5'],
    ['<TICKER>,<PER>,<DATE>,<TIME>,<OPEN>,<HIGH>,<LOW>,<CLOSE>,<VOL>,<OPENINT>',
      'symbol=0 date=2 time=3 open=4 high=5 low=6 close=7 volume=8'],
    ['<DATE>,<TIME>,<OPEN>,<HIGH>,<LOW>,<CLOSE>,<TICKVOL>,<VOL>,<SPREAD>', 'date=0 time=1 open=2 high=3 low=4 close=5 volume=7'],
    ['time,open,high,low,close,Volume', 'date=0 open=1 high=2 low=3 close=4 volume=5'],
    ['timestamp,open,high,low,close,volume', 'date=0 open=1 high=2 low=3 close=4 volume=5'],
    ['unix,date,symbol,open,high,low,close,Volume BTC,Volume USD', 'symbol=2 date=1 open=3 high=4 low=5 close=6 volume=7'],
    ['Unix,Date,Symbol,Open,High,Low,Close,Volume USDT,Volume BTC', 'symbol=2 date=1 open=3 high=4 low=5 close=6 volume=8'],
    ['Datum,Erster,Hoch,Tief,Schlusskurs,Stuecke,Volumen', 'date=0 open=1 high=2 low=3 close=4 volume=5'],
    ['Gmt time,Open,High,Low,Close,Volume', 'date=0 open=1 high=2 low=3 close=4 volume=5'],
    [',1. open,2. high,3. low,4. close,date', 'date=5 open=1 high=2 low=3 close=4'],
    ['t,o,h,l,c,v', 'date=0 open=1 high=2 low=3 close=4 volume=5'],
    ['observation_date,SP500', 'date=0 close=1'],
    ['SP500,DATE', 'date=1 close=0'],
    ['Date,Adj Close', 'date=0 close=1'],
    ['TRADE_DATE,Ticker,LAST PRICE (USD)', 'symbol=1 date=0 close=2'],
    ['CLOSE,DATE', 'date=1 close=0'],
    ['Quote Date,close', 'date=0 close=1'],
  ]) {
    const fields = header.split(',');
    assert.equal(shown(readHeader(fields).columns), expected, header);
    assert.ok(isLikeHeader(fields), header);
  }
});

test('headers that do not do', () => {
  for (const [header, expected] of [
    ['date,open,high', 'there is no column for the close among "date", "open", "high"'],
    ['open,close', 'there is no column for the date among "open", "close"'],
    ['foo,bar,baz', 'there is no column for the date and no close among "foo", "bar", "baz"'],
    ['date,close,Close', 'two columns are called "close"'],
    ['date,volume', 'there is no column for the close among "date", "volume"'],
  ]) {
    assert.equal(readHeader(header.split(',')).message, expected, header);
  }
});

test('what is no header', () => {
  for (const row of ['2020-01-01,1,2', 'AAPL,2020-01-01,3', 'close', '', 'AAPL,5', 'x,04/05/2020']) {
    assert.ok(!isLikeHeader(row.split(',')), row);
  }
});

test('files without a header', () => {
  for (const [row, expected] of [
    ['2020-01-01,5', 'date=0 close=1'],
    ['5,2020-01-01', 'date=1 close=0'],
    ['2020-01-01,1,2,3,4', 'date=0 open=1 high=2 low=3 close=4'],
    ['20200101,1,2,3,4,5', 'date=0 open=1 high=2 low=3 close=4 volume=5'],
    ['AAPL,04/05/2020,1,2,3,4,5', 'symbol=0 date=1 open=2 high=3 low=4 close=5 volume=6'],
    ['2020.01.01,09:30,1,2,3,4,5', 'date=0 time=1 open=2 high=3 low=4 close=5 volume=6'],
    ['1587115800,1,2,3,4,5', 'date=0 open=1 high=2 low=3 close=4 volume=5'],
  ]) {
    assert.equal(shown(guessColumns(row.split(','))), expected, row);
  }
  for (const row of ['1,2,3,4', '2020-01-01', '2020-01-01,1,2', '2020-01-01,1,2,3,4,5,6', 'a,b,2020-01-01,5', '']) {
    assert.equal(guessColumns(row.split(',')), undefined, row);
  }
});
