-- Takes a CSV file over into prices: all of it, or nothing and the reasons.
--
--   sqlite3 -bail prices.db ".read sql/schema.sql" ".import --csv FILE prices_raw" ".read sql/import.sql"
--
-- The CLI makes the table prices_raw and names its columns by the file's first line. They are read by
-- name, in any order and case:
--
--   symbol, or ticker            where the file has none, see "To change"
--   ts, date, datetime, timestamp or time, or both date and time
--   close
--   open, high, low, volume      where the file has them
--
-- Other columns are left out, and named at the end. A date is as in schema.sql; with T, Z or an offset,
-- which makes it UTC; or Unix time in seconds, milliseconds, microseconds or nanoseconds. Where all bars
-- of a symbol begin at midnight they get the date alone, unless prices has times for it.
--
-- A number is a number, and nothing before or behind it; an empty field is none. Whatever else there is,
-- and a bar that is twice in the file, is a problem, and then no row is taken over. The first 20 are
-- shown, temp.import_problems has all, and the file ends with an error. row counts below the first line.
--
-- A bar that prices already has stays as it is where it is the same, and becomes the file's where not.
-- prices_raw is gone in the end, also after an error: the next file makes its own.
--
-- Needs:     prices (schema.sql), prices_raw.
-- To change: NULL AS symbol, for a file without one. Or, leaving this file as it is, before it runs:
--            ALTER TABLE prices_raw ADD COLUMN symbol DEFAULT 'SPY'. Likewise for another name:
--            ALTER TABLE prices_raw RENAME COLUMN "Adj Close" TO close.

DROP TABLE IF EXISTS temp.import_given;
CREATE TEMP TABLE import_given AS SELECT NULL AS symbol;

-- ---- What the file has ---------------------------------------------------------------------------

DROP TABLE IF EXISTS temp.import_columns;
CREATE TEMP TABLE import_columns AS
SELECT name, lower(name) AS called FROM pragma_table_info('prices_raw');

-- The columns turn text that is a number into that number, and leave other text as it is: a CAST would
-- make 'n/a' 0.
DROP TABLE IF EXISTS temp.import_rows;
CREATE TEMP TABLE import_rows(
  row    INTEGER PRIMARY KEY,
  symbol TEXT,
  ts     NUMERIC,
  open   REAL,
  high   REAL,
  low    REAL,
  close  REAL,
  volume NUMERIC
);

-- A name that prices_raw has not, SQLite looks for around the subquery: there it is a NULL of absent.
INSERT INTO temp.import_rows(row, symbol, ts, open, high, low, close, volume)
SELECT line.row,
       (SELECT nullif(trim(coalesce(symbol, ticker)), '') FROM prices_raw WHERE _rowid_ = line.row),
       (SELECT nullif(trim(coalesce(ts, datetime, timestamp, date || ifnull(' ' || time, ''), time)), '')
          FROM prices_raw WHERE _rowid_ = line.row),
       (SELECT nullif(open, '') FROM prices_raw WHERE _rowid_ = line.row),
       (SELECT nullif(high, '') FROM prices_raw WHERE _rowid_ = line.row),
       (SELECT nullif(low, '') FROM prices_raw WHERE _rowid_ = line.row),
       (SELECT nullif(close, '') FROM prices_raw WHERE _rowid_ = line.row),
       (SELECT nullif(volume, '') FROM prices_raw WHERE _rowid_ = line.row)
  FROM (SELECT _rowid_ AS row FROM prices_raw) AS line,
       temp.import_given,
       (SELECT NULL AS ticker, NULL AS ts, NULL AS datetime, NULL AS timestamp, NULL AS date,
               NULL AS time, NULL AS open, NULL AS high, NULL AS low, NULL AS close, NULL AS volume)
         AS absent;

DROP TABLE prices_raw;

-- ---- Times ---------------------------------------------------------------------------------------

-- at is 2020-04-17 09:30:00 in UTC, or NULL for what is no date. is_whole: a ts has whole seconds.
DROP TABLE IF EXISTS temp.import_times;
CREATE TEMP TABLE import_times(row INTEGER PRIMARY KEY, at TEXT, is_whole INTEGER);

