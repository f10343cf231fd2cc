-- Wilder's relative strength index from smma() alone, step by step: what rsi() is held against.

WITH changes AS (
  SELECT symbol, ts, close, close - lag(close) OVER w AS change
    FROM prices
   WHERE symbol = 'MARKET'
  WINDOW w AS (PARTITION BY symbol ORDER BY ts)
),
averages AS (
  SELECT symbol,
         ts,
         close,
         smma(max(change, 0), 14) OVER w AS gain,
         smma(max(-change, 0), 14) OVER w AS loss
    FROM changes
  WINDOW w AS (PARTITION BY symbol ORDER BY ts ROWS UNBOUNDED PRECEDING)
),
-- The formula above without its inner quotient, which has no value where there was no loss. Where
-- there was no gain either, the price has never moved: it has no RSI, 0 / 0 is NULL. TA-Lib has 0
-- there, MetaTrader 50, TradingView 100. For 50: CASE WHEN gain + loss = 0 THEN 50 ELSE ... END.
indexes AS (
  SELECT symbol, ts, close, 100 * gain / (gain + loss) AS rsi
    FROM averages
)
SELECT symbol, ts, close, rsi
  FROM indexes
 ORDER BY ts, symbol;
