-- Has the price risen or fallen too far? Wilder's relative strength index (RSI), the last 20 bars.
-- Source: J. Welles Wilder, "New Concepts in Technical Trading Systems" (1978).
--
--   gain   how far the close rose above the close before, 0 where it did not
--   loss   how far it fell below the close before, 0 where it did not
--   RSI    100 - 100 / (1 + SMMA 14 of gain / SMMA 14 of loss), which is what rsi() computes
--
-- Above 70 the price counts as overbought, below 30 as oversold. The first bar has no close before
-- it, so the first RSI stands on the 15th. The values are those of TA-Lib and Skender. A price that
-- has never moved has none: TA-Lib has 0 there, MetaTrader 50, TradingView 100.
--
-- Needs:     prices (schema.sql), rsi().
-- To change: the symbol in WHERE, the 20 in LIMIT; the period in rsi(); 70 and 30.

WITH indexes AS (
  SELECT symbol, ts, close, rsi(close, 14) OVER w AS rsi
    FROM prices
   WHERE symbol = 'MARKET'
  WINDOW w AS (PARTITION BY symbol ORDER BY ts ROWS UNBOUNDED PRECEDING)
),
latest AS (
  SELECT * FROM indexes ORDER BY ts DESC, symbol LIMIT 20
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
       CASE WHEN rsi IS NOT NULL THEN printf('%.2f', rsi) END AS rsi,
       CASE WHEN rsi > 70 THEN 'overbought'
            WHEN rsi < 30 THEN 'oversold'
       END AS zone
  FROM shown
 ORDER BY ts, symbol;
