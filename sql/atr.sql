-- How far does the price move in a bar? Wilder's average true range (ATR), the last 20 bars.
-- Source: J. Welles Wilder, "New Concepts in Technical Trading Systems" (1978).
--
--   true range   the largest of high - low, |high - close before| and |low - close before|
--   ATR          SMMA 14 of the true range, which is what atr() computes
--   percent      ATR in percent of the close, to compare symbols
--   stops        3 ATR below the close, where a holder is out; 3 ATR above it, for a short position
--
-- The first bar has no close before it and no true range, so the first ATR stands on the 15th: as
-- with TA-Lib and Skender. Others (Tulip, TradingView) take its high - low, and start a bar earlier.
-- A bar without high and low counts for nothing, and shows the average so far.
--
-- Needs:     prices with high and low (schema.sql), atr().
-- To change: the symbol in WHERE, the 20 in LIMIT; the period in atr(); the 3 of the stops.

WITH averages AS (
  SELECT symbol,
         ts,
         close,
         -- An average over one bar is the bar's own.
         CASE WHEN high IS NOT NULL AND low IS NOT NULL
              THEN atr(high, low, close, 1) OVER w
         END AS true_range,
         atr(high, low, close, 14) OVER w AS atr
    FROM prices
   WHERE symbol = 'MARKET'
  WINDOW w AS (PARTITION BY symbol ORDER BY ts ROWS UNBOUNDED PRECEDING)
),
latest AS (
  SELECT * FROM averages ORDER BY ts DESC, symbol LIMIT 20
),
-- As many decimals as the price needs: README.md, "Add a query".
shown AS (
  SELECT *, max(2, 5 - substr(printf('%.5e', abs(first_value(close) OVER w)), 9)) AS decimals
    FROM latest
  WINDOW w AS (PARTITION BY symbol ORDER BY ts DESC)
)
SELECT symbol,
       ts,
       printf('%.*f', decimals, close) AS close,
       CASE WHEN true_range IS NOT NULL THEN printf('%.*f', decimals, true_range) END AS true_range,
       CASE WHEN atr IS NOT NULL THEN printf('%.*f', decimals, atr) END AS atr,
       -- Of the close's size, for negative prices too; no percentage of 0.
       CASE WHEN close <> 0 AND atr IS NOT NULL
            THEN printf('%.2f', 100 * atr / abs(close))
       END AS percent,
       CASE WHEN atr IS NOT NULL THEN printf('%.*f', decimals, close - 3 * atr) END AS stop_below,
       CASE WHEN atr IS NOT NULL THEN printf('%.*f', decimals, close + 3 * atr) END AS stop_above
  FROM shown
 ORDER BY ts, symbol;
