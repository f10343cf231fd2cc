-- Is the market trending or asleep? Bill Williams' Alligator, the last 20 bars.
-- Source: Bill Williams, "Trading Chaos" (1995) and "New Trading Dimensions" (1998).
--
--   line    average of (high + low) / 2   drawn
--   jaw     SMMA 13                       8 bars ahead
--   teeth   SMMA 8                        5 bars ahead
--   lips    SMMA 5                        3 bars ahead
--
-- Lips above teeth above jaw: the mouth is open upwards. The reverse: downwards. Any other order:
-- the lines are entwined, the mouth is closed, the Alligator sleeps.
--
-- Needs:     prices with high and low (schema.sql), smma().
-- To change: the symbol in WHERE, the 20 in LIMIT; a line's period in smma(), its shift in lag().

WITH medians AS (
  SELECT symbol, ts, close, (high + low) / 2 AS median
    FROM prices
   WHERE symbol = 'MARKET'
),
averages AS (
  SELECT symbol,
         ts,
         close,
         median,
         smma(median, 13) OVER w AS smma13,
         smma(median, 8) OVER w AS smma8,
         smma(median, 5) OVER w AS smma5
    FROM medians
  WINDOW w AS (PARTITION BY symbol ORDER BY ts ROWS UNBOUNDED PRECEDING)
),
-- A line drawn 8 bars ahead shows on each bar the average of 8 bars before.
lines AS (
  SELECT symbol,
         ts,
         close,
         median,
         lag(smma13, 8) OVER w AS jaw,
         lag(smma8, 5) OVER w AS teeth,
         lag(smma5, 3) OVER w AS lips
    FROM averages
  WINDOW w AS (PARTITION BY symbol ORDER BY ts)
),
latest AS (
  SELECT * FROM lines ORDER BY ts DESC, symbol LIMIT 20
),
-- As many decimals as the price needs: README.md, "Add a query".
shown AS (
  SELECT *, max(2, 5 - substr(printf('%.5e', abs(first_value(close) OVER w)), 9)) AS decimals
    FROM latest
  WINDOW w AS (PARTITION BY symbol ORDER BY ts DESC)
)
SELECT symbol,
       ts,
       CASE WHEN median IS NOT NULL THEN printf('%.*f', decimals, median) END AS median,
       CASE WHEN jaw IS NOT NULL THEN printf('%.*f', decimals, jaw) END AS jaw,
       CASE WHEN teeth IS NOT NULL THEN printf('%.*f', decimals, teeth) END AS teeth,
       CASE WHEN lips IS NOT NULL THEN printf('%.*f', decimals, lips) END AS lips,
       CASE WHEN lips > teeth AND teeth > jaw THEN 'open up'
            WHEN lips < teeth AND teeth < jaw THEN 'open down'
            WHEN jaw IS NOT NULL AND teeth IS NOT NULL AND lips IS NOT NULL THEN 'closed'
       END AS mouth
  FROM shown
 ORDER BY ts, symbol;
