-- Wilder's directional movement from smma() alone, step by step: what plus_di(), minus_di() and adx()
-- are held against.

WITH bars AS (
  SELECT symbol,
         ts,
         close,
         high - lag(high) OVER w AS up,
         lag(low) OVER w - low AS down,
         max(high, lag(close) OVER w) - min(low, lag(close) OVER w) AS true_range
    FROM prices
   WHERE symbol = 'MARKET'
  WINDOW w AS (PARTITION BY symbol ORDER BY ts)
),
-- NULL where there is nothing to compare: on the first bar, and on a bar without high and low and on
-- the one after it. Such bars count in none of the averages, the true range included.
movements AS (
  SELECT symbol,
         ts,
         close,
         CASE WHEN up > down THEN max(up, 0) WHEN up <= down THEN 0 END AS plus_dm,
         CASE WHEN down > up THEN max(down, 0) WHEN down <= up THEN 0 END AS minus_dm,
         CASE WHEN up + down IS NOT NULL THEN true_range END AS true_range
    FROM bars
),
averages AS (
  SELECT symbol,
         ts,
         close,
         true_range,
         smma(plus_dm, 14) OVER w AS plus,
         smma(minus_dm, 14) OVER w AS minus,
         smma(true_range, 14) OVER w AS atr
    FROM movements
  WINDOW w AS (PARTITION BY symbol ORDER BY ts ROWS UNBOUNDED PRECEDING)
),
-- The true range cancels out of DX. Where there has been no movement at all there is no direction, 0.
-- A bar that does not count shows the averages of the bar before, but must not count as another DX.
directions AS (
  SELECT symbol,
         ts,
         close,
         100 * plus / atr AS plus_di,
         100 * minus / atr AS minus_di,
         CASE WHEN true_range IS NULL THEN NULL
              WHEN plus + minus = 0 THEN 0
              ELSE 100 * abs(plus - minus) / (plus + minus)
         END AS dx
    FROM averages
),
trends AS (
  SELECT symbol, ts, close, plus_di, minus_di, smma(dx, 14) OVER w AS adx
    FROM directions
  WINDOW w AS (PARTITION BY symbol ORDER BY ts ROWS UNBOUNDED PRECEDING)
)
SELECT symbol, ts, close, plus_di, minus_di, adx
  FROM trends
 ORDER BY ts, symbol;
