-- Is there a trend, which way, and how strong? Wilder's directional movement (ADX), the last 20 bars.
-- Source: J. Welles Wilder, "New Concepts in Technical Trading Systems" (1978).
--
--   up, down   how far the high is above the high before; how far the low is below the low before
--   +DM, -DM   +DM is up where that is more than down and than 0, else 0; -DM is down likewise
--   TR         true range, as in atr.sql
--   +DI, -DI   100 * SMMA 14 of +DM / SMMA 14 of TR; the same with -DM
--   DX         100 * |+DI - -DI| / (+DI + -DI)
--   ADX        SMMA 14 of DX
--
-- ADX says how strong the trend is, the larger DI which way it goes; below 25 there is none to speak
-- of. The first movement is that of the second bar, the first DI stands on the 15th, the first ADX on
-- the 28th. Wilder writes sums over 14 bars where SMMA has averages: the 14 cancels out.
--
-- Skender has these values. TA-Lib begins its sums of DM and TR with 13 movements instead of 14. That
-- gives the first 13 of them a weight of 13/14, which fades: in two years of SPY, as in SPX, its
-- figures are less than 1 off at first and less than 0.005 after the 120th bar.
--
-- Needs:     prices with high and low (schema.sql), smma().
-- To change: the symbol in WHERE, the 20 in LIMIT; the period in all four smma(); the 25.

WITH bars AS (
  SELECT symbol,
         ts,
         close,
         high - lag(high) OVER w AS up,
         lag(low) OVER w - low AS down,
         max(high, lag(close) OVER w) - min(low, lag(close) OVER w) AS true_range
    FROM prices
   WHERE symbol = 'SPX'
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
),
latest AS (
  SELECT * FROM trends ORDER BY ts DESC, symbol LIMIT 20
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
       CASE WHEN plus_di IS NOT NULL THEN printf('%.2f', plus_di) END AS plus_di,
       CASE WHEN minus_di IS NOT NULL THEN printf('%.2f', minus_di) END AS minus_di,
       CASE WHEN adx IS NOT NULL THEN printf('%.2f', adx) END AS adx,
       CASE WHEN adx >= 25 AND plus_di > minus_di THEN 'up'
            WHEN adx >= 25 AND plus_di < minus_di THEN 'down'
            WHEN adx IS NOT NULL THEN 'none'
       END AS trend
  FROM shown
 ORDER BY ts, symbol;