-- Unix time, whose unit its size tells: seconds from 1973 to 2286, or before 1967, have nine or ten
-- digits, milliseconds three more.
INSERT INTO temp.import_times(row, at, is_whole)
SELECT row,
       CASE WHEN size / unit >= 1e8 AND size / unit < 1e10 AND size < 9e18
            THEN datetime(CAST(ts AS INTEGER) / unit, 'unixepoch')
       END,
       ts = CAST(ts AS INTEGER) AND CAST(ts AS INTEGER) % unit = 0
  FROM (SELECT *,
               CASE WHEN size < 1e11 THEN 1
                    WHEN size < 1e14 THEN 1000
                    WHEN size < 1e17 THEN 1000000
                    ELSE 1000000000
               END AS unit
          FROM (SELECT row, ts, abs(CAST(ts AS REAL)) AS size
                  FROM temp.import_rows
                 WHERE typeof(ts) IN ('integer', 'real')));

-- Dates. SQLite knows offsets like +05:30: +0530 and +05 become that. It takes 2020-02-30 for
-- 2020-03-01 and 24:00 for the next day, so the day has to come back as it was. Behind the seconds,
-- what remains of their fraction without its zeros may not begin with a digit.
INSERT INTO temp.import_times(row, at, is_whole)
SELECT row,
       CASE WHEN substr(ts, 1, 10) IS date(substr(ts, 1, 10), '+0 days')
             AND (length(ts) = 10 OR substr(ts, 11, 6) GLOB '[ T][0-2][0-9]:[0-5][0-9]')
             AND substr(ts, 12, 2) < '24'
            THEN datetime(ts)
       END,
       substr(ts, 20, 1) <> '.' OR ltrim(substr(ts, 21), '0') NOT GLOB '[1-9]*'
  FROM (SELECT row,
               CASE WHEN length(ts) <= 16 THEN ts
                    WHEN substr(ts, -3, 1) IN ('+', '-') THEN ts || ':00'
                    WHEN substr(ts, -5, 1) IN ('+', '-')
                    THEN substr(ts, 1, length(ts) - 2) || ':' || substr(ts, -2)
                    ELSE ts
               END AS ts
          FROM temp.import_rows
         WHERE typeof(ts) = 'text');

-- Symbols with times of day, in prices or in the file; all others have dates.
DROP TABLE IF EXISTS temp.import_timed;
CREATE TEMP TABLE import_timed AS
SELECT symbol,
       max(substr(at, 12) <> '00:00:00') AS in_file,
       (SELECT length(ts) > 10 FROM prices WHERE symbol = import_rows.symbol LIMIT 1) AS in_prices
  FROM temp.import_rows
  JOIN temp.import_times USING (row)
 GROUP BY symbol;

-- ---- Bars ----------------------------------------------------------------------------------------

-- compared: with what prices has.
DROP TABLE IF EXISTS temp.import_bars;
CREATE TEMP TABLE import_bars AS
SELECT row,
       bars.symbol,
       bars.ts,
       bars.open,
       bars.high,
       bars.low,
       bars.close,
       bars.volume,
       CASE WHEN prices.symbol IS NULL THEN 'new'
            WHEN (bars.open, bars.high, bars.low, bars.close, bars.volume)
              IS NOT (prices.open, prices.high, prices.low, prices.close, prices.volume) THEN 'changed'
            ELSE 'same'
       END AS compared
  FROM (SELECT row,
               symbol,
               CASE WHEN in_file OR in_prices THEN at ELSE substr(at, 1, 10) END AS ts,
               open, high, low, close, volume
          FROM temp.import_rows
          JOIN temp.import_times USING (row)
          JOIN temp.import_timed USING (symbol)
         WHERE at IS NOT NULL AND is_whole) AS bars
  LEFT JOIN prices ON prices.symbol = bars.symbol AND prices.ts = bars.ts;

-- ---- Problems ------------------------------------------------------------------------------------

DROP TABLE IF EXISTS temp.import_problems;
CREATE TEMP TABLE import_problems(row INTEGER, symbol, ts, "column", value, problem);

-- Of the file: the columns, and with a first line that is none, as where --skip has taken it away, the
-- first bar in their place.
INSERT INTO temp.import_problems("column", value, problem)
SELECT wanted,
       (SELECT group_concat(name, ', ') FROM temp.import_columns),
       CASE columns WHEN 0 THEN 'no such column in the first line' ELSE 'more than one column for it' END
  FROM (SELECT 'symbol' AS wanted,
               count(*) + (SELECT symbol IS NOT NULL FROM temp.import_given) AS columns
          FROM temp.import_columns
         WHERE called IN ('symbol', 'ticker')
        UNION ALL
        -- A time beside a date is no second column for it.
        SELECT 'ts', count(*) - (count(*) = 2 AND sum(called IN ('date', 'time')) = 2)
          FROM temp.import_columns
         WHERE called IN ('ts', 'date', 'datetime', 'timestamp', 'time')
        UNION ALL
        SELECT 'close', count(*) FROM temp.import_columns WHERE called = 'close')
 WHERE columns <> 1;

