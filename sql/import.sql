-- Moves what a CSV import left in prices_import into prices.
-- A bar that is already there is replaced: importing a file twice does no harm.
--
-- There is no CAST, as it would turn 'n/a' into 0. The columns of prices convert text that is a
-- number, and their checks refuse any other text: if one row is bad, no row is moved.

SAVEPOINT import;

INSERT OR REPLACE INTO prices(symbol, ts, open, high, low, close, volume)
SELECT symbol,
       ts,
       NULLIF(open, ''),
       NULLIF(high, ''),
       NULLIF(low, ''),
       NULLIF(close, ''),
       NULLIF(volume, '')
  FROM prices_import
 WHERE ts IS NOT 'ts';  -- the header line, which sqlite3 before 3.32 cannot skip

-- Only rows that have arrived in prices are deleted: after a refusal all stay here, to be looked
-- at.
DELETE FROM prices_import
 WHERE ts = 'ts'
    OR (symbol, ts) IN (SELECT symbol, ts FROM prices);

RELEASE import;
