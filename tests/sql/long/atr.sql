-- Wilder's average true range from smma() alone, step by step: what atr() is held against.

WITH bars AS (
  SELECT symbol, ts, high, low, close, lag(close) OVER w AS close_before
    FROM prices
   WHERE symbol = 'MARKET'
  WINDOW w AS (PARTITION BY symbol ORDER BY ts)
),
-- The largest of the three is the range from bar to close before, whichever of them ends it. max()
-- and min() of several values are NULL where one of them is.
ranges AS (
  SELECT symbol, ts, close, max(high, close_before) - min(low, close_before) AS true_range
    FROM bars
),
averages AS (
  SELECT symbol, ts, close, true_range, smma(true_range, 14) OVER w AS atr
    FROM ranges
  WINDOW w AS (PARTITION BY symbol ORDER BY ts ROWS UNBOUNDED PRECEDING)
)
SELECT symbol, ts, close, true_range, atr
  FROM averages
 ORDER BY ts, symbol;