-- Of the rows, where the columns are there.
INSERT INTO temp.import_problems(row, symbol, ts, "column", value, problem)
SELECT * FROM (
  SELECT row, symbol, ts, 'symbol', symbol, 'is missing' AS problem
    FROM temp.import_rows
   WHERE symbol IS NULL
  UNION ALL
  SELECT row,
         symbol,
         rows.ts,
         'ts',
         rows.ts,
         CASE WHEN rows.ts IS NULL THEN 'is missing'
              WHEN at IS NULL THEN 'is not a date'
              WHEN NOT is_whole THEN 'is not a whole second'
              WHEN in_file > in_prices AND substr(at, 12) <> '00:00:00'
              THEN 'has a time, and prices has dates alone for this symbol'
         END
    FROM temp.import_rows AS rows
    LEFT JOIN temp.import_times USING (row)
    LEFT JOIN temp.import_timed USING (symbol)
  UNION ALL
  SELECT row,
         symbol,
         ts,
         name,
         value,
         CASE WHEN value IS NULL AND name = 'close' THEN 'is missing'
              WHEN typeof(value) IN ('text', 'blob') THEN 'is not a number'
              WHEN value <= -9e999 OR value >= 9e999 THEN 'is not finite'
              WHEN name = 'volume' AND value < 0 THEN 'is negative'
         END
    FROM (SELECT row, symbol, ts, 'open' AS name, +open AS value FROM temp.import_rows
          UNION ALL SELECT row, symbol, ts, 'high', +high FROM temp.import_rows
          UNION ALL SELECT row, symbol, ts, 'low', +low FROM temp.import_rows
          UNION ALL SELECT row, symbol, ts, 'close', +close FROM temp.import_rows
          UNION ALL SELECT row, symbol, ts, 'volume', +volume FROM temp.import_rows)
  UNION ALL
  SELECT row, symbol, ts, 'low', low, 'is above the high'
    FROM temp.import_rows
   WHERE typeof(low) = 'real' AND typeof(high) = 'real' AND low > high
  UNION ALL
  SELECT row, symbol, ts, 'ts', ts, 'is the bar of row ' || first || ' again' AS problem
    FROM (SELECT row, symbol, ts, first_value(row) OVER (PARTITION BY symbol, ts ORDER BY row) AS first
            FROM temp.import_bars)
   WHERE row <> first
)
 WHERE problem IS NOT NULL
   AND NOT EXISTS (SELECT 1 FROM temp.import_problems);

SELECT * FROM temp.import_problems ORDER BY row LIMIT 20;

-- The error: before SQLite 3.47 its text can only be a constant.
CREATE TEMP TRIGGER import_refused BEFORE DELETE ON import_problems
BEGIN
  SELECT RAISE(ABORT, 'nothing is imported: temp.import_problems has the reasons');
END;
DELETE FROM temp.import_problems;

-- ---- Prices --------------------------------------------------------------------------------------

-- One statement, so all or nothing; and nothing where an error has not ended this file.
INSERT INTO prices(symbol, ts, open, high, low, close, volume)
SELECT symbol, ts, open, high, low, close, volume
  FROM temp.import_bars
 WHERE compared <> 'same'
   AND NOT EXISTS (SELECT 1 FROM temp.import_problems)
 ORDER BY symbol, ts
    ON CONFLICT(symbol, ts) DO UPDATE
   SET open = excluded.open,
       high = excluded.high,
       low = excluded.low,
       close = excluded.close,
       volume = excluded.volume;

SELECT bars,
       new,
       changed,
       (SELECT group_concat(name, ', ')
          FROM temp.import_columns
         WHERE called NOT IN ('symbol', 'ticker', 'ts', 'date', 'datetime', 'timestamp', 'time', 'open',
                              'high', 'low', 'close', 'volume')) AS left_out
  FROM (SELECT count(*) AS bars,
               ifnull(sum(compared = 'new'), 0) AS new,
               ifnull(sum(compared = 'changed'), 0) AS changed
          FROM temp.import_bars)
 WHERE NOT EXISTS (SELECT 1 FROM temp.import_problems);

DROP TABLE temp.import_given;
DROP TABLE temp.import_columns;
DROP TABLE temp.import_rows;
DROP TABLE temp.import_times;
DROP TABLE temp.import_timed;
DROP TABLE temp.import_bars;
