-- The table every query in this folder reads.
-- Running this file again changes nothing.

-- One row is one bar: a day, a month, any interval that is the same throughout a symbol.
--
--   symbol  any name
--   ts      start of the bar, ISO 8601 as SQLite's date functions write it: 2020-04-17 or
--           2020-04-17 09:30:00. Such text sorts in order of time. '+0 days' makes them count:
--           2020-02-30 would come back as 2020-03-01, and so is refused. One form for all bars of a
--           symbol, which the triggers below see to.
--   close   the price the averages are taken of. A bar without one is no bar.
--   open, high, low, volume
--           NULL where the source has closes only. Averages skip NULL prices.
--
-- WITHOUT ROWID stores the rows themselves in order of the primary key. All bars of a symbol lie
-- side by side, oldest first, which is just what OVER (PARTITION BY symbol ORDER BY ts) asks for:
-- the window reads the table as it stands, and nothing is sorted or looked up.
--
-- The price checks admit every finite number, negative ones too (oil in April 2020). 9e999 reads
-- as infinity, and SQLite sorts text and blobs above all numbers: the one comparison keeps out
-- infinities, words and empty strings.
CREATE TABLE IF NOT EXISTS prices(
  symbol TEXT NOT NULL CHECK (symbol <> ''),
  ts     TEXT NOT NULL CHECK (ts IS date(ts, '+0 days') OR ts IS datetime(ts, '+0 days')),
  open   REAL          CHECK (open > -9e999 AND open < 9e999),
  high   REAL          CHECK (high > -9e999 AND high < 9e999),
  low    REAL          CHECK (low > -9e999 AND low < 9e999),
  close  REAL NOT NULL CHECK (close > -9e999 AND close < 9e999),
  volume NUMERIC       CHECK (volume >= 0 AND volume < 9e999), -- whole for shares, not for coins
  PRIMARY KEY (symbol, ts),
  CHECK (low <= high)
) WITHOUT ROWID;

-- 2020-04-17 and 2020-04-17 00:00:00 are one time, but two keys: in both forms a symbol would have the
-- bar twice. A CHECK cannot look at other rows. Nor could it refuse the second form, as markets that
-- never close have bars that begin at midnight: among bars with times, one without would be missed by
-- ts >= '2020-04-17 00:00:00'. Any other bar of the symbol tells its form, since all have the same.
CREATE TRIGGER IF NOT EXISTS prices_insert_form AFTER INSERT ON prices
WHEN length(new.ts) <> (SELECT length(ts) FROM prices WHERE symbol = new.symbol AND ts <> new.ts LIMIT 1)
BEGIN
  SELECT RAISE(ABORT, 'prices.ts: the bars of a symbol have all a date, or all a date and a time');
END;

CREATE TRIGGER IF NOT EXISTS prices_update_form AFTER UPDATE OF symbol, ts ON prices
WHEN length(new.ts) <> (SELECT length(ts) FROM prices WHERE symbol = new.symbol AND ts <> new.ts LIMIT 1)
BEGIN
  SELECT RAISE(ABORT, 'prices.ts: the bars of a symbol have all a date, or all a date and a time');
END;
