-- Is there a trend, which way, and how strong? Wilder's directional movement (ADX), the last 20 bars.
-- Source: J. Welles Wilder, "New Concepts in Technical Trading Systems" (1978).
--
--   up, down   how far the high is above the high before; how far the low is below the low before
--   +DM, -DM   +DM is up where that is more than down and than 0, else 0; -DM is down likewise
--   TR         true range, as in atr.sql
--   +DI, -DI   100 * SMMA 14 of +DM / SMMA 14 of TR; the same with -DM: plus_di(), minus_di()
--   DX         100 * |+DI - -DI| / (+DI + -DI), 0 where nothing has moved
--   ADX        SMMA 14 of DX: adx()
--
-- ADX says how strong the trend is, the larger DI which way it goes; below 25 there is none to speak
-- of. The first movement is that of the second bar, the first DI stands on the 15th, the first ADX on
-- the 28th. Wilder writes sums over 14 bars where SMMA has averages: the 14 cancels out. A bar without
-- high and low is as if it were not there, and shows the values so far.
--
-- Skender has these values. TA-Lib begins its sums of DM and TR with 13 movements instead of 14. That
-- gives the first 13 of them a weight of 13/14, which fades: in two years of SPY its figures are less
-- than 1 off at first and less than 0.005 after the 120th bar.
--
-- Needs:     prices with high and low (schema.sql), plus_di(), minus_di(), adx().
-- To change: the symbol in WHERE, the 20 in LIMIT; the period in all three functions; the 25.

WITH trends AS (
  SELECT symbol,
         ts,
         close,
         plus_di(high, low, close, 14) OVER w AS plus_di,
         minus_di(high, low, close, 14) OVER w AS minus_di,
         adx(high, low, close, 14) OVER w AS adx
    FROM prices
   WHERE symbol = 'MARKET'
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
